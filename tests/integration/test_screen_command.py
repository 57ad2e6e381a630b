"""`text-us screen`: the interface that scripts rely on, key by key."""

import json
from datetime import date
from typing import Any

import pytest

from bot.commands.json_lines import LineError
from bot.commands.screen_lines import screened
from conversations.protocol.loader import load_protocol

KEYS = ["id", "lang", "tier", "flags", "clarify", "intent", "answer", "slots"]
TODAY = date(2026, 3, 2)


def screen(text: str, question: str | None = None) -> dict[str, Any]:
    """Screen one text."""
    request = {"id": "s", "text": text} | ({"question": question} if question else {})
    return dict(screened(load_protocol(), request, today=TODAY))


def test_an_answer_has_exactly_the_promised_keys_in_order() -> None:
    assert list(json.loads(json.dumps(screen("my back hurts")))) == KEYS


def test_an_emergency_carries_rule_and_evidence_in_code_points_of_the_text() -> None:
    text = "😷 ñ my crotch is numb"
    found = screen(text)
    assert found["tier"] == "emergency"
    (flag,) = found["flags"]
    assert flag["code"] == "cauda_equina"
    assert flag["rule"].startswith("cauda_equina.")
    assert any("numb" in text[start:end] for start, end in flag["evidence"])


def test_an_ordinary_text_raises_nothing_and_gives_its_slots() -> None:
    found = screen("my lower back is tight, maybe a 4")
    assert (found["tier"], found["flags"], found["clarify"]) == ("none", [], [])
    assert found["slots"]["region"] == "low_back"
    assert found["slots"]["severity"] == 4


def test_letters_that_answer_the_question_raise_no_tier() -> None:
    found = screen("B", "screen_nerve")
    assert found["tier"] == "none"
    assert found["answer"] == ["B"]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("screen_nerve", "a, c", ["A", "C"]),
        ("screen_nerve", "none", "NONE"),
        ("screen_emergency", "not sure", "NOT_SURE"),
        ("screen_risk", "asdf", "unreadable"),
        ("age", "34", 34),
        ("area_severity", "neck 7", {"area": "neck", "severity": 7}),
        ("area_severity", "7", {"severity": 7}),
        ("pattern", "c", "C"),
        ("function", "yes", True),
        ("onset", "no", False),
        ("checkin", "B", "better"),
        ("checkin_2", "gone", "gone"),
        ("clarify_yes_no", "Y", True),
        ("doctor_note", "started monday", None),
    ],
)
def test_a_reply_is_shown_as_it_was_understood(question: str, text: str, answer: object) -> None:
    assert screen(text, question)["answer"] == answer


def test_intent_is_an_answer_only_where_something_was_asked() -> None:
    assert screen("my neck is stiff")["intent"] == "symptom"
    assert screen("neck 7", "area_severity")["intent"] == "answer"
    assert screen("how much does a visit cost?", "area_severity")["intent"] == "info"


def test_without_a_question_there_is_no_answer() -> None:
    assert screen("none")["answer"] is None


def test_spanish_is_told_and_too_little_to_tell_is_english() -> None:
    assert screen("me duele mucho la espalda baja")["lang"] == "es"
    assert screen("ok")["lang"] == "en"


@pytest.mark.parametrize(
    "keys", [{}, {"text": 3}, {"text": "hi", "question": "shoe_size"}, {"text": "hi", "question": 3}]
)
def test_what_cannot_be_screened_is_said(keys: dict[str, object]) -> None:
    with pytest.raises(LineError, match=r"text must be|question must be"):
        screened(load_protocol(), {"id": 1, **keys}, today=TODAY)
