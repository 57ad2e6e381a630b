"""Red flags first, always: in every state, whatever the question, whoever owns the conversation (PROTOCOL 2.1)."""

from dataclasses import replace

import pytest

from conversations.events import ConsentChanged, StaffTookOver
from conversations.state import Place
from conversations.triage import Disposition
from tests.support.line import SATURDAY_NIGHT, Line

DANGER = "i cant feel when i wipe"


def owned(line: Line) -> Line:
    line.happen(StaffTookOver(staff_name="Ana"))
    return line


def opted_out(line: Line) -> Line:
    line.says("STOP")
    return line


PLACES = {
    "new": lambda: Line(),
    "first screen": lambda: _after("back spasm"),
    "age": lambda: _after("back spasm", "NONE", "NONE", "NONE"),
    "medicine check": lambda: _after("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "A"),
    "home care": lambda: Line().to_home_care(),
    "booked": lambda: Line().to_booking(),
    "doctor's note": lambda: _after("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C"),
    "open doubt": lambda: _after("i cant take it anymore"),
}


def _after(*texts: str) -> Line:
    line = Line()
    line.says(*texts)
    return line


@pytest.mark.parametrize("place", PLACES)
def test_saddle_numbness_is_told_911_at_once_in_every_state_so_that_no_one_loses_their_legs_waiting(place: str) -> None:
    line = PLACES[place]()
    first, *others = line.text(DANGER)
    assert first.emergency
    assert "911" in first.body
    assert line.state.disposition is Disposition.EMERGENCY
    assert line.state.place is Place.EMERGENCY_HOLD
    assert "cauda_equina" in line.codes()
    assert others == []
    assert line.tickets()[-1] == ("cauda_equina", "emergency")


def test_emergency_text_goes_alone_and_the_notice_follows_with_the_next_text() -> None:
    line = Line()
    assert len(line.says(DANGER)) == 1
    keys = line.keys("what should i do")
    assert "start.notice" in keys


def test_after_an_emergency_no_question_booking_or_check_in_follows() -> None:
    line = Line().to_home_care()
    line.says(DANGER)
    assert line.state.question is None
    later = line.after(days=20)
    assert later == []


def test_second_danger_in_hold_gets_its_own_text_since_988_must_not_wait_for_the_first() -> None:
    line = Line()
    line.says(DANGER)
    replies = line.text("i want to die")
    assert any("988" in reply.body and reply.emergency for reply in replies)


def test_same_danger_again_gets_one_short_line_in_ten_minutes() -> None:
    line = _after("back spasm", DANGER)
    assert len(line.says(DANGER)) == 1
    assert line.says("hello??") == []
    line.after(minutes=11)
    assert len(line.says("hello??")) == 1


@pytest.mark.parametrize("words", ["false alarm im fine", "just kidding lol", "NONE", "nothing"])
def test_nothing_the_patient_says_takes_an_emergency_back(words: str) -> None:
    line = Line()
    line.says(DANGER, words)
    assert line.state.disposition is Disposition.EMERGENCY
    assert "cauda_equina" in line.codes()


def test_staff_owned_conversation_still_sends_the_emergency_text_and_nothing_else() -> None:
    line = owned(_after("back spasm"))
    assert line.says("ok thanks") == []
    assert line.says("i have a fever and back spasm") == []
    assert ("spinal_infection", "urgent") in line.tickets()
    replies = line.text(DANGER)
    assert [reply.emergency for reply in replies] == [True]
    assert line.state.place is Place.STAFF_OWNED


def test_doubt_in_a_staff_owned_conversation_is_an_alert_and_asks_the_patient_nothing() -> None:
    line = owned(_after("back spasm"))
    assert line.says("i cant take it anymore") == []
    assert ("self_harm", "urgent") in line.tickets()
    assert line.after(hours=5) == []


def test_opted_out_patient_with_a_danger_sign_reaches_staff_who_must_call_and_gets_no_text() -> None:
    line = opted_out(_after("back spasm"))
    assert line.says(DANGER) == []
    assert line.state.place is Place.OPTED_OUT
    assert line.state.disposition is Disposition.EMERGENCY
    ticket = [effect for effect in line.effects if getattr(effect, "reason", "") == "cauda_equina"][-1]
    assert ticket.call_only  # type: ignore[union-attr]


def test_danger_with_an_opt_out_in_other_words_is_answered_first_and_then_the_opt_out_recorded() -> None:
    line = _after("back spasm")
    replies = line.text("i cant feel when i wipe, and stop texting me please")
    assert replies[0].emergency
    assert line.state.opted_out
    assert line.state.place is Place.OPTED_OUT
    assert line.of_kind(ConsentChanged) == [ConsentChanged(kind="texts", granted=False)]


def test_opting_out_while_a_doubt_is_open_leaves_the_doubt_true_for_staff() -> None:
    line = _after("i cant take it anymore")
    line.says("STOP")
    assert line.state.place is Place.OPTED_OUT
    assert "self_harm" in line.codes()
    assert line.tickets()[-1] == ("self_harm", "emergency")


def test_closed_with_nobody_on_call_never_claims_that_staff_were_alerted() -> None:
    line = Line(start=SATURDAY_NIGHT)
    view = line.clinic_at(line.now)
    for has_on_call, said in ((True, "Our staff has been alerted"), (False, "Our office is closed")):
        night = Line(start=SATURDAY_NIGHT)
        night.clinic_at = lambda at, on=has_on_call: replace(view, has_on_call=on)  # type: ignore[misc]
        assert said in night.says(DANGER)[0]


def test_unacknowledged_emergency_makes_staff_call_after_five_minutes_without_another_text() -> None:
    line = Line()
    line.says(DANGER)
    assert line.after(minutes=6) == []
    assert line.tickets()[-1] == ("cauda_equina", "emergency")
    assert len(line.tickets()) == 2


def test_acknowledged_emergency_stops_that_call() -> None:
    line = Line()
    line.says(DANGER)
    assert line.says("OK") != []
    line.after(minutes=10)
    assert len(line.tickets()) == 1


def test_facts_of_two_messages_combine_so_that_meningitis_is_not_missed_between_texts() -> None:
    line = Line()
    line.says("i have a fever of 102 with this spasm")
    replies = line.text("and now my neck is so stiff i cant touch my chin to my chest")
    assert "meningitis" in line.codes()
    assert replies[0].emergency


def test_everyday_words_of_an_opening_and_of_a_later_note_do_not_add_up_to_heat_illness() -> None:
    line = _after("my back cramps up since the morning", "NONE", "NONE", "NONE", "35", "low back 4", "C")
    line.says("at work in a hot kitchen lifting pots")
    assert line.codes() == set()
