"""Whole invented patients: how many of the 90 end right, and that none of them ends less urgently than it must."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.clinic import load
from conversations.protocol.loader import load_protocol
from conversations.rehearsal import Rehearsal
from tests.support.patient import Patient, started

STORIES = [
    json.loads(line)
    for line in (Path(__file__).parent / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
]


def faults_of(expect: dict[str, Any], line: Rehearsal, received: list[str]) -> list[str]:
    """What of a story's expectation does not hold; `received` is the stretch it is about."""
    state = line.state
    faults = []
    disposition = state.disposition.value if state.disposition else None
    if disposition not in [expect["disposition"], *expect["also_ok"]]:
        faults.append(f"disposition {disposition}, not {expect['disposition']}")
    if expect["reason_any"] and state.reason not in expect["reason_any"]:
        faults.append(f"reason {state.reason}, not one of {expect['reason_any']}")
    codes = {flag.code for flag in state.flags}
    if expect["flags_any"] and not codes & set(expect["flags_any"]):
        faults.append(f"flags {sorted(codes)}, none of {expect['flags_any']}")
    for pattern in expect["must"]:
        if not any(re.search(pattern, body) for body in received):
            faults.append(f"nothing says {pattern}")
    for pattern in expect["must_not"]:
        faults += [f"says {pattern}: {body}" for body in received if re.search(pattern, body)]
    return faults


def play(story: dict[str, Any], clinic_name: str) -> list[str]:
    """Play one story at a clinic and list what went wrong."""
    clinic = load(clinic_name)
    line = Rehearsal(load_protocol(), clinic.view, start=started(story["start"]), lang=story["lang"])
    patient = Patient(line, story["answers"])
    patient.open_with(story["first"])
    patient.answer_what_is_open()
    faults = faults_of(story["expect"], line, patient.received)
    if "later" in story:
        patient.received.clear()
        patient.live_through(story["later"])
        faults += [f"later: {fault}" for fault in faults_of(story["expect"]["later"], line, patient.received)]
    if faults:
        faults.append(f"asked {patient.asked}; state {line.state.place}; first {story['first']}")
    return faults


@pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])
def test_patient_ends_where_the_protocol_takes_them(story: dict[str, Any]) -> None:
    assert play(story, "midtown") == []


@pytest.mark.parametrize("story", STORIES, ids=[story["id"] for story in STORIES])
def test_patient_of_a_clinic_with_several_offices_ends_there_too(story: dict[str, Any]) -> None:
    assert play(story, "total_orthopedics") == []
