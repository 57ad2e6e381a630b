"""What is asked next: the interview, what can still raise an urgent case, and the questions after an outcome.

Asking is all that happens here; answers are taken in `answering`, outcomes are told in `outcomes`.
"""

from datetime import timedelta

from conversations import outcomes, silence
from conversations.assessment import settle
from conversations.events import Priority
from conversations.protocol.conditions import Values
from conversations.protocol.model import Step
from conversations.state import ConversationState
from conversations.triage import Disposition
from conversations.turn import Turn

SCREENS = ("screen_nerve", "screen_emergency", "screen_risk")
_AFTER_BOOK = ("severity_now", "office", "doctor_note", "checkin_consent", "caller_name")


def is_answered(state: ConversationState, key: str) -> bool:
    """Has this question an answer that still counts?"""
    if key in state.again:
        return False
    if key == "area_severity":
        return "area" in state.answers and "severity" in state.answers
    return key in state.answers


def go_on(turn: Turn) -> None:
    """Ask what is due next, or tell the outcome when nothing is (PROTOCOL 1.2, 5.1, 6)."""
    if turn.is_at_least(Disposition.EMERGENCY):
        return
    known = turn.values()
    if turn.is_at_least(Disposition.URGENT):
        refresh_stale_screens(turn)
        step = next_raising(turn, known)
        if step is None:
            outcomes.finish_urgent(turn)
        else:
            ask(turn, step.ask, wait=_wait_for(step, known))
        return
    step = next_step(turn, known)
    if step is not None:
        ask(turn, step.ask)
        return
    if turn.has("checkin_severity_wanted") and "severity_now" not in turn.state.answers:
        ask(turn, "severity_now")
        return
    conclude(turn)


def next_step(turn: Turn, known: Values) -> Step | None:
    """The first step of the interview that is due and not answered."""
    for step in turn.protocol.logic.interview:
        if is_answered(turn.state, step.ask) or step.unless.holds(known):
            continue
        if step.when.holds(known):
            return step
    return None


def next_raising(turn: Turn, known: Values) -> Step | None:
    """After an URGENT flag: the rest of the three screens, then what can still make it an EMERGENCY."""
    if turn.has("abuse_text"):
        return None
    for key in SCREENS:
        if not is_answered(turn.state, key):
            return Step(ask=key)
    for step in turn.protocol.logic.raising:
        if not is_answered(turn.state, step.ask) and step.when.holds(known) and not turn.has(f"gave_up:{step.ask}"):
            return step
    return None


def _wait_for(step: Step, known: Values) -> str | None:
    if step.wait == "raise_for_crash":
        return "raise" if known.get("low_speed_crash") else None
    return step.wait


def ask(turn: Turn, key: str, *, wait: str | None = None, instead: str | None = None) -> None:
    """Open a question and say it.

    `wait` overrides its silence table, `instead` is other copy for the same question (a re-ask).
    """
    turn.open_question(key, turn.protocol.question(key).place or turn.state.place)
    silence.start_waits(turn, wait or turn.protocol.question(key).silence)
    introduce(turn)
    body = question_text(turn, key, instead)
    if not turn.has("introduced"):
        turn.mark("introduced")
        if not turn.has("noticed_now"):
            body = f"{turn.text('start.standing')} {body}"
    turn.send(instead or f"question.{key}", body)


def introduce(turn: Turn) -> None:
    """Send the long notice once to a new contact, before the bot's first ordinary text (PROTOCOL 1.5)."""
    if turn.is_quiet or turn.state.noticed:
        return
    notice = turn.text("start.notice")
    if not turn.language_heard and len(turn.clinic.languages) > 1:
        notice = f"{notice} {turn.text('start.language_hint')}"
    turn.send("start.notice", notice)
    turn.change(noticed=True)
    turn.mark("noticed_now")


def question_text(turn: Turn, key: str, instead: str | None = None) -> str:
    """The wording of a question for this patient."""
    if instead is not None:
        return turn.text(instead)
    match key:
        case "area_severity" if "area" in turn.state.answers and key not in turn.state.again:
            body = turn.text("question.severity")
        case "area_severity" if "severity" in turn.state.answers and key not in turn.state.again:
            body = turn.text("question.area")
        case "office":
            body = turn.text("question.office", offices=tuple(office.name for office in turn.clinic.offices))
        case "checkin_1" | "checkin_2":
            body = turn.text("question.checkin")
        case "clarify_flag":
            body = turn.text(f"clarify.{turn.state.doubt}")
        case "safe_to_call":
            body = turn.text("abuse.ask")
        case "checkin_consent":
            body = turn.text("care.consent")
        case _:
            body = turn.text(f"question.{key}")
    if key in SCREENS and turn.state.subject not in (None, "self"):
        body = f"{turn.text('start.for_person')}\n{body}"
    return body


def conclude(turn: Turn) -> None:
    """The interview is complete: tell the outcome, or ask what home care needs to know first."""
    outcome = settle(turn, complete=True)
    if outcome is not None and outcome.rank >= Disposition.URGENT.rank:
        return
    wants_care = turn.has("tips_wanted") and turn.state.reason != "out_of_area"
    if (outcome is None or wants_care) and not is_answered(turn.state, "med_safety"):
        if turn.has("gave_up:med_safety"):
            _staff_review(turn)
        else:
            ask(turn, "med_safety")
        return
    if _owes_blood_thinner(turn):
        ask(turn, "blood_thinner")
        return
    if outcome is None:
        _staff_review(turn)
    elif outcome is Disposition.BOOK and not turn.has("book_told"):
        outcomes.tell_booking(turn)
        ask_after_outcome(turn)
    elif (outcome is Disposition.SELF_CARE or wants_care) and not turn.has("care_told"):
        outcomes.tell_home_care(turn)
        ask_after_outcome(turn)
    else:
        ask_after_outcome(turn)


def _owes_blood_thinner(turn: Turn) -> bool:
    known = turn.values()
    return bool(known.get("MS_C") and known.get("ID_D") and not is_answered(turn.state, "blood_thinner"))


def _staff_review(turn: Turn) -> None:
    turn.change(reason="incomplete_screen" if turn.state.disposition is None else turn.state.reason)
    turn.ticket("incomplete_screen", Priority.SAME_DAY, "incomplete_screen")
    introduce(turn)
    outcomes.say_when_a_person_answers(turn, "staff_review.")
    turn.close_question()


def ask_after_outcome(turn: Turn) -> None:
    """Ask the next of the questions that follow an outcome, or close (PROTOCOL 5.1)."""
    for key in _AFTER_BOOK:
        if _is_due_after_outcome(turn, key):
            if key == "caller_name":
                turn.mark("caller_name_asked")
            place = outcomes.resting_place(turn)
            turn.change(place=place)
            ask(turn, key)
            turn.change(place=place)
            if key == "checkin_consent":
                outcomes.end_home_care_with_its_question(turn)
            return
    turn.close_question(outcomes.resting_place(turn))


def _is_due_after_outcome(turn: Turn, key: str) -> bool:
    if is_answered(turn.state, key) or turn.has(f"gave_up:{key}"):
        return False
    booked = turn.state.disposition is Disposition.BOOK
    match key:
        case "severity_now":
            return turn.has("checkin_severity_wanted")
        case "office":
            return booked and len(turn.clinic.offices) > 1
        case "doctor_note":
            return booked and not turn.has("care_told")
        case "checkin_consent":
            return turn.has("care_told") and not turn.has("checkins_over")
        case _:
            return booked and not turn.has("caller_name_asked")


def require_again(turn: Turn, *keys: str) -> None:
    """Ask these anew; their answers so far stay as facts."""
    turn.change(again=tuple(dict.fromkeys((*turn.state.again, *keys))))
    for key in keys:
        turn.forget_tries(key)


def refresh_stale_screens(turn: Turn) -> bool:
    """Screens older than 24 hours run again, then area, severity and pattern (PROTOCOL 2.5). Say whether any did.

    When the talk itself paused for so long, all that were answered run again, a late answer to the open one too.
    """
    limit = turn.now - timedelta(hours=turn.limits.screens_fresh_hours)
    paused = turn.state.last_text_at is not None and turn.state.last_text_at < limit
    answered = [key for key in SCREENS if is_answered(turn.state, key)]
    stale = [key for key in answered if paused or turn.state.answers[key].at < limit]
    if not stale:
        return False
    answered = [key for key in ("area_severity", "pattern", "med_safety") if is_answered(turn.state, key)]
    require_again(turn, *stale, *answered)
    return True
