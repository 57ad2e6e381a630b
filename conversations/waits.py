"""A wait ran out: what silence means for the case (PROTOCOL 1.2, 2.3, 2.5)."""

from conversations import checkins, interview, outcomes
from conversations.assessment import assess
from conversations.doubts import leave, make_true, open_doubt
from conversations.events import Priority, WaitKind
from conversations.state import Place
from conversations.triage import Disposition
from conversations.turn import Turn


def run_out(turn: Turn, kind: WaitKind) -> None:
    """Act on a timer that came due; one that the state no longer holds, or that is not due yet, does nothing."""
    due = turn.state.timers.get(kind)
    if due is None or due > turn.now:
        return
    turn.stop_waiting(kind)
    if turn.clinic.practice and kind is not WaitKind.EPISODE_END:
        return  # left over from a version that was signed: practice mode reminds and asks of nothing
    match kind:
        case WaitKind.REMINDER_1 | WaitKind.REMINDER_2:
            turn.say(f"wait.{kind.value}")
        case WaitKind.STAFF_REVIEW:
            _review(turn)
        case WaitKind.CLARIFY:
            _doubt_unanswered(turn)
        case WaitKind.EMERGENCY_ACK:
            turn.ticket("emergency_not_acknowledged", Priority.EMERGENCY, turn.state.reason or "")
        case WaitKind.RAISE:
            _raise_unanswered(turn)
        case WaitKind.CHECKIN_1 | WaitKind.CHECKIN_2:
            checkins.send(turn, kind)
        case WaitKind.CHECKIN_REMINDER:
            checkins.remind(turn)
        case WaitKind.CHECKIN_SILENT:
            checkins.stay_silent(turn)
        case WaitKind.EPISODE_END:
            if not turn.is_at_least(Disposition.URGENT) and not turn.state.opted_out:
                turn.change(place=Place.CLOSED, question=None, timers={})


def _review(turn: Turn) -> None:
    """Four hours without an answer: staff look at it today; the question stays open, so a late answer goes on."""
    question = turn.state.question
    turn.ticket("incomplete_screen", Priority.SAME_DAY, "incomplete_screen")
    if question in ("function", "injury_detail") and not turn.is_at_least(Disposition.URGENT):
        turn.note_fact("unclear_risk")
        turn.note_answer(question, "unclear")
        if assess(turn, source="screen"):
            interview.go_on(turn)
    elif turn.state.disposition is None:
        turn.change(reason="incomplete_screen")


def _doubt_unanswered(turn: Turn) -> None:
    """Ten minutes of silence at a doubt: it is true at its tier (2.5)."""
    finding = open_doubt(turn)
    if finding is None:
        leave(turn)
        return
    turn.ticket("doubt_unanswered", Priority.URGENT, finding.code)
    make_true(turn, finding)


def _raise_unanswered(turn: Turn) -> None:
    """Ten minutes without the one answer that could still raise an urgent case: it counts as the worse answer (1.2)."""
    fact = {"age": "age_65_or_unknown", "onset": "onset_unsure"}.get(turn.state.question or "")
    if fact is None:
        return
    turn.note_fact(fact)
    if not assess(turn, source="screen"):
        turn.mark(f"gave_up:{turn.state.question}")
        outcomes.finish_urgent(turn)
