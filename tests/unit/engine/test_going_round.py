"""Commands, other people, other languages, and what comes after the end (PROTOCOL 2.1, 2.6, 5.4)."""

from dataclasses import replace

from conversations.events import ConsentChanged, EpisodeClosed, EpisodeStarted, HandedBack, HistoryHidden, StaffTookOver
from conversations.state import Place
from conversations.triage import Disposition
from tests.support.line import SATURDAY_NIGHT, Line


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


def test_urgent_patient_is_promised_minutes_only_while_somebody_can_keep_them() -> None:
    line = Line()
    assert f"{line.clinic_at(line.now).urgent_minutes} minutes" in line.says("back spasm", "NONE", "NONE", "B")[0]
    closed = Line(start=SATURDAY_NIGHT)
    nobody = replace(closed.clinic_at(closed.now), has_on_call=False, contact_by=None)
    closed.clinic_at = lambda at: nobody
    promise = closed.says("back spasm", "NONE", "NONE", "B")[0]
    assert "minutes" not in promise
    assert "Go to an urgent care or ER today" in promise


def test_first_text_that_opts_out_in_spanish_is_confirmed_in_spanish() -> None:
    (body,) = Line().says("PARAR")
    assert "Llame al 911" in body


def test_asking_whether_a_robot_answers_is_answered_and_opens_no_task() -> None:
    line = Line()
    assert "answer.robot" in line.keys("hey is this a robot")
    assert line.tickets() == []


def test_late_letter_for_an_earlier_list_is_put_on_that_list_so_that_saddle_numbness_is_not_filed_as_cancer() -> None:
    line = Line()
    line.says("back spasm", "NONE", "NONE")
    replies = line.text("oh wait, on the first list it was B")
    assert replies[0].emergency
    assert line.codes() == {"cauda_equina"}


def test_late_letter_in_the_note_for_the_doctor_counts_as_well() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C")
    replies = line.text("since you asked before, B on the first one. sorry, was embarrassed")
    assert replies[0].emergency
    assert "cauda_equina" in line.codes()


def test_late_letter_in_spanish() -> None:
    line = Line(lang="es")
    line.says("me duele la espalda baja", "ninguna", "ninguna")
    line.says("perdon, en la primera lista era la B")
    assert "cauda_equina" in line.codes()


def test_first_spell_and_the_letter_a_are_no_late_answer() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "A. an hour, first one")
    assert line.codes() == set()


def test_better_with_a_new_tingling_leg_is_a_visit_and_not_good_to_hear() -> None:
    line = Line().to_home_care()
    line.after(days=7, hours=1)
    replies = line.says("B, but pain shoots down my right leg now")
    assert line.state.disposition is Disposition.BOOK
    assert any("reasons to be seen" in body for body in replies)


def test_question_behind_a_none_is_answered_before_the_next_screen() -> None:
    line = Line()
    line.says("back spasm")
    assert line.keys("none, and do you take aetna?")[0].endswith("insurance")


def test_chosen_language_stays_when_a_word_of_the_other_slips_in() -> None:
    line = Line()
    line.says("hi my back hurts", "mejor en español por favor", "ninguna", "ninguna", "ninguna", "45")
    (body,) = line.says("it is my low back, cinco")
    assert "espasmo" in body


def test_age_and_place_behind_a_none_are_not_asked_again() -> None:
    line = Line()
    line.says("spasm", "NONE", "NONE", "none, im 34, low back")
    assert line.state.answers["age"].value == "34"
    assert line.state.question == "area_severity"


def test_question_instead_of_a_note_is_answered_and_the_note_stays_open() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "C", "when do i come in?")
    assert "doctor_note" not in line.state.answers
    assert line.state.question == "doctor_note"


def test_thumb_for_the_check_in_question_is_asked_once_more() -> None:
    line = Line()
    line.says("lower back spasm", "NONE", "NONE", "NONE", "35", "low back 4", "A", "NONE")
    (body,) = line.says("👍")
    assert "reply 1" in body
    assert line.state.question == "checkin_consent"
