"""Cutting and spelling: every word keeps its place in the original, and typos are repaired without inventing danger."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.understanding import lexicon
from conversations.understanding.red_flags import read_mentions, spell
from conversations.understanding.text import Break, cut, fold


def words_of(text: str, lang: str = "en") -> list[str]:
    book = lexicon.load()
    language = next(language for language in book.languages if language.lang == lang)
    return list(spell(cut(text), language, book).words)


@given(st.text(max_size=300))
def test_folding_keeps_one_character_for_each_code_point(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(max_size=300))
def test_evidence_always_lies_inside_the_text(text: str) -> None:
    for mention in read_mentions(text):
        assert 0 <= mention.start < mention.end <= len(text)


def test_words_keep_their_place_behind_emoji_and_accents() -> None:
    text = "😭😭 ¡ay! no puedo ORINÁR"
    words = cut(text)
    last = len(words) - 1
    assert words.words[last] == "orinar"
    assert text[words.starts[last] : words.ends[last]] == "ORINÁR"


def test_accents_typed_as_separate_marks_fold_like_ready_made_ones() -> None:
    assert cut("orine\u0301").words == cut("oriné").words == ("orine",)


def test_apostrophes_of_every_shape_vanish() -> None:
    assert cut("can't can\u2019t can\u00b4t").words == ("cant", "cant", "cant")


def test_breaks_stand_before_the_word_they_precede() -> None:
    words = cut("no fever, but numb. call me")
    assert [words.breaks[words.words.index(word)] for word in ("fever", "but", "call")] == [
        Break.NONE,
        Break.CLAUSE,
        Break.SENTENCE,
    ]


def test_a_title_does_not_end_a_sentence() -> None:
    words = cut("saw dr. smith today")
    assert words.breaks[words.words.index("smith")] is Break.NONE


def test_numbers_with_fractions_stay_whole() -> None:
    assert cut("temp 101.5 pain 7/10").words == ("temp", "101.5", "pain", "7/10")


def test_only_the_sentence_that_asks_is_marked_as_asked() -> None:
    words = cut("is it ok? my back hurts")
    assert words.asked[words.words.index("ok")]
    assert not words.asked[words.words.index("back")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cant", "cant"), ("can t", "cant"), ("cannot", "cant"), ("caint", "cant"), ("kant", "cant"), ("nmb", "numb"),
        ("numbb", "numb"), ("nummb", "numb"), ("tinglin", "tingling"), ("blader", "bladder"), ("bladdar", "bladder"),
        ("peeee", "pee"), ("unconsious", "unconscious"), ("siezure", "seizure"), ("osteoperosis", "osteoporosis"),
    ],
)  # fmt: skip
def test_typos_of_the_protocol_are_repaired(typed: str, meant: str) -> None:
    assert words_of(typed) == [meant]


@pytest.mark.parametrize("word", ["never", "ladder", "dancer", "hills", "fewer", "bowl of"])
def test_common_words_are_not_repaired_into_danger_words(word: str) -> None:
    dangerous = {"fever", "bladder", "cancer", "chills"}
    assert not dangerous & set(words_of(word))


def test_words_typed_as_one_are_parted() -> None:
    assert words_of("cantpee") == ["cant", "pee"]


def test_a_word_split_by_a_stray_space_is_joined() -> None:
    assert words_of("blad der") == ["bladder"]


def test_a_text_of_one_endless_word_is_read_without_harm() -> None:
    assert read_mentions("a" * 1600) == ()


def test_what_cannot_be_a_word_leaves_no_words() -> None:
    assert cut("🙂 … 中文 —").words == ()
