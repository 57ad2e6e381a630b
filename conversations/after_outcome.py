"""Replies to the questions around an outcome, and texts when no question is open (PROTOCOL 1.3, 2.6, 4.25, 5.3, 5.4)."""

from conversations import answering, checkins, consent, interview, outcomes, sidetalk
from conversations.episodes import take_same_person
from conversations.events import Priority
from conversations.heard import Heard
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.commands import CommandKind


def take(turn: Turn, heard: Heard, question: str) -> None:
    """Take a reply to a question that is not the interview's."""
    answer = heard.answer
    kind = heard.kind
    match question:
        case "same_person":
            take_same_person(turn, kind)
        case "confirm_stop":
            _confirm_stop(turn, heard, kind)
        case "checkin_consent" if kind in (AnswerKind.YES, AnswerKind.NO):
            checkins.take_consent(turn, granted=kind is AnswerKind.YES)
            interview.ask_after_outcome(turn)
        case "office" if answer is not None and answer.choice is not None:
            _choose_office(turn, heard, answer.choice)
        case "office" if kind is AnswerKind.NOT_SURE:
            turn.mark("gave_up:office")
            interview.ask_after_outcome(turn)
        case "safe_to_call":
            _safe_to_call(turn, heard, kind)
        case "whats_new":
            checkins.whats_new_told(turn)
        case "caller_name":
            _caller_name(turn, heard, answer)
        case "doctor_note":
            _doctor_note(turn, heard)
        case _:
            _not_an_answer(turn, heard, question)


def _not_an_answer(turn: Turn, heard: Heard, question: str) -> None:
    handled = sidetalk.obey(turn, heard.command)
    if turn.state.question != question or turn.state.place is Place.CLOSED:
        return
    if question == "checkin_consent":
        if turn.replies:
            return
        if heard.is_complaint() or turn.has("consent_asked_twice"):
            without_question(turn, heard)
        else:
            turn.mark("consent_asked_twice")
            interview.ask(turn, question, instead="reask.checkin_consent")
        return
    result = answering.misread(
        turn, turn.protocol.question(question), aside=handled or heard.stated, body_reask=f"reask.{question}"
    )
    if result.taken is answering.Taken.ANSWERED:
        interview.ask_after_outcome(turn)
    else:
        interview.ask(turn, question, instead=result.reask or None)


def _confirm_stop(turn: Turn, heard: Heard, kind: AnswerKind) -> None:
    interrupted = turn.state.interrupted
    turn.open_question(interrupted)
    turn.change(interrupted=None)
    if kind is AnswerKind.YES:
        consent.opt_out(turn, heard.event.body)
        return
    if kind is not AnswerKind.NO:
        turn.ticket("opt_out_unclear", Priority.ROUTINE, "opt_out_unclear")
    sidetalk.ask_open_question_again(turn)


def _choose_office(turn: Turn, heard: Heard, digit: str) -> None:
    turn.note_answer("office", digit)
    office = outcomes.chosen_office(turn)
    if office is not None:
        turn.say(
            "book.office_chosen",
            office=office.name,
            address=office.address,
            link=office.booking_link,
            phone=office.phone,
            hours=office.hours[turn.state.lang],
        )
    interview.ask_after_outcome(turn)


def _safe_to_call(turn: Turn, heard: Heard, kind: AnswerKind) -> None:
    if heard.command.kind is CommandKind.SIDE_QUESTION and heard.command.topic == "hotlines":
        turn.say("abuse.hotlines")
        return
    reading = {AnswerKind.YES: "yes", AnswerKind.NO: "no"}.get(kind, "time")
    turn.note_answer("safe_to_call", reading)
    turn.close_question(Place.URGENT_HANDOFF)
    turn.say(f"abuse.{reading}")
    if reading == "yes":
        turn.say("abuse.hotlines")


def _caller_name(turn: Turn, heard: Heard, answer: Answer | None) -> None:
    if heard.command.kind in (
        CommandKind.TIPS,
        CommandKind.PERSON,
        CommandKind.BOOK,
        CommandKind.HELP,
        CommandKind.RESTART,
    ):
        turn.close_question(outcomes.resting_place(turn))
        sidetalk.obey(turn, heard.command)
        return
    if answer is not None and answer.text:
        turn.note_answer("caller_name", answer.text)
    turn.close_question(outcomes.resting_place(turn))
    if turn.is_at_least(Disposition.URGENT):
        turn.mark("handoff_line")
        turn.say("urgent.already")
    elif heard.command.kind is CommandKind.SIDE_QUESTION:
        sidetalk.obey(turn, heard.command)
    else:
        turn.say("command.ok_thanks")


def _doctor_note(turn: Turn, heard: Heard) -> None:
    kind = heard.command.kind
    if kind in (CommandKind.OK, CommandKind.THANKS, CommandKind.GREETING):
        turn.say("command.ok_thanks")
        return
    if kind in (
        CommandKind.TIPS,
        CommandKind.PERSON,
        CommandKind.BOOK,
        CommandKind.HELP,
        CommandKind.RESTART,
        CommandKind.SIDE_QUESTION,
    ):
        sidetalk.obey(turn, heard.command)
        return
    if kind is CommandKind.WRONG_NUMBER:
        sidetalk.wrong_number(turn)
        return
    if heard.event.body.rstrip().endswith("?") and not heard.is_complaint():
        sidetalk.answer_side_question(turn, "other")
        return
    turn.note_answer("doctor_note", heard.event.body)
    turn.say("book.note_saved")
    interview.ask_after_outcome(turn)


def without_question(turn: Turn, heard: Heard) -> None:
    """Answer a text while nothing is asked: the first words of an episode, or what comes after its end."""
    if turn.state.place is Place.NEW or turn.state.disposition is None:
        _begin(turn, heard)
    elif checkins.rose_to_booking(turn):
        checkins.tell_what_rose(turn)
    elif heard.command.kind is CommandKind.RECOVERED and turn.state.place is Place.SELF_CARE_ACTIVE:
        checkins.recover(turn)
    elif turn.state.place is Place.RECOVERED and heard.is_complaint():
        checkins.came_back(turn)
    elif turn.has("care_told") and heard.course() == "worse":
        checkins.take(turn, "worse")
    elif heard.command.kind in (CommandKind.THANKS, CommandKind.OK, CommandKind.GREETING):
        turn.say("command.ok_thanks")
    elif sidetalk.obey(turn, heard.command):
        return
    elif heard.is_complaint() and interview.refresh_stale_screens(turn):
        turn.unmark("book_told", "care_told")
        turn.say("wait.recap_stale")
        interview.go_on(turn)
    else:
        turn.say("command.ok_thanks")


def _begin(turn: Turn, heard: Heard) -> None:
    """The first words of an episode: any words start it (PRODUCT 4)."""
    interview.introduce(turn)
    sidetalk_first = heard.command.kind in (
        CommandKind.BOOK,
        CommandKind.PERSON,
        CommandKind.HELP,
        CommandKind.SIDE_QUESTION,
        CommandKind.LANGUAGE,
    )
    if heard.command.kind is CommandKind.WRONG_NUMBER:
        sidetalk.wrong_number(turn)
        return
    if sidetalk_first:
        sidetalk.obey(turn, heard.command)
    if heard.command.kind is CommandKind.BOOK and not heard.is_complaint():
        turn.note_fact("only_booking", source="free_text")
    interview.go_on(turn)
