"""Take the answer to the open question into the case (PROTOCOL 2.4, 2.5, 5.2).

What a newcomer would get wrong: an answer is taken before the case is assessed, so that a letter and a danger word in
one text count together; but what is said next is decided by the engine, not here. A question whose answer cannot be had
twice is *given up*, and giving up always rounds towards more care.
"""

from dataclasses import dataclass
from enum import Enum, auto

from conversations.events import PhraseNotUnderstood, Priority
from conversations.hearing import note_age, note_areas, note_severity
from conversations.protocol.model import Question
from conversations.turn import Turn
from conversations.understanding.answer_kinds import Answer, AnswerKind

INTERVIEW_QUESTIONS = frozenset(
    ("screen_nerve", "screen_emergency", "screen_risk", "injury_detail", "age", "area_severity", "pattern", "onset")
) | frozenset(("function", "home_tried", "med_safety", "blood_thinner", "severity_now"))
"""Answers that count together with the words of the same text, before the case is assessed."""

UNSURE_SEVERITY = 7
GIVE_UP_AFTER = 2
ASIDES_ALLOWED = 2


class Taken(Enum):
    """What became of a reply."""

    ANSWERED = auto()  # it is in the case; go on
    ASK_AGAIN = auto()  # `Outcome.reask` says with which words
    NOT_READ = auto()  # not an answer to this question


@dataclass(frozen=True)
class Outcome:
    """The result of taking a reply; `reask` is the copy to ask again with."""

    taken: Taken
    reask: str | None = None


ANSWERED = Outcome(Taken.ANSWERED)
NOT_READ = Outcome(Taken.NOT_READ)


def again(reask: str) -> Outcome:
    """Ask the question again with these words."""
    return Outcome(Taken.ASK_AGAIN, reask)


def take(turn: Turn, question: Question, answer: Answer) -> Outcome:
    """Take a reply to a question of the interview. Questions after the outcome and doubts are not taken here."""
    outcome = _take(turn, question, answer)
    if outcome.taken is Taken.ANSWERED:
        turn.forget_tries(question.key)
        if question.key not in turn.state.asked_before:
            turn.change(asked_before=(*turn.state.asked_before, question.key))
    return outcome


def _take(turn: Turn, question: Question, answer: Answer) -> Outcome:
    match question.key:
        case (
            "screen_nerve"
            | "screen_emergency"
            | "screen_risk"
            | "injury_detail"
            | "med_safety"
            | "home_tried"
            | "pattern"
        ):
            return _take_letters(turn, question, answer)
        case "age":
            return _take_age(turn, answer)
        case "area_severity":
            return _take_area_severity(turn, answer)
        case "onset" | "function" | "blood_thinner":
            return _take_yes_no(turn, question.key, answer)
        case "severity_now":
            return _take_severity_now(turn, answer)
        case _:
            return NOT_READ


def _take_letters(turn: Turn, question: Question, answer: Answer) -> Outcome:
    key = question.key
    match answer.kind:
        case AnswerKind.LETTERS | AnswerKind.CHOICE:
            letters = answer.letters or ((answer.choice,) if answer.choice else ())
            letters = tuple(letter for letter in letters if letter in question.letters)
            if not letters:
                return NOT_READ
            return _note_letters(turn, question, letters)
        case AnswerKind.NONE if key == "injury_detail":
            return (
                again("reask.injury_detail")
                if turn.count("injury_detail:none") < 2
                else _note_letters(turn, question, ("D",))
            )
        case AnswerKind.NONE if key == "home_tried":
            return _note_letters(turn, question, ("C",))
        case AnswerKind.NONE if key != "pattern":
            turn.note_answer(key, "NONE")
            return ANSWERED
        case AnswerKind.NOT_SURE:
            return unsure(turn, question)
        case AnswerKind.YES if key.startswith("screen_") or key in ("med_safety", "injury_detail"):
            # A second YES with no letter counts as NOT SURE twice (2.4).
            if turn.count(f"{key}:unsure") >= GIVE_UP_AFTER:
                return give_up(turn, question, unsure_reply=True)
            return again("reask.which_letters")
        case _:
            return NOT_READ


def _note_letters(turn: Turn, question: Question, letters: tuple[str, ...]) -> Outcome:
    turn.note_answer(question.key, ",".join(letters))
    turn.note_fact(*(f"{question.facts}_{letter}" for letter in letters))
    return ANSWERED


def take_late(turn: Turn, question: Question, letters: tuple[str, ...]) -> bool:
    """Add letters to the answer of a list that was asked before; the more urgent answer stands. Say whether any was new."""
    known = turn.state.answers.get(question.key)
    fresh = tuple(letter for letter in letters if letter in question.letters)
    if known is None or not fresh:
        return False
    earlier = tuple(letter for letter in known.value.split(",") if letter in set(question.letters) and len(letter) == 1)
    _note_letters(turn, question, tuple(sorted({*earlier, *fresh})))
    return True


def _take_age(turn: Turn, answer: Answer) -> Outcome:
    match answer.kind:
        case AnswerKind.NUMBER if answer.low is not None and answer.high is not None:
            note_age(turn, answer.low, answer.high)
            return ANSWERED
        case AnswerKind.CHOICE if answer.choice in _AGE_GROUPS:
            note_age(turn, *_AGE_GROUPS[answer.choice])
            return ANSWERED
        case AnswerKind.NOT_SURE:
            if turn.count("age:unsure") >= GIVE_UP_AFTER:
                return give_up(turn, turn.protocol.question("age"), unsure_reply=True)
            turn.mark("age_group_asked")
            return again("question.age_group")
        case _:
            return NOT_READ


# 2.5: 1 is a child; 2 counts as 18 for the under-18 test and 59 for every other; 3 counts as 70.
_AGE_GROUPS = {"1": (17, 17), "2": (18, 59), "3": (70, 70)}


def _take_area_severity(turn: Turn, answer: Answer) -> Outcome:
    if answer.kind is AnswerKind.NOT_SURE:
        if "area" not in turn.state.answers or "area_severity" in turn.state.again:
            return NOT_READ
        note_severity(turn, UNSURE_SEVERITY)
        return ANSWERED
    if answer.kind is not AnswerKind.AREA_SEVERITY:
        return NOT_READ
    if "area_severity" in turn.state.again and (answer.areas or answer.severity is not None):
        turn.change(again=tuple(key for key in turn.state.again if key != "area_severity"))
    if answer.areas:
        note_areas(turn, answer.areas)
    if answer.severity is not None:
        note_severity(turn, answer.severity)
    if "area" not in turn.state.answers:
        return again("reask.area")
    if "severity" not in turn.state.answers:
        return again("question.severity")
    return ANSWERED


def _take_yes_no(turn: Turn, key: str, answer: Answer) -> Outcome:
    match answer.kind:
        case AnswerKind.YES:
            reading = "yes"
        case AnswerKind.NO | AnswerKind.NONE:
            reading = "no"
        case AnswerKind.NOT_SURE:
            reading = "unsure"
        case _:
            return NOT_READ
    _note_yes_no(turn, key, reading)
    return ANSWERED


_FACTS_OF_YES_NO = {
    ("onset", "yes"): "onset_sudden",
    ("onset", "no"): "onset_gradual",
    ("onset", "unsure"): "onset_unsure",
    ("function", "yes"): "can_walk",
    ("function", "no"): "cannot_walk",
    ("function", "unsure"): "cannot_walk",
    ("blood_thinner", "yes"): "ID_F",
    ("blood_thinner", "unsure"): "ID_F",
}


def _note_yes_no(turn: Turn, key: str, reading: str) -> None:
    turn.note_answer(key, reading)
    fact = _FACTS_OF_YES_NO.get((key, reading))
    if fact is not None:
        turn.note_fact(fact)


def _take_severity_now(turn: Turn, answer: Answer) -> Outcome:
    severity = answer.severity if answer.severity is not None else answer.high
    if answer.kind is AnswerKind.NOT_SURE:
        severity = UNSURE_SEVERITY
    if severity is None:
        return NOT_READ
    turn.note_answer("severity_now", str(severity))
    return ANSWERED


def unsure(turn: Turn, question: Question) -> Outcome:
    """NOT SURE with no letter: a screen is asked once more which letter; everything else rounds up at once (2.5)."""
    is_screen = question.unsure in ("emergency", "urgent") and question.key != "injury_detail"
    if is_screen and turn.count(f"{question.key}:unsure") < GIVE_UP_AFTER:
        return again("reask.which_unsure")
    return give_up(turn, question, unsure_reply=True)


def misread(turn: Turn, question: Question, *, aside: bool, body_reask: str) -> Outcome:
    """A reply that is no answer.

    `aside`: it was a command, question, thanks or fact, which counts from the third in a row only.
    """
    if aside and turn.count(f"{question.key}:aside") <= ASIDES_ALLOWED:
        return again("")
    if not aside:
        turn.effects.append(PhraseNotUnderstood(question=question.key))
    if turn.count(f"{question.key}:unreadable") < GIVE_UP_AFTER:
        return again("" if aside else body_reask)
    return give_up(turn, question, unsure_reply=False)


def give_up(turn: Turn, question: Question, *, unsure_reply: bool) -> Outcome:
    """Stop asking, rounding up as the protocol's table says for this question (2.5)."""
    key = question.key
    turn.mark(f"gave_up:{key}")
    match question.unsure if unsure_reply else question.unreadable:
        case "emergency":
            turn.note_answer(key, "unclear")
            turn.note_fact("unclear_emergency")
        case "urgent":
            if key != "age":
                turn.note_answer(key, "unclear")
            elif turn.values().get("low_speed_crash"):
                # 1.2: after a low-speed crash an age that cannot be had counts as 65 or over.
                turn.note_fact("age_65_or_unknown")
            turn.note_fact("unclear_risk")
        case "worse":
            _worse(turn, question)
        case "book":
            _book(turn, key)
        case "stop" | None:
            pass
    return ANSWERED


def _worse(turn: Turn, question: Question) -> None:
    match question.key:
        case "onset" | "function" | "blood_thinner":
            _note_yes_no(turn, question.key, "unsure")
        case "pattern":
            _note_letters(turn, question, ("C",))
        case "injury_detail":
            turn.note_answer("injury_detail", "unclear")
            turn.note_fact("unclear_risk")
        case "med_safety":
            turn.note_answer("med_safety", "unsure")
            turn.note_fact(*(f"MS_{letter}" for letter in question.letters))
        case "severity_now":
            turn.note_answer("severity_now", str(UNSURE_SEVERITY))
        case "area_severity":
            if "severity" not in turn.state.answers:
                note_severity(turn, UNSURE_SEVERITY)
            if "area" not in turn.state.answers:
                _book(turn, "area")


def _book(turn: Turn, key: str) -> None:
    """The answer is missing for good: a visit, and a note to staff (2.5)."""
    turn.note_answer(key, "")
    if key == "area":
        turn.note_fact("area_unclear")
    if key in ("area", "home_tried"):
        turn.ticket("incomplete_screen", Priority.ROUTINE, "incomplete_screen")
