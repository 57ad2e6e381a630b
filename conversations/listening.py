"""A patient's text, from its first reading to what is said back: the order of work of PROTOCOL 2.1."""

from conversations import answering, consent, doubts, interview, replying
from conversations.answering import INTERVIEW_QUESTIONS
from conversations.assessment import assess
from conversations.episodes import hear_about_another, new_episode
from conversations.events import TextReceived
from conversations.heard import Heard
from conversations.hearing import forget_context, hear, names_another_person
from conversations.outcomes import notice_before_urgent
from conversations.screening import read_text
from conversations.state import Place
from conversations.turn import Turn
from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.commands import Command, CommandKind, read_command
from conversations.understanding.findings import Reading, Slots
from conversations.understanding.language import detect
from conversations.understanding.late_answers import read_late_letters

WORDS_THAT_SWITCH = 3

# Answers to these are about the pain itself. A note for the doctor is heard for danger signs only: a score in it does not
# reopen the interview.
_OPEN_TO_FACTS = ("age", "area_severity", "pattern", "whats_new")
_CHECKINS = ("checkin_1", "checkin_2")


def receive(turn: Turn, event: TextReceived) -> None:
    """Deal with one text."""
    if turn.state.place is Place.CLOSED and not turn.state.opted_out:
        new_episode(turn, subject=None)
    if turn.state.started_at is None:
        turn.change(started_at=turn.now)
    command = read_command(event.body)
    if command.kind is CommandKind.OPT_OUT and not turn.state.opted_out:
        _follow_language(turn, event.body, Reading(lang=detect(event.body)), command)
        consent.opt_out(turn, event.body)
        return
    reading = read_text(event.body, today=turn.today)
    _follow_language(turn, event.body, reading, command)
    if names_another_person(turn, reading) and hear_about_another(turn, reading):
        return
    late = _take_late(turn, event.body)
    answer = None if late else _answer(turn, event.body)
    source = _source(turn)
    if _begins_a_new_subject(turn, answer):
        forget_context(turn)
    stated = hear(turn, reading, source=source, slots=_slots_to_fill(turn, reading, answer)) or late
    outcome = answering.NOT_READ if late else _take_early(turn, answer)
    told = assess(turn, source="screen" if late or outcome is answering.ANSWERED else source)
    if told:
        _after_flag(turn, event, command)
        return
    if command.kind is CommandKind.OPT_OUT_PHRASE:
        consent.opt_out(turn, event.body)
    elif turn.state.opted_out:
        if command.kind is CommandKind.START:
            consent.opt_in(turn)
        else:
            doubts.ask_next_doubt(turn)
    elif turn.state.owner != "bot":
        doubts.ask_next_doubt(turn)
    else:
        heard = Heard(event=event, command=command, reading=reading, answer=answer, outcome=outcome, stated=stated)
        replying.give(turn, heard)


def _after_flag(turn: Turn, event: TextReceived, command: Command) -> None:
    """A flag's text went out: then an opt-out in other words is recorded, otherwise an urgent case goes on with its screens."""
    if command.kind is CommandKind.OPT_OUT_PHRASE:
        consent.record_opt_out(turn, event.body)
    elif not turn.is_quiet:
        doubts.resume_after_flag(turn)
    if turn.state.opted_out:
        turn.change(place=Place.OPTED_OUT)
    notice_before_urgent(turn)


def _begins_a_new_subject(turn: Turn, answer: Answer | None) -> bool:
    """An answer is about its question: everyday words of earlier texts no longer stand beside those of this one."""
    question = turn.state.question
    if question is None or question == "clarify_flag" or answer is None:
        return False
    return question not in INTERVIEW_QUESTIONS or answer.kind is not AnswerKind.UNREADABLE


def _take_late(turn: Turn, body: str) -> bool:
    """Take a letter that the text gives to a list asked before, so that it is not put on the list that is open now."""
    late = read_late_letters(body)
    if late is None or late[0] == turn.state.question:
        return False
    return answering.take_late(turn, turn.protocol.question(late[0]), late[1])


def _slots_to_fill(turn: Turn, reading: Reading, answer: Answer | None) -> Slots | None:
    """The plain facts of this text that may fill other answers; None when it tells none of them.

    Not from an answer about something else: "B, breast, 12 years ago" tells nothing of how long this spell lasts, "baby
    aspirin every day" nothing of how often it comes. Behind a NONE age and place may follow, and with them the score.
    """
    question = turn.state.question
    if question is None or question in _OPEN_TO_FACTS:
        return reading.slots
    if question in INTERVIEW_QUESTIONS and (answer is None or answer.kind is AnswerKind.UNREADABLE):
        return reading.slots
    told = reading.slots
    if question in interview.SCREENS and answer is not None and answer.kind is AnswerKind.NONE:
        is_about_the_pain = told.age_low is not None or bool(told.regions)
        severity = told.severity if is_about_the_pain else None
        return Slots(regions=told.regions, severity=severity, age_low=told.age_low, age_high=told.age_high)
    return None


def _source(turn: Turn) -> str:
    if turn.state.question in (*_CHECKINS, "whats_new", "severity_now"):
        return "check_in"
    return "note" if turn.state.question == "doctor_note" else "free_text"


def _follow_language(turn: Turn, body: str, reading: Reading, command: Command) -> None:
    """Answer in the language of the text; in the middle of a talk a word or two ("no", "C ayer") do not switch it."""
    lang = command.lang if command.kind is CommandKind.LANGUAGE else reading.lang
    is_said_in_passing = turn.state.question is not None and len(body.split()) < WORDS_THAT_SWITCH
    if command.kind is not CommandKind.LANGUAGE and (is_said_in_passing or turn.has("language_chosen")):
        return
    if lang in turn.clinic.languages:
        turn.language_heard = True
        turn.change(lang=lang)


def _answer(turn: Turn, body: str) -> Answer | None:
    question = turn.state.question
    if question is None:
        return None
    if question == "age" and turn.has("age_group_asked"):
        grouped = read_answer("age_group", body, today=turn.today, lang=turn.state.lang)
        if grouped.kind is not AnswerKind.UNREADABLE:
            return grouped
    offices = tuple(office.name for office in turn.clinic.offices)
    return read_answer(question, body, today=turn.today, lang=turn.state.lang, offices=offices)


def _take_early(turn: Turn, answer: Answer | None) -> answering.Outcome | None:
    """Letters and numbers count together with the words of the same text, before the case is assessed."""
    question = turn.state.question
    if answer is None or question not in INTERVIEW_QUESTIONS:
        return None
    if (
        question == "area_severity"
        and answer.kind is AnswerKind.UNREADABLE
        and interview.is_answered(turn.state, question)
    ):
        return answering.ANSWERED
    return answering.take(turn, turn.protocol.question(question), answer)
