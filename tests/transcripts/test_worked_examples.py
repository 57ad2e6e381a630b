"""The worked examples of PROTOCOL section 11, one test each, through the engine that the webhook uses."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.clinic import load
from conversations.protocol.loader import load_protocol
from conversations.rehearsal import Rehearsal
from tests.support.patient import Patient, started

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parent / "worked_examples.jsonl").read_text(encoding="utf-8").splitlines()
]
# "Unless stated: adult 35, not pregnant, all screens NONE, severity 4, area low_back, pattern A, medicine check NONE."
DEFAULTS = {
    "screen_nerve": "NONE",
    "screen_emergency": "NONE",
    "screen_risk": "NONE",
    "age": "35",
    "area_severity": "low back 4",
    "pattern": "A",
    "med_safety": "NONE",
    "checkin_consent": "1",
    "onset": "N",
    "function": "Y",
    "injury_detail": "E",
    "home_tried": "C",
    "doctor_note": "it started at the gym",
    "caller_name": "Sam",
}


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"example-{example['n']}" for example in EXAMPLES])
def test_worked_example_ends_as_the_protocol_says(example: dict[str, Any]) -> None:
    clinic = load("midtown")
    start = started("2026-03-02T10:00:00-05:00")
    line = Rehearsal(load_protocol(), clinic.view, start=start, lang=example.get("lang", "en"))
    patient = Patient(line, {**DEFAULTS, **example.get("answers", {})})
    patient.open_with(example["first"])
    patient.answer_what_is_open()
    patient.live_through(example.get("later", []))
    expect, state = example["expect"], line.state
    story = f"{example['why']}; asked {patient.asked}; state {state.place}; flags {[flag.code for flag in state.flags]}"
    disposition = state.disposition.value if state.disposition else None
    assert disposition == expect["disposition"], story
    if "reason" in expect:
        assert state.reason == expect["reason"], story
    if "priority" in expect:
        assert state.priority == expect["priority"], story
    if "state" in expect:
        assert state.place == expect["state"], story
    if "timer" in expect:
        assert expect["timer"] in {kind.value for kind in state.timers}, story
    if "asked" in expect:
        assert patient.asked == expect["asked"], story
    if "asked_first" in expect:
        assert patient.asked[0] == expect["asked_first"], story
    assert set(expect.get("asked_all", ())) <= set(patient.asked), story
    assert not set(expect.get("asked_never", ())) & set(patient.asked), story
    for key, times in expect.get("asked_times", {}).items():
        assert patient.asked.count(key) == times, story
    for pattern in expect.get("must", ()):
        assert any(re.search(pattern, body) for body in patient.received), (pattern, patient.received)
    for pattern in expect.get("must_not", ()):
        assert not any(re.search(pattern, body) for body in patient.received), (pattern, patient.received)


def test_all_worked_examples_are_here() -> None:
    numbers = {int(re.match(r"\d+", str(example["n"])).group()) for example in EXAMPLES}  # type: ignore[union-attr]
    assert numbers == set(range(1, 105))
