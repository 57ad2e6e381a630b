"""Replies while the interview or a check-in is open: taken, asked again, set aside or given up (PROTOCOL 2.4, 2.5, 8)."""

from conversations import answering, checkins, doubts, interview, sidetalk
from conversations.assessment import assess
from conversations.events import Priority
from conversations.heard import Heard
from conversations.outcomes import notice_before_urgent
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.commands import CommandKind


def take(turn: Turn, heard: Heard, question: str) -> None:
    """Go on after an answer, or deal with a text that is none."""
    assert heard.outcome is not None
    key = turn.protocol.question(question)
    if heard.outcome.taken is answering.Taken.ANSWERED:
        _go_on_with_request(turn, heard)
        return
    if heard.outcome.taken is answering.Taken.ASK_AGAIN:
        interview.ask(turn, question, instead=heard.outcome.reask)
        return
    if heard.command.kind is CommandKind.BACK and question != "area_severity":
        sidetalk.back(turn)
        return
    if heard.command.kind is CommandKind.RESTART:
        sidetalk.restart(turn)
        return
    if heard.is_wordless:
        interview.ask(turn, question, instead="reask.type_words")
        return
    if interview.is_answered(turn.state, question):
        interview.go_on(turn)
        return
    aside = _is_aside(turn, heard)
    if turn.state.question != question or turn.state.place in (Place.CLOSED, Place.OPTED_OUT):
        return
    result = answering.misread(turn, key, aside=aside, body_reask=_reask_key(turn, question))
    if result.taken is answering.Taken.ANSWERED:
        _given_up(turn, question)
    else:
        reask = result.reask or None
        if reask is None and question == "age" and turn.has("age_group_asked"):
            reask = "question.age_group"
        interview.ask(turn, question, instead=reask)


def _given_up(turn: Turn, question: str) -> None:
    told = assess(turn, source="screen")
    if told:
        doubts.resume_after_flag(turn)
        notice_before_urgent(turn)
    elif question == "med_safety" and turn.state.disposition is Disposition.BOOK:
        turn.ticket("incomplete_screen", Priority.SAME_DAY, "incomplete_screen")
        interview.ask_after_outcome(turn)
    else:
        interview.go_on(turn)


def _go_on_with_request(turn: Turn, heard: Heard) -> None:
    """The answer is in; a wish in the same text is met before the next question."""
    if heard.command.kind is CommandKind.PERSON:
        sidetalk.ask_for_person(turn)
    elif heard.command.kind is CommandKind.BOOK and turn.state.disposition is None:
        sidetalk.offer_booking(turn)
    elif heard.command.kind is CommandKind.SIDE_QUESTION and heard.command.topic != "explain_letter":
        sidetalk.answer_side_question(turn, heard.command.topic or "other")
    interview.go_on(turn)


def take_check_in(turn: Turn, heard: Heard, question: str) -> None:
    """Read a reply to a check-in: a letter, the nearest one to its words, or asked once more."""
    choice = heard.answer.choice if heard.answer is not None else None
    if choice is None:
        choice = "same" if heard.kind is AnswerKind.NOT_SURE else heard.course()
    if choice is not None:
        checkins.take(turn, choice)
        return
    aside = _is_aside(turn, heard)
    if turn.state.question != question:
        return
    result = answering.misread(turn, turn.protocol.question(question), aside=aside, body_reask="reask.checkin")
    if result.taken is answering.Taken.ANSWERED:
        turn.ticket("incomplete_screen", Priority.ROUTINE, "incomplete_screen")
        checkins.take(turn, "same")
    else:
        interview.ask(turn, question, instead=result.reask or None)


def _is_aside(turn: Turn, heard: Heard) -> bool:
    """Deal with a text that is no answer; say whether it was a command, question, thanks or stated fact."""
    if heard.command.kind is CommandKind.SIDE_QUESTION and heard.command.topic == "other" and heard.stated:
        return True
    return sidetalk.obey(turn, heard.command) or heard.stated


def _reask_key(turn: Turn, question: str) -> str:
    if question in ("screen_nerve", "screen_emergency", "screen_risk", "med_safety"):
        return "reask.letters"
    if question in ("onset", "function", "blood_thinner"):
        return "reask.yes_no"
    if question == "area_severity" and "area" in turn.state.answers and question not in turn.state.again:
        return "reask.severity"
    if question == "area_severity" and "severity" in turn.state.answers and question not in turn.state.again:
        return "reask.area"
    if question == "severity_now":
        return "reask.severity"
    return f"reask.{question}"
