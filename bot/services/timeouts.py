"""Silence is an event: timers that came due go through the same engine as texts, and what it says leaves by the outbox."""

from datetime import datetime

from bot import logs
from bot.services.failures import fail_safe
from bot.services.line import Line
from bot.services.sprints import STATE, Cause, Way, apply_sprint
from bot.store import conversations, timers
from bot.store.engine import savepoint
from conversations.events import WaitTimedOut
from conversations.state import ConversationState

log = logs.get("timeouts")


def expire_waits(line: Line) -> int:
    """Fire every timer that is due, each in its own transaction; return how many fired. May be repeated and run twice at once."""
    now = line.clock()
    with line.database.reading() as session:
        due = [(timer.id, timer.conversation_id) for timer in timers.due(session, now)]
    fired = 0
    for timer_id, conversation_id in due:
        try:
            fired += _fire(line, timer_id, conversation_id, now)
        except Exception as error:  # one conversation's trouble must not silence the others
            log.error("timer_failed", conversation_id=conversation_id, exc_info=error)
    return fired


def _fire(line: Line, timer_id: int, conversation_id: int, now: datetime) -> bool:
    with line.database.writing() as session:
        # Lock the conversation first, as a text does: a text that comes this very second may move the timer.
        thread = conversations.lock(session, conversation_id)
        kind = timers.claim(session, timer_id, now)
        if thread is None or kind is None:
            return False
        if thread.wrapped_key is None:  # the contact was forgotten: nobody is left to remind
            return False
        seal = line.sealer.unwrap(thread.wrapped_key, thread.contact_id)
        cause = Cause(kind=f"wait:{kind}", way=Way.OUTBOX, actor="clock")
        view = line.view(session, now)
        try:
            with savepoint(session):
                state = ConversationState.from_json(seal.open(thread.state_sealed, STATE))
                turn = line.advance(state, WaitTimedOut(kind=kind), now, view)
                # The fired row is gone; only what the engine changes is set, so a wait it ignores does not fire for ever.
                apply_sprint(session, line, thread, seal, state, turn, cause, now)
        except Exception as error:  # a bug ends with a person; the timer is gone, so it does not fail every second
            fail_safe(session, line, thread, seal, view, cause, error, now)
        return True
