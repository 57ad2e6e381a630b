"""Receipts: every status callback is kept; the text itself only moves forward."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.models import Direction, Message, Receipt, Status
from bot.store.engine import insert_new


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A text of ours that a receipt speaks of."""

    id: int
    contact_id: int
    episode: int
    status: Status
    emergency: bool


def get_for_update(session: Session, message_id: int) -> Outgoing | None:
    """Lock and return the text of ours with this id."""
    row = session.execute(
        select(Message.id, Message.contact_id, Message.episode, Message.status, Message.emergency)
        .where(Message.id == message_id, Message.direction == Direction.OUTBOUND)
        .with_for_update()
    ).one_or_none()
    return None if row is None else Outgoing(**row._mapping)


def add(
    session: Session, *, message_id: int, message_sid: str, status: str, error_code: int | None, now: datetime
) -> bool:
    """Keep a receipt; false when the same one was kept before."""
    added = session.execute(
        insert_new(session, Receipt)
        .values(message_id=message_id, message_sid=message_sid, status=status, error_code=error_code, received_at=now)
        .returning(Receipt.id)
    ).scalar_one_or_none()
    return added is not None


def move(
    session: Session, message_id: int, *, status: Status | None, message_sid: str, error_code: int | None, now: datetime
) -> None:
    """Note a receipt on its text: it arrived somewhere, so it needs no repeating. A blank error erases none."""
    values: dict[str, object] = {
        "receipt_at": func.coalesce(Message.receipt_at, now),
        "message_sid": func.coalesce(Message.message_sid, message_sid or None),
        "error_code": func.coalesce(error_code, Message.error_code),
        "due_at": None,
        "lease_until": None,
    }
    if status is not None:
        values["status"] = status
    session.execute(update(Message).where(Message.id == message_id).values(**values))
