"""Whatever a text invites as an answer is understood: a patient who does as told is never asked again."""

import re
from datetime import date

import pytest

from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.commands import CommandKind, read_command
from tests.support.compositions import SCREENS, WORDINGS

TODAY = date(2026, 3, 2)
YES_NO_QUESTIONS = ("onset", "function", "blood_thinner", "clarify_flag", "same_person", "confirm_stop", "safe_to_call")


@pytest.mark.parametrize(("yes", "no"), [("Y", "N"), ("S", "N")])
def test_the_letters_for_yes_and_no_are_understood(yes: str, no: str) -> None:
    for question in YES_NO_QUESTIONS:
        assert read_answer(question, yes, today=TODAY).kind is AnswerKind.YES
        assert read_answer(question, no, today=TODAY).kind is AnswerKind.NO


@pytest.mark.parametrize("screen", [*SCREENS, "med_safety"])
@pytest.mark.parametrize("none", ["NONE", "NINGUNA"])
def test_the_word_for_no_letter_is_understood(screen: str, none: str) -> None:
    assert read_answer(screen, none, today=TODAY).kind is AnswerKind.NONE


@pytest.mark.parametrize("example", ["LOW BACK 6", "ESPALDA BAJA 6"])
def test_the_example_of_a_place_and_number_is_understood(example: str) -> None:
    lang = "en" if example.startswith("LOW") else "es"
    assert example in WORDINGS[lang]["question.area_severity"]
    answer = read_answer("area_severity", example, today=TODAY)
    assert (answer.areas, answer.severity) == (("low_back",), 6)


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("TIPS", CommandKind.TIPS),
        ("PERSON", CommandKind.PERSON),
        ("PERSONA", CommandKind.PERSON),
        ("ESPANOL", CommandKind.LANGUAGE),
        ("ENGLISH", CommandKind.LANGUAGE),
        ("HELP", CommandKind.HELP),
        ("STOP", CommandKind.OPT_OUT),
        ("START", CommandKind.START),
        ("OK", CommandKind.OK),
    ],
)
def test_a_word_that_a_text_invites_is_obeyed(word: str, kind: CommandKind) -> None:
    assert any(re.search(rf"\b{word}\b", text) for wording in WORDINGS.values() for text in wording.values())
    assert read_command(word).kind is kind
