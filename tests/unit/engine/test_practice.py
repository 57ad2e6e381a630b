"""Practice mode: until a clinician has signed (PRODUCT promise 12)."""

from dataclasses import replace

from conversations.state import Place
from tests.support.line import Line


def test_first_text_gets_the_fixed_text_and_no_question() -> None:
    line = Line(practice=True)
    (body,) = line.says("my lower back locked up")
    assert "911" in body
    assert line.state.question is None
    assert line.state.place is Place.NEW


def test_fixed_text_comes_at_most_every_four_hours() -> None:
    line = Line(practice=True)
    line.says("my lower back locked up")
    assert line.says("hello?") == []
    line.after(hours=4, minutes=1)
    assert len(line.says("hello?")) == 1


def test_emergency_is_told_at_once_and_opens_a_ticket() -> None:
    line = Line(practice=True)
    line.says("my back locked up")
    (reply,) = line.text("and i cant feel when i wipe")
    assert reply.emergency
    assert "911" in reply.body
    assert line.tickets() == [("cauda_equina", "emergency")]


def test_self_harm_adds_988() -> None:
    line = Line(practice=True)
    (body,) = line.says("i want to die")
    assert "988" in body


def test_doubt_opens_a_ticket_because_nothing_may_be_asked() -> None:
    line = Line(practice=True)
    line.says("i cant take it anymore")
    assert ("self_harm", "urgent") in line.tickets()
    assert line.state.question is None


def test_stop_is_respected() -> None:
    line = Line(practice=True)
    line.says("hi", "STOP")
    assert line.says("are you there") == []


def test_timers_left_over_from_a_signed_version_remind_of_nothing() -> None:
    line = Line()
    line.says("lower back spasm")
    signed_view = line.clinic_at
    line.clinic_at = lambda at: replace(signed_view(at), practice=True)
    assert line.after(hours=5) == []
    assert line.tickets() == []


def test_episode_ends_in_practice_mode_too() -> None:
    line = Line(practice=True)
    line.says("hi")
    line.after(days=31)
    assert line.state.place is Place.CLOSED
