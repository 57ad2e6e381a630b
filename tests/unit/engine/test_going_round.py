"""Commands, other people, other languages, and what comes after the end (PROTOCOL 2.1, 2.6, 5.4)."""

from conversations.events import ConsentChanged, EpisodeClosed, EpisodeStarted, HandedBack, HistoryHidden, StaffTookOver
from conversations.state import Place
from conversations.triage import Disposition
from tests.support.line import Line


def test_first_reply_is_the_notice_and_the_first_screen() -> None:
    assert Line().keys("my lower back locked up at the gym this morning") == ["start.notice", "question.screen_nerve"]


def test_later_episode_carries_one_line_instead_of_the_notice() -> None:
    line = Line().to_booking()
    line.happen(EpisodeClosed())
    (screen,) = line.says("its my neck now")
    assert screen.startswith("Automated line, not a doctor.")
    assert line.of_kind(EpisodeStarted) == [EpisodeStarted(number=2)]
    assert line.state.disposition is None


def test_simple_case_ends_within_eight_texts_of_the_patient() -> None:
    line = Line()
    line.says("lower back spasm after gym this morning", "NONE", "NONE", "NONE", "35", "low back 4", "A", "NONE")
    assert line.state.disposition is Disposition.SELF_CARE
    assert len(line.texts) == 8


def test_wish_to_book_gets_the_prompt_and_the_first_screen_at_once() -> None:
    line = Line()
    assert line.keys("just want an appointment") == ["start.notice", "book.asked", "question.screen_nerve"]


def test_booking_is_not_offered_once_a_person_must_judge_today() -> None:
    line = Line()
    line.says("back spasm", "NONE", "NONE", "B")
    replies = line.says("Amy", "can i book online")
    assert not any("zocdoc" in body.lower() or "Book online" in body for body in replies)


def test_person_opens_a_task_with_a_time_and_keeps_the_screen_open() -> None:
    line = Line()
    keys = line.keys("can i just talk to a person please")
    assert "command.person_open" in keys
    assert keys[-1] == "question.screen_nerve"
    assert line.tickets() == [("asks_for_person", "same_day")]


def test_back_asks_the_previous_question_again() -> None:
    line = Line()
    line.says("back spasm", "NONE", "NONE")
    line.says("BACK")
    assert line.state.question == "screen_emergency"


def test_back_is_a_place_while_the_place_is_asked() -> None:
    line = Line()
    line.says("spasm", "NONE", "NONE", "NONE", "35")
    line.says("BACK")
    assert line.state.question == "area_severity"


def test_restart_asks_all_again_and_keeps_flags() -> None:
    line = Line()
    line.says("back spasm", "F", "NONE")
    line.says("RESTART")
    assert line.state.question == "screen_nerve"
    assert line.state.disposition is Disposition.URGENT
    assert line.codes() == {"nerve_root"}


def test_language_switches_in_mid_flow_and_the_same_question_is_asked_again() -> None:
    line = Line()
    replies = line.says("hello i have pain low back", "en español por favor")
    assert "1 de 3" in replies[-1]
    assert line.state.question == "screen_nerve"


def test_unknown_language_gets_911_and_the_phone_once_and_a_person_at_once() -> None:
    line = Line()
    replies = line.says("здравствуйте, у меня сильно болит спина")
    assert "911" in replies[0]
    assert line.tickets() == [("incomplete_screen", "urgent")]
    assert line.state.disposition is None
    assert line.state.reason == "incomplete_screen"


def test_wrong_number_hides_the_history_and_closes_an_episode_without_flags() -> None:
    line = Line()
    line.says("back spasm", "wrong number sorry")
    assert line.of_kind(HistoryHidden) == [HistoryHidden()]
    assert line.state.place is Place.CLOSED


def test_wrong_number_does_not_close_an_open_flag() -> None:
    line = Line()
    line.says("back spasm and i cant pee", "oh sorry wrong number")
    assert line.state.place is Place.EMERGENCY_HOLD
    assert line.state.disposition is Disposition.EMERGENCY


def test_another_person_gets_an_episode_of_their_own_and_nothing_of_the_first() -> None:
    line = Line().to_booking()
    replies = line.says("different thing, my husband has a stiff neck since half an hour ago, can u check him too")
    assert "same person" in replies[-1]
    replies = line.says("N, its my husband")
    assert "person in pain" in replies[-1]
    assert line.state.episode == 2
    assert line.state.disposition is None
    assert "age" not in line.state.answers


def test_staff_handing_back_asks_the_open_question_again() -> None:
    line = Line()
    line.says("back spasm", "NONE")
    line.happen(StaffTookOver(staff_name="Ana"))
    assert line.state.place is Place.STAFF_OWNED
    (reply,) = line.happen(HandedBack())
    assert "2 of 3" in reply.body
    assert line.state.place is Place.SCREEN_EMERGENCY


def test_stop_is_confirmed_once_and_start_brings_the_question_back() -> None:
    line = Line()
    line.says("back spasm")
    assert line.keys("STOP") == ["command.stop_confirmed"]
    assert line.says("ok thanks") == []
    assert line.after(hours=5) == []
    replies = line.says("START")
    assert "1 of 3" in replies[-1]
    assert [effect.granted for effect in line.of_kind(ConsentChanged)] == [False, True]  # type: ignore[union-attr]


def test_start_does_not_restore_consent_to_check_ins() -> None:
    line = Line().to_home_care()
    line.says("STOP", "START")
    assert line.after(days=20) == []


def test_look_alike_of_an_opt_out_does_not_opt_out() -> None:
    line = Line()
    line.says("back spasm", "can i stop icing after 2 days")
    assert not line.state.opted_out


def test_doctor_note_is_kept_and_ok_is_no_note() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C", "ok")
    assert "doctor_note" not in line.state.answers
    line.says("started monday lifting boxes, gets to a 6")
    assert line.state.answers["doctor_note"].value.startswith("started monday")
    assert line.state.question == "caller_name"


def test_group_lets_the_patient_pick_an_office_by_digit() -> None:
    line = Line(clinic="total_orthopedics")
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C")
    assert line.state.question == "office"
    replies = line.says("2")
    office = line.clinic_at(line.now).offices[1]
    assert office.phone in replies[0]
    assert line.state.question == "doctor_note"


def test_tips_after_booking_run_the_medicine_check_first() -> None:
    line = Line().to_booking()
    line.says("TIPS")
    assert line.state.question == "med_safety"
    replies = line.says("NONE")
    assert any("towel" in body for body in replies)
    assert line.state.question == "checkin_consent"
    assert line.state.place is Place.SELF_CARE_ACTIVE
    assert line.state.disposition is Disposition.BOOK


def test_unsafe_at_home_gets_a_short_neutral_text_and_hotlines_only_after_a_yes() -> None:
    line = Line()
    replies = line.says("my boyfriend pushed me, back hurts")
    assert not any("800-" in body for body in replies)
    assert line.state.question == "safe_to_call"
    assert line.after(days=3) == []
    replies = line.says("Y")
    assert any("800-799-7233" in body for body in replies)


def test_promise_of_a_person_is_never_a_time_when_the_clinic_is_closed() -> None:
    line = Line()
    view = line.clinic_at(line.now)
    assert view.is_open
    replies = line.says("back spasm", "NONE", "NONE", "B")
    assert f"{view.urgent_minutes} minutes" in replies[0]


def test_first_text_that_opts_out_in_spanish_is_confirmed_in_spanish() -> None:
    (body,) = Line().says("PARAR")
    assert "Llame al 911" in body


def test_asking_whether_a_robot_answers_is_answered_and_opens_no_task() -> None:
    line = Line()
    assert "answer.robot" in line.keys("hey is this a robot")
    assert line.tickets() == []
