"""Timers: the rows that mirror `ConversationState.timers`."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.orm import Session

from bot.models import Timer
from bot.store.statements import Prepared, table_of, upsert
from conversations.events import WaitKind

_timers = table_of(Timer)
_SET = upsert(_timers, key=("conversation_id", "kind"), changed=("due_at",))
_DROP = Prepared(delete(_timers).where(_timers.c.conversation_id == bindparam("of_conversation")))


def mirror(session: Session, conversation_id: int, timers: Mapping[WaitKind, datetime]) -> None:
    """Make the rows of a conversation equal to `timers`, whatever they were."""
    _DROP.run(session, {"of_conversation": conversation_id})
    _set(session, conversation_id, timers)


def change(
    session: Session, conversation_id: int, before: Mapping[WaitKind, datetime], after: Mapping[WaitKind, datetime]
) -> None:
    """Make the rows of a conversation, which mirror `before`, mirror `after`."""
    if before.keys() - after.keys():
        mirror(session, conversation_id, after)
        return
    _set(session, conversation_id, {kind: due_at for kind, due_at in after.items() if before.get(kind) != due_at})


def _set(session: Session, conversation_id: int, timers: Mapping[WaitKind, datetime]) -> None:
    _SET.run(
        session,
        *({"conversation_id": conversation_id, "kind": kind, "due_at": due_at} for kind, due_at in timers.items()),
    )


def due(session: Session, now: datetime, *, limit: int = 100) -> list[Timer]:
    """What is due, the oldest first; nothing is locked, so each one is claimed again before it fires."""
    return list(session.scalars(select(Timer).where(Timer.due_at <= now).order_by(Timer.due_at, Timer.id).limit(limit)))


def claim(session: Session, timer_id: int, now: datetime) -> WaitKind | None:
    """Take a timer that is still due, so that nobody else fires it; None when it is gone or was moved."""
    return session.execute(
        delete(Timer).where(Timer.id == timer_id, Timer.due_at <= now).returning(Timer.kind)
    ).scalar_one_or_none()


def next_due(session: Session) -> datetime | None:
    """When the next timer of anybody comes due."""
    return session.execute(select(func.min(Timer.due_at))).scalar_one()
