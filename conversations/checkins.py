"""Check-ins one and two weeks after home care, against the patient's own first score (PROTOCOL 8).

Sent only with consent, inside the clinic's check-in hours, and never once the case is urgent, opted out or with staff:
all of that is looked at when the timer fires, not when it was set.
"""

from datetime import timedelta

from conversations import interview, outcomes
from conversations.assessment import settle
from conversations.events import ConsentChanged, Priority, WaitKind
from conversations.silence import within_window
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn

_FOLLOWING = (WaitKind.CHECKIN_1, WaitKind.CHECKIN_2, WaitKind.CHECKIN_REMINDER, WaitKind.CHECKIN_SILENT)


def take_consent(turn: Turn, *, granted: bool) -> None:
    """Store the patient's word on check-ins; only a 1 or a clear yes starts the timers."""
    turn.note_answer("checkin_consent", "yes" if granted else "no")
    turn.effects.append(ConsentChanged(kind="check_ins", granted=granted))
    if granted:
        for kind, days in (
            (WaitKind.CHECKIN_1, turn.limits.checkin_1_days),
            (WaitKind.CHECKIN_2, turn.limits.checkin_2_days),
        ):
            due = turn.now + timedelta(days=days)
            turn.wait_until(kind, within_window(due, turn.clinic.checkin_window, turn.clinic.timezone))
    turn.say("checkin.consent_yes" if granted else "checkin.consent_no")


def is_welcome(turn: Turn) -> bool:
    """May a check-in be sent now? Consent, opt-out, urgency and who owns the thread are looked at when it is due."""
    consent = turn.state.answers.get("checkin_consent")
    return (
        consent is not None
        and consent.value == "yes"
        and not turn.is_quiet
        and not turn.is_at_least(Disposition.URGENT)
        and not turn.has("recovered")
    )


def send(turn: Turn, kind: WaitKind) -> None:
    """A check-in is due: ask it, or wait for the window, or leave it when it is no longer welcome."""
    if not is_welcome(turn):
        return
    due = within_window(turn.now, turn.clinic.checkin_window, turn.clinic.timezone)
    if due > turn.now:
        turn.wait_until(kind, due)
        return
    turn.unmark("checkin_severity_wanted")
    interview.ask(turn, kind.value)


def remind(turn: Turn) -> None:
    """One reminder, a day after an unanswered check-in."""
    if not is_welcome(turn):
        return
    due = within_window(turn.now, turn.clinic.checkin_window, turn.clinic.timezone)
    if due > turn.now:
        turn.wait_until(WaitKind.CHECKIN_REMINDER, due)
        return
    turn.say("wait.checkin_reminder")
    turn.wait(WaitKind.CHECKIN_SILENT, timedelta(minutes=turn.limits.checkin_silent_minutes))


def stay_silent(turn: Turn) -> None:
    """No answer after the reminder: the staff list; after the second check-in the episode ends as `no_response`."""
    last = turn.state.question == "checkin_2"
    turn.ticket("no_response", Priority.ROUTINE, "no_response")
    turn.close_question(outcomes.resting_place(turn))
    if last:
        turn.mark("no_response")
        turn.change(place=Place.CLOSED)


def take(turn: Turn, reply: str) -> None:
    """Act on gone, better, same, worse, new or back."""
    if turn.state.question == "checkin_2":
        turn.mark("checkin_2_seen")
    first = not turn.has("checkin_2_seen")
    if reply in ("gone", "better") and rose_to_booking(turn):
        tell_what_rose(turn)
        return
    match reply:
        case "gone":
            recover(turn)
        case "better" if first:
            parts = ["checkin.better", *(["checkin.better_nsaid"] if turn.has("nsaid_line_sent") else [])]
            turn.send("checkin.better", " ".join(turn.text(part) for part in parts))
            turn.close_question(Place.SELF_CARE_ACTIVE)
        case "better":
            _book(turn, "checkin_2_better")
        case "same":
            turn.mark("checkin_severity_wanted")
            _book(turn, "checkin_1_same" if first else "checkin_2_same")
        case "worse":
            turn.note_fact("checkin_worse", source="check_in")
            turn.mark("checkin_severity_wanted")
            _screen_again(turn, "checkin.worse")
        case "back":
            turn.note_fact("keeps_returning", source="check_in")
            _screen_again(turn, "checkin.worse")
        case _:
            turn.note_fact("checkin_new", source="check_in")
            interview.ask(turn, "whats_new")


def rose_to_booking(turn: Turn) -> bool:
    """Has something new made a visit of home care, and the patient was not told yet?"""
    return turn.state.disposition is Disposition.BOOK and not turn.has("book_told")


def tell_what_rose(turn: Turn) -> None:
    """A visit is due now, whatever else the text said."""
    outcomes.tell_booking(turn)
    interview.ask_after_outcome(turn)


def recover(turn: Turn) -> None:
    """Gone: prevention tips, no second check-in, and two quiet weeks before the episode ends."""
    turn.mark("recovered")
    turn.stop_waiting(*_FOLLOWING)
    turn.close_question(Place.RECOVERED)
    turn.send("prevention.one", f"{turn.text('checkin.gone')} {turn.text('prevention.one')}")
    turn.say("prevention.two")


def whats_new_told(turn: Turn) -> None:
    """The new complaint was heard; the screens follow."""
    turn.note_answer("whats_new", "told")
    _screen_again(turn, "checkin.new")


def came_back(turn: Turn) -> None:
    """A recovered patient writes that it is back: screens, then a visit."""
    turn.note_fact("keeps_returning", source="check_in")
    turn.unmark("recovered")
    _screen_again(turn, None)


def _book(turn: Turn, fact: str) -> None:
    turn.note_fact(fact, source="check_in")
    turn.unmark("book_told")
    settle(turn, complete=True)
    if turn.is_at_least(Disposition.URGENT):
        interview.go_on(turn)
        return
    outcomes.tell_booking(turn)
    interview.ask_after_outcome(turn)


def _screen_again(turn: Turn, opening: str | None) -> None:
    """Run the three screens again before anything else is said of booking."""
    if opening is not None:
        turn.say(opening)
    turn.unmark("book_told")
    interview.require_again(turn, *interview.SCREENS)
    interview.go_on(turn)
