"""The second reader: worried by danger in words the lexicons may lack, quiet on ordinary texts, with its evidence."""

import sys
from subprocess import run

import pytest

from conversations.protocol.loader import load_protocol
from conversations.understanding import second_reader
from conversations.understanding.second_reader import worries
from conversations.understanding.second_reader_features import features

DANGEROUS = [
    ("my left foot keeps slapping the floor since yesterday and i trip on it", "limb_weakness"),
    ("its not that i cant go its that i cant tell when im done peeing", "cauda_equina"),
    ("took the whole bottle of muscle relaxers i dont want to wake up", "self_harm"),
    ("me falta el aire desde ayer y tengo la pantorrilla hinchada", "pulmonary_embolism"),
    ("se me cae la mitad de la cara y no me salen las palabras", "stroke_or_artery_dissection"),
]
ORDINARY = [
    "",
    "Y",
    "B",
    "7 maybe 8",
    "neck",
    "desde ayer",
    "can i book a massage for friday",
    "quiero una cita para el lunes por favor",
    "what are your hours and do you take aetna",
    "no fever no numbness thank god, just tight",
    "ok thank you so much",
    "🙏🙏🙏",
]


@pytest.mark.parametrize(("text", "code"), DANGEROUS)
def test_a_danger_sign_worries_about_its_code(text: str, code: str) -> None:
    assert code in [worry.code for worry in worries(text)]


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_does_not_worry(text: str) -> None:
    assert worries(text) == ()


@pytest.mark.parametrize("text", [text for text, _ in DANGEROUS])
def test_worries_come_most_worrying_first_with_words_of_the_text_as_evidence(text: str) -> None:
    found = worries(text)
    assert [worry.score for worry in found] == sorted((worry.score for worry in found), reverse=True)
    assert all(0 < worry.score <= 1 for worry in found)
    for worry in found:
        assert worry.spans
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in worry.spans)


def test_evidence_holds_the_word_that_gave_it_away_although_emoji_and_accents_stand_before() -> None:
    text = "¡Ay 😭😭! se me durmió medio lado de la cara y no me salen las palabras"
    told = " ".join(text[start:end] for worry in worries(text) for start, end in worry.spans)
    assert "medio lado" in told


def test_case_accents_and_apostrophes_change_nothing() -> None:
    plain = "i cant feel my foot since yesterday and it drags, no se que hacer"
    dressed = "I CAN’T feel my FOOT since yesterday and it drags, no sé qué hacer"
    assert [(worry.code, worry.score) for worry in worries(plain)] == [
        (worry.code, worry.score) for worry in worries(dressed)
    ]


def test_a_text_longer_than_it_learned_from_is_left_to_the_rules() -> None:
    text = "my left foot keeps slapping the floor since yesterday and i trip on it. "
    assert worries(text)
    assert worries(text * 20) == ()


def test_every_code_it_may_name_has_its_clarifying_question_in_both_languages() -> None:
    protocol = load_protocol()
    for lang in ("en", "es"):
        assert {f"clarify.{code}" for code in second_reader.load().code_names} <= set(protocol.wording[lang])


def test_a_no_before_a_word_makes_another_feature_of_it() -> None:
    assert "fever" in features("i have fever").shown_by
    assert "!fever" in features("no chills, fever").shown_by
    assert "fever" in features("no chills but fever").shown_by


def test_a_feature_is_shown_by_its_own_words() -> None:
    read = features("Hola. Siento la pierna débil")
    assert read.shown_by["pierna debil"] == (3, 4)
    assert read.shown_by["s:pier"] == (3,)


def test_the_weights_stay_small() -> None:
    assert second_reader.WEIGHTS.stat().st_size < 800_000


def test_reading_needs_no_library() -> None:
    script = (
        "import sys; from conversations.understanding import second_reader; second_reader.worries('my foot drags');"
        "sys.exit(bool({'numpy', 'sklearn', 'scipy'} & set(sys.modules)))"
    )
    assert run([sys.executable, "-c", script], check=False).returncode == 0
