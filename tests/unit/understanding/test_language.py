"""Telling languages apart, and saying nothing where a text is too short."""

import pytest

from conversations.understanding.language import detect


@pytest.mark.parametrize("text", ["my lower back locked up at the gym", "back pain", "how long does this take"])
def test_english_is_told(text: str) -> None:
    assert detect(text) == "en"


@pytest.mark.parametrize(
    "text", ["me duele la espalda baja", "tengo un dolor de cuello", "me duele la back desde yesterday", "¿Qué es?"]
)
def test_spanish_and_mixed_texts_are_spanish(text: str) -> None:
    assert detect(text) == "es"


@pytest.mark.parametrize(
    "text",
    [
        "je suis malade au dos depuis hier",
        "mwen gen doule nan do mwen",
        "minha costas doi muito, preciso ajuda",
        "у меня болит спина",
        "我的背很痛",
        "ظهري يؤلمني",
    ],
)
def test_a_language_we_do_not_speak_is_told(text: str) -> None:
    assert detect(text) == "other"


@pytest.mark.parametrize("text", ["A", "no", "7", "👍", "ok", ""])
def test_too_little_to_tell_is_no_language(text: str) -> None:
    assert detect(text) is None
