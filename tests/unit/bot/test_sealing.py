"""Sealed bytes open for their own contact, as what they are, under the key they were sealed with, and never otherwise."""

import pytest

from bot.sealing import Sealer, SealError

SECRET = "one secret key, long enough for anything"


def test_what_was_sealed_opens_as_it_was() -> None:
    """Any text at all, half a surrogate included."""
    sealer = Sealer(SECRET)
    seal = sealer.unwrap(sealer.wrap(sealer.new_key(), 1), 1)
    for text in ("", "no puedo orinar ñ 😷", "\0\ud83d"):
        assert seal.open(seal.seal(text, "body"), "body") == text


def test_the_same_words_never_look_the_same() -> None:
    """Nobody can see that two patients said the same."""
    sealer = Sealer(SECRET)
    seal = sealer.unwrap(sealer.wrap(sealer.new_key(), 1), 1)
    assert seal.seal("help", "body") != seal.seal("help", "body")


def test_sealed_bytes_open_nowhere_else() -> None:
    """Not as another thing, not for another contact with the same key, not when a byte changed."""
    sealer = Sealer(SECRET)
    key = sealer.new_key()
    mine, other = sealer.unwrap(sealer.wrap(key, 1), 1), sealer.unwrap(sealer.wrap(key, 2), 2)
    sealed = mine.seal("help", "body")
    for attempt in (
        lambda: mine.open(sealed, "state"),
        lambda: other.open(sealed, "body"),
        lambda: mine.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), "body"),
        lambda: mine.open(b"", "body"),
    ):
        with pytest.raises(SealError):
            attempt()


def test_a_key_opens_for_its_contact_and_secret_only() -> None:
    """A changed SECRET_KEY says so instead of showing rubbish."""
    sealer = Sealer(SECRET)
    wrapped = sealer.wrap(sealer.new_key(), 1)
    with pytest.raises(SealError, match="SECRET_KEY"):
        Sealer("another secret key, also long enough").unwrap(wrapped, 1)
    with pytest.raises(SealError):
        sealer.unwrap(wrapped, 2)


def test_a_destroyed_key_opens_nothing_and_the_number_is_still_known() -> None:
    """That is what forgetting a contact means: the opt-out holds, the words are gone."""
    sealer = Sealer(SECRET)
    with pytest.raises(SealError, match="destroyed"):
        sealer.unwrap(None, 1)
    with pytest.raises(SealError, match="destroyed"):
        sealer.open_phone(b"x" * 40, None, 1)
    assert sealer.phone_hash("+12125550100") == Sealer(SECRET).phone_hash("+12125550100")


def test_a_number_is_found_by_a_keyed_hash() -> None:
    """Without the key nobody can find out by trying all numbers."""
    assert Sealer(SECRET).phone_hash("+12125550100") != Sealer("another secret key").phone_hash("+12125550100")
    assert Sealer(SECRET).phone_hash("+12125550100") != Sealer(SECRET).phone_hash("+12125550101")
