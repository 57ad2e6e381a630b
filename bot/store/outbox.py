"""The outbox: texts of ours that wait to be sent through the REST API.

What a newcomer would get wrong: nothing is sent while a transaction is open. A row is claimed with a lease in one short
transaction, sent, and its fate recorded in a second one. Whoever dies in between leaves a lease that runs out: then nobody
knows whether the text went, so it is shown to staff as maybe sent; only an emergency instruction is sent again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from bot.models import Contact, ContactKey, Direction, Message, Status

LEASE = timedelta(seconds=60)


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A text that this process, and no other, may send until its lease runs out."""

    id: int
    contact_id: int
    episode: int
    body_sealed: bytes
    phone_sealed: bytes
    wrapped_key: bytes | None
    opted_out: bool
    copy_key: str | None
    emergency: bool
    attempts: int  # this one included


def claim_due(session: Session, now: datetime, *, limit: int = 20) -> list[Claimed]:
    """Take the texts that are due, each contact's in order: at most one a contact, and none while an earlier one waits.

    An emergency instruction waits for nothing.
    """
    earlier = aliased(Message)
    waits_for_earlier = exists().where(
        earlier.contact_id == Message.contact_id,
        earlier.id < Message.id,
        earlier.due_at.is_not(None),
        earlier.emergency.is_(False),
        earlier.status.in_((Status.QUEUED, Status.SENDING)),
    )
    rows = session.execute(
        select(
            Message.id,
            Message.contact_id,
            Message.episode,
            Message.body_sealed,
            Contact.phone_sealed,
            ContactKey.wrapped.label("wrapped_key"),
            Contact.opted_out,
            Message.copy_key,
            Message.emergency,
            Message.attempts,
        )
        .join(Contact, Contact.id == Message.contact_id)
        .join(ContactKey, ContactKey.contact_id == Contact.id)
        .where(
            Message.due_at.is_not(None),
            Message.due_at <= now,
            or_(Message.lease_until.is_(None), Message.lease_until < now),
            or_(Message.emergency, ~waits_for_earlier),
        )
        .order_by(Message.emergency.desc(), Message.id)
        .limit(limit)
        .with_for_update(of=Message, skip_locked=True)
    ).all()
    if rows:
        session.execute(
            update(Message)
            .where(Message.id.in_([row.id for row in rows]))
            .values(status=Status.SENDING, lease_until=now + LEASE, attempts=Message.attempts + 1)
        )
    return [Claimed(**{**row._mapping, "attempts": row.attempts + 1}) for row in rows]


def record_sent(session: Session, message_id: int, message_sid: str | None, *, again_at: datetime | None) -> None:
    """Note that Twilio took a text. `again_at` is when an emergency goes out once more unless a receipt comes first.

    A receipt may have been faster than this: then it has moved the text on, and stays.
    """
    unreceipted = and_(Message.id == message_id, Message.receipt_at.is_(None))
    session.execute(update(Message).where(unreceipted).values(status=Status.QUEUED, due_at=again_at, lease_until=None))
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(lease_until=None, message_sid=func.coalesce(Message.message_sid, message_sid))
    )


def record_failed(session: Session, message_id: int, error_code: int | None) -> None:
    """Note that a text will not be sent."""
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(status=Status.FAILED, error_code=error_code, due_at=None, lease_until=None)
    )


def try_again(session: Session, message_id: int, error_code: int | None, due_at: datetime) -> None:
    """Give a text back to the outbox for later."""
    session.execute(
        update(Message)
        .where(Message.id == message_id)
        .values(status=Status.QUEUED, error_code=error_code, due_at=due_at, lease_until=None)
    )


def cancel(session: Session, message_id: int) -> None:
    """Drop a text that must not be sent any more."""
    session.execute(
        update(Message).where(Message.id == message_id).values(status=Status.CANCELED, due_at=None, lease_until=None)
    )


def mark_maybe_sent(session: Session, message_id: int) -> None:
    """Note that a text may have gone out, nobody knows, and leave it alone."""
    session.execute(
        update(Message).where(Message.id == message_id).values(status=Status.MAYBE_SENT, due_at=None, lease_until=None)
    )


def mark_abandoned(session: Session, now: datetime) -> list[tuple[int, int]]:
    """Mark texts whose sender died as maybe sent; return (message id, contact id). Emergencies stay due instead."""
    rows = session.execute(
        update(Message)
        .where(
            Message.status == Status.SENDING,
            Message.due_at.is_not(None),
            Message.lease_until < now,
            Message.emergency.is_(False),
        )
        .values(status=Status.MAYBE_SENT, due_at=None, lease_until=None)
        .returning(Message.id, Message.contact_id)
    )
    return [(row.id, row.contact_id) for row in rows]


def mark_unconfirmed(session: Session, before: datetime) -> int:
    """Mark texts that were handed over before `before`, and that no receipt has confirmed, as maybe sent."""
    result = session.execute(
        update(Message)
        .where(
            Message.direction == Direction.OUTBOUND,
            Message.status == Status.QUEUED,
            Message.due_at.is_(None),
            Message.receipt_at.is_(None),
            Message.created_at < before,
        )
        .values(status=Status.MAYBE_SENT)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def waiting(session: Session, now: datetime) -> int:
    """How many texts are due and unsent."""
    return session.execute(
        select(func.count()).select_from(Message).where(Message.due_at.is_not(None), Message.due_at <= now)
    ).scalar_one()
