"""Every text any patient can get, at both sample clinics, in both languages, at any hour: its SMS parts (PRODUCT section 6)."""

import itertools
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clinic import SAMPLES, load
from conversations import interview, outcomes
from conversations.protocol.loader import load_protocol
from conversations.sms_text import count_parts
from conversations.state import AnswerRecord, ConversationState, Fact
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.findings import Certainty

PROTOCOL = load_protocol()
ZONE = ZoneInfo("America/New_York")
OPEN = datetime(2026, 3, 2, 10, tzinfo=ZONE)
CLOSED = datetime(2026, 12, 24, 23, 45, tzinfo=ZONE)
LIMITS = {"en": (4, 3), "es": (5, 4)}  # letter screens and outcomes, every other text
LARGE = ("screen_nerve", "screen_emergency", "screen_risk", "med_safety")

PLACES = [(clinic, at, lang) for clinic in SAMPLES for at in (OPEN, CLOSED) for lang in LIMITS]


def turn_of(clinic_name: str, at: datetime, lang: str) -> Turn:
    view = load(clinic_name).view(at)
    turn = Turn(PROTOCOL, ConversationState.new(lang=lang).but(noticed=True), at, view)
    turn.mark("introduced")
    return turn


def answered(turn: Turn, **answers: str) -> None:
    turn.change(answers={key: AnswerRecord(value=value, at=turn.now) for key, value in answers.items()})


def fact(turn: Turn, name: str) -> Fact:
    return Fact(name=name, certainty=Certainty.DEFINITE, at=turn.now, source="screen")


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_emergency_text_of_every_code_is_an_outcome_of_its_length(clinic: str, at: datetime, lang: str) -> None:
    for code in (*PROTOCOL.rules.codes, outcomes.UNCLEAR_EMERGENCY):
        body = outcomes.emergency_body(turn_of(clinic, at, lang), code)
        assert count_parts(body) <= LIMITS[lang][0], (code, count_parts(body), body)


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_urgent_text_of_every_code_is_an_outcome_of_its_length(clinic: str, at: datetime, lang: str) -> None:
    for code in (*PROTOCOL.rules.codes, "unclear_risk_screen"):
        turn = turn_of(clinic, at, lang)
        outcomes.tell_urgent(turn, code)
        (reply,) = turn.replies
        assert count_parts(reply.body) <= LIMITS[lang][0], (code, count_parts(reply.body), reply.body)


def bookings(turn: Turn) -> Iterator[Turn]:
    reasons = {row.reason: row.priority for row in PROTOCOL.logic.decision if row.disposition is Disposition.BOOK}
    for (reason, priority), office in itertools.product(reasons.items(), range(len(turn.clinic.offices) + 1)):
        booked = Turn(PROTOCOL, turn.state, turn.now, turn.clinic)
        booked.change(disposition=Disposition.BOOK, reason=reason, priority=priority)
        if office:
            answered(booked, office=str(office))
        yield booked


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_booking_text_of_every_reason_and_office_is_an_outcome_of_its_length(
    clinic: str, at: datetime, lang: str
) -> None:
    for turn in bookings(turn_of(clinic, at, lang)):
        outcomes.tell_booking(turn)
        body = turn.replies[0].body
        assert count_parts(body) <= LIMITS[lang][0], (turn.state.reason, count_parts(body), body)


@pytest.mark.parametrize("lang", LIMITS)
@pytest.mark.parametrize("booked", [False, True])
def test_home_care_for_any_patient_is_two_texts_of_outcome_length(lang: str, booked: bool) -> None:
    switches = ("MS_F", "MS_A", "SR_E", "SR_D", "one_limb_pain", "area_neck", "area_low_back")
    for chosen in itertools.product((False, True), repeat=len(switches)):
        for age, reason in itertools.product(("35", "62"), ("severe", "constant_pain")):
            turn = turn_of("total_orthopedics", OPEN, lang)
            answered(turn, age=age, med_safety="NONE", severity="5")
            turn.change(
                facts=tuple(fact(turn, name) for name, is_on in zip(switches, chosen, strict=True) if is_on),
                disposition=Disposition.BOOK if booked else Disposition.SELF_CARE,
                reason=reason if booked else "minor_first_spell",
            )
            outcomes.tell_home_care(turn)
            assert [count_parts(reply.body) <= LIMITS[lang][0] for reply in turn.replies] == [True, True], turn.replies


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_every_question_in_every_form_has_its_length(clinic: str, at: datetime, lang: str) -> None:
    for question in PROTOCOL.logic.question:
        for subject, introduced in itertools.product((None, "husband"), (True, False)):
            turn = turn_of(clinic, at, lang)
            turn.change(subject=subject)
            if not introduced:
                turn.unmark("introduced")
            if question.key == "clarify_flag":
                continue
            interview.ask(turn, question.key)
            limit = LIMITS[lang][0 if question.key in LARGE else 1]
            for reply in turn.replies:
                assert count_parts(reply.body) <= limit, (question.key, count_parts(reply.body), reply.body)


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_every_other_piece_of_copy_has_its_length_for_this_clinic(clinic: str, at: datetime, lang: str) -> None:
    composed = ("question.", "emergency.", "urgent.", "care.", "book.", "prevention.")
    for key in PROTOCOL.wording[lang]:
        if key.startswith(composed):
            continue
        turn = turn_of(clinic, at, lang)
        office = turn.clinic.offices[-1]
        body = turn.text(
            key,
            hours=turn.clinic.hours[lang],
            opens=turn.clinic.next_open or turn.clinic.person_by,
            by_time=turn.clinic.person_by,
            how_to_book=outcomes.how_to_book(turn),
            offices="\n".join(f"{place.name}: {place.address}" for place in turn.clinic.offices),
            office=office.name,
            address=office.address,
            link=office.booking_link,
            minutes=60,
        )
        assert count_parts(body) <= LIMITS[lang][1], (key, count_parts(body), body)


@pytest.mark.parametrize(("clinic", "at", "lang"), PLACES)
def test_first_notice_with_its_language_hint_is_an_ordinary_text(clinic: str, at: datetime, lang: str) -> None:
    turn = turn_of(clinic, at, lang)
    turn.change(noticed=False)
    interview.introduce(turn)
    assert count_parts(turn.replies[0].body) <= LIMITS[lang][1], turn.replies[0].body
