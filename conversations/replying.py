"""What is said to a text that raised nothing: an open doubt, a hold, the open question, or the quiet after an outcome."""

from datetime import timedelta

from conversations import after_outcome, answering, checkins, doubts, interview, interview_replies, sidetalk
from conversations.answering import INTERVIEW_QUESTIONS
from conversations.assessment import doubts as pending_doubts
from conversations.events import PhraseNotUnderstood, Priority, Reply, WaitKind
from conversations.heard import Heard
from conversations.hearing import note_worry
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn
from conversations.understanding.answer_kinds import AnswerKind
from conversations.understanding.commands import CommandKind

WORDS_OF_A_STATEMENT = 4
NOT_ABOUT_SYMPTOMS = (
    "caller_name",
    "doctor_note",
    "office",
    "same_person",
    "confirm_stop",
    "checkin_consent",
    "safe_to_call",
)

# A text of these kinds after a day's silence only says that the patient is back.
SAYS_NOTHING_ELSE = (CommandKind.NONE, CommandKind.NONSENSE, CommandKind.THANKS, CommandKind.GREETING, CommandKind.OK)


def give(turn: Turn, heard: Heard) -> None:
    """Say it; after hours of silence in the middle of the interview, a line of recap comes first."""
    before = len(turn.replies)
    recap = _recap_key(turn)
    if recap == "wait.recap_stale" and heard.command.kind in SAYS_NOTHING_ELSE and not pending_doubts(turn):
        interview.go_on(turn)
    else:
        _dispatch(turn, heard)
    if recap is not None and len(turn.replies) > before:
        turn.replies.insert(before, Reply(key=recap, body=turn.text(recap)))


def _recap_key(turn: Turn) -> str | None:
    state = turn.state
    if state.last_text_at is None or state.question is None or state.question not in INTERVIEW_QUESTIONS:
        return None
    if turn.now - state.last_text_at < timedelta(minutes=turn.limits.recap_minutes):
        return None
    return "wait.recap_stale" if interview.refresh_stale_screens(turn) else "wait.recap"


def _dispatch(turn: Turn, heard: Heard) -> None:
    if turn.state.question == "clarify_flag":
        _answer_doubt(turn, heard)
    elif _ask_doubt(turn, heard):
        return
    elif heard.reading.lang == "other" and not heard.stated and heard.outcome is not answering.ANSWERED:
        _unknown_language(turn)
    elif heard.command.kind is CommandKind.OPT_OUT_UNSURE and turn.state.question != "confirm_stop":
        turn.change(interrupted=turn.state.question)
        interview.ask(turn, "confirm_stop")
    elif turn.state.place is Place.EMERGENCY_HOLD:
        _hold(turn, heard)
    elif turn.state.question is not None:
        _answer_question(turn, heard)
    elif turn.state.place is Place.URGENT_HANDOFF:
        _urgent_handoff(turn, heard)
    else:
        after_outcome.without_question(turn, heard)


def _ask_doubt(turn: Turn, heard: Heard) -> bool:
    """Ask about a doubt; a note for the doctor that raised it is kept as the note it is."""
    was = turn.state.question
    asked = doubts.ask_next_doubt(turn)
    if not asked and _may_worry(turn, heard):
        note_worry(turn, heard.event.body)
        asked = doubts.ask_next_doubt(turn)
    if asked and was == "doctor_note" and heard.command.kind is CommandKind.NONE:
        turn.note_answer("doctor_note", heard.event.body)
    return asked


def _may_worry(turn: Turn, heard: Heard) -> bool:
    """Is this a text for the second reader? Not a name, an office or a plain answer, and not once a person will judge anyway."""
    if checkins.rose_to_booking(turn):
        return False
    is_plain = heard.outcome is answering.ANSWERED and len(heard.event.body.split()) < WORDS_OF_A_STATEMENT
    return not is_plain and turn.state.question not in NOT_ABOUT_SYMPTOMS and not turn.is_at_least(Disposition.URGENT)


def _answer_doubt(turn: Turn, heard: Heard) -> None:
    finding = doubts.open_doubt(turn)
    if finding is None:
        doubts.leave(turn)
        doubts.resume(turn)
        return
    if heard.kind is AnswerKind.NO:
        doubts.deny(turn, finding)
    elif (
        heard.kind in (AnswerKind.YES, AnswerKind.NOT_SURE)
        or turn.count("clarify_flag:unreadable") >= answering.GIVE_UP_AFTER
    ):
        doubts.make_true(turn, finding)
    else:
        turn.effects.append(PhraseNotUnderstood(question="clarify_flag"))
        turn.say("reask.clarify")


def _hold(turn: Turn, heard: Heard) -> None:
    if heard.command.kind is CommandKind.OK:
        turn.stop_waiting(WaitKind.EMERGENCY_ACK)
        turn.mark("emergency_acknowledged")
        if turn.clinic.alerted:
            turn.say("hold.ok")
        else:
            turn.say("hold.ok_closed", opens=turn.clinic.next_open or turn.clinic.person_by)
    elif turn.once_in("hold_line", turn.limits.repeat_minutes):
        own = {flag.code for flag in turn.state.flags}
        turn.say("hold.short_988" if "self_harm" in own else "hold.short_911")
    interview.introduce(turn)


def _urgent_handoff(turn: Turn, heard: Heard) -> None:
    if heard.command.kind is CommandKind.SIDE_QUESTION and heard.command.topic == "hotlines":
        turn.say("abuse.hotlines")
    elif heard.command.kind is CommandKind.PERSON:
        sidetalk.ask_for_person(turn)
    elif turn.once_in("handoff_line", turn.limits.repeat_minutes):
        turn.say("urgent.already")


def _unknown_language(turn: Turn) -> None:
    if turn.state.disposition is None:
        turn.change(reason="incomplete_screen")
    turn.ticket("unknown_language", Priority.URGENT, "incomplete_screen")
    if turn.once_in("unknown_language_text", 60):
        turn.say("system.unknown_language")


def _answer_question(turn: Turn, heard: Heard) -> None:
    question = turn.state.question
    assert question is not None
    if question in INTERVIEW_QUESTIONS:
        interview_replies.take(turn, heard, question)
    elif question in ("checkin_1", "checkin_2"):
        interview_replies.take_check_in(turn, heard, question)
    else:
        after_outcome.take(turn, heard, question)
