"""`text-us triage`: the interface that scripts rely on, key by key."""

import io
import json
from typing import Any

import pytest

from bot.commands.json_lines import LineError, answer_each
from bot.commands.triage_lines import played
from conversations.protocol.loader import load_protocol

KEYS = ["id", "disposition", "priority", "reason", "state", "flags", "question", "replies", "questions"]
SIMPLE = ["my lower back locked up at the gym this morning", "NONE", "NONE", "NONE", "34", "low back 4", "A", "NONE"]


def play(*texts: object, **keys: object) -> dict[str, Any]:
    """Play one conversation."""
    return dict(played(load_protocol(), {"id": "t", "texts": list(texts), **keys}))


def test_an_answer_has_exactly_the_promised_keys_in_order() -> None:
    assert list(json.loads(json.dumps(play("hi")))) == KEYS


def test_a_simple_case_ends_in_home_care_within_eight_texts() -> None:
    ended = play(*SIMPLE)
    assert ended["disposition"] == "SELF_CARE"
    assert ended["state"] == "SELF_CARE_ACTIVE"
    assert ended["flags"] == []
    assert ended["question"] == "checkin_consent"
    assert ended["questions"] == [
        None, "screen_nerve", "screen_emergency", "screen_risk", "age", "area_severity", "pattern", "med_safety",
    ]  # fmt: skip
    assert len(ended["replies"]) == len(SIMPLE)
    assert all(isinstance(reply, str) for replies in ended["replies"] for reply in replies)


def test_an_emergency_is_told_at_once_with_code_and_reason() -> None:
    ended = play("i cant pee and my crotch is numb")
    assert ended["disposition"] == "EMERGENCY"
    assert ended["flags"] == ["cauda_equina"]
    assert ended["reason"] == "cauda_equina"
    assert "911" in ended["replies"][0][0]


def test_a_wait_lets_its_timers_fire_and_shows_what_they_bring() -> None:
    ended = play("my back hurts", {"wait": "15m"}, {"wait": "4h"})
    assert ended["questions"] == [None, "screen_nerve", "screen_nerve"]
    assert "911" in " ".join(ended["replies"][1])
    assert ended["disposition"] is None
    assert ended["reason"] == "incomplete_screen"
    assert ended["state"] == "SCREEN_NERVE"


def test_without_a_start_it_is_a_monday_morning_in_the_clinics_open_hours() -> None:
    texts = ("i had breast cancer and now my back hurts",)
    assert play(*texts) == play(*texts, start="2026-03-02T10:00:00-05:00")
    assert play(*texts)["replies"] != play(*texts, start="2026-03-02T03:00:00-05:00")["replies"]


@pytest.mark.parametrize(
    ("request_keys", "said"),
    [
        ({}, "texts must be a list"),
        ({"texts": "hi"}, "texts must be a list"),
        ({"texts": [3]}, "each entry of texts"),
        ({"texts": [{"wait": "soon"}]}, "each entry of texts"),
        ({"texts": [{"wait": "1d", "more": 1}]}, "each entry of texts"),
        ({"texts": ["hi"], "start": "tomorrow"}, "start must be a time"),
        ({"texts": ["hi"], "lang": "fr"}, "lang must be one of en, es"),
        ({"texts": ["hi"], "clinic": "other"}, "clinic must be one of midtown, total_orthopedics"),
    ],
)
def test_what_cannot_be_played_is_said(request_keys: dict[str, object], said: str) -> None:
    with pytest.raises(LineError, match=said):
        played(load_protocol(), {"id": 1, **request_keys})


def test_a_bad_line_among_good_ones_is_answered_in_its_place() -> None:
    out = io.StringIO()
    lines = ['{"id": 1, "texts": ["hi"]}', '{"id": 2, "texts": [null]}', "nonsense", '{"id": 4, "texts": ["hola"]}']
    assert answer_each(lines, out, lambda request: played(load_protocol(), request)) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == [1, 2, None, 4]
    assert ["error" in answer for answer in answers] == [False, True, True, False]


def test_several_offices_are_asked_for_only_where_there_are_several() -> None:
    texts = ["back spasm keeps coming back", "NONE", "NONE", "NONE", "40", "low back 5", "B"]
    assert play(*texts)["question"] != "office"
    assert play(*texts, clinic="total_orthopedics")["question"] == "office"
