"""Silence and not sure are never no (PROTOCOL 2.5, PRODUCT promise 2)."""

from conversations.events import WaitKind
from conversations.state import Place
from conversations.triage import Disposition
from tests.support.line import Line


def test_unanswered_screen_reminds_twice_and_then_becomes_staff_work() -> None:
    line = Line()
    line.says("lower back spasm")
    assert len(line.after(minutes=16)) == 1
    assert len(line.after(hours=2)) == 1
    assert line.after(hours=3) == []
    assert ("incomplete_screen", "same_day") in line.tickets()
    assert line.state.reason == "incomplete_screen"
    assert line.state.place is Place.SCREEN_NERVE


def test_late_answer_goes_on_where_it_was() -> None:
    line = Line()
    line.says("lower back spasm")
    line.after(hours=6)
    replies = line.says("NONE")
    assert "Welcome back" in replies[0]
    assert "2 of 3" in replies[-1]


def test_screens_older_than_a_day_run_again_before_anything_else() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE")
    line.after(hours=26)
    replies = line.says("NONE")
    assert "1 of 3" in replies[-1]
    assert line.state.place is Place.SCREEN_NERVE


def test_unanswered_doubt_counts_as_true_after_ten_minutes() -> None:
    line = Line()
    line.says("i cant take it anymore")
    sent = line.after(minutes=11)
    assert any("988" in body for body in sent)
    assert line.state.disposition is Disposition.EMERGENCY


def test_unreadable_twice_on_a_screen_is_urgent_and_the_next_screen_is_still_asked() -> None:
    line = Line()
    replies = line.says("back spasm since lunch yesterday", "hggfd", "pplokk jj")
    assert line.state.disposition is Disposition.URGENT
    assert line.state.reason == "unclear_risk_screen"
    assert "2 of 3" in replies[-1]


def test_side_questions_are_answered_and_count_as_unreadable_only_from_the_third_in_a_row() -> None:
    line = Line()
    line.says("back spasm", "do you take aetna?", "where are you located")
    assert line.state.disposition is None
    replies = line.says("thanks")
    assert "1 of 3" in replies[-1]
    assert line.state.disposition is None


def test_photo_is_asked_to_be_typed_and_counts_as_no_answer() -> None:
    line = Line()
    line.says("back spasm")
    for _ in range(3):
        replies = [reply.body for reply in line.text("", num_media=1)]
    assert "type it in words" in replies[-1]
    assert line.state.disposition is None


def test_yes_without_a_letter_twice_is_not_sure_twice() -> None:
    line = Line()
    line.says("back spasm", "yes", "yes")
    assert line.state.reason == "unclear_emergency_screen"
    assert line.state.disposition is Disposition.EMERGENCY


def test_unanswered_function_is_urgent_after_four_hours() -> None:
    line = Line()
    line.says("low back spasm", "NONE", "NONE", "NONE", "35", "low back 10", "A")
    assert line.state.question == "function"
    line.after(hours=5)
    assert line.state.disposition is Disposition.URGENT
    assert line.state.reason == "unclear_risk_screen"


def test_age_not_sure_is_asked_in_three_groups_and_then_rounds_up() -> None:
    line = Line()
    replies = line.says("back spasm", "NONE", "NONE", "NONE", "not sure")
    assert "Under 18" in replies[-1]
    assert line.state.question == "age"
    line.says("2")
    assert line.state.answers["age"].value == "18-59"


def test_age_group_three_counts_as_seventy() -> None:
    line = Line()
    line.says("back spasm", "NONE", "NONE", "NONE", "idk", "3", "low back 3", "A")
    assert line.state.reason == "older_new_pain"


def test_medicine_check_unreadable_twice_gives_no_home_care() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "A", "hggfd", "qwrtp")
    assert line.state.disposition is None
    assert line.state.reason == "incomplete_screen"
    assert line.tickets()[-1] == ("incomplete_screen", "same_day")


def test_two_check_in_questions_fire_once_each_and_silence_reaches_the_staff_list() -> None:
    line = Line().to_home_care()
    sent = line.after(days=30)
    assert sum("Checking in" in body for body in sent) == 2
    assert [reason for reason, _ in line.tickets()] == ["no_response", "no_response"]
    assert line.state.place is Place.CLOSED


def test_reminder_timers_stop_with_the_answer() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C")
    assert line.state.question == "doctor_note"
    assert set(line.state.timers) == {WaitKind.EPISODE_END}


def test_after_a_day_all_three_screens_run_again_even_when_the_open_one_was_just_answered() -> None:
    line = Line()
    line.says("lower back spasm", "NONE")
    line.after(hours=26)
    line.says("sorry fell asleep, none")
    assert line.state.question == "screen_nerve"
    line.says("NONE")
    assert line.state.question == "screen_emergency"


def test_coming_back_after_days_at_the_score_starts_with_the_screens() -> None:
    line = Line()
    line.says("spasm", "NONE", "NONE", "NONE", "35", "low back")
    line.after(days=10)
    line.says("oh hi, it came back")
    assert line.state.question == "screen_nerve"


def test_urgent_sign_at_a_check_in_runs_the_old_screens_again() -> None:
    line = Line().to_home_care()
    line.after(days=7, hours=1)
    replies = line.says("E", "i have a fever and chills now")
    assert line.state.disposition is Disposition.URGENT
    assert "1 of 3" in replies[-1]
