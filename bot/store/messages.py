"""Texts, both ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update
from sqlalchemy.orm import Session

from bot.models import Author, Direction, Message, Status
from bot.store.statements import Prepared, insert_once, table_of


@dataclass(frozen=True, kw_only=True)
class StoredReply:
    """A reply as it went into the table: our id, which its receipts carry, and its sealed words."""

    id: int
    body_sealed: bytes
    copy_key: str | None
    emergency: bool


_messages = table_of(Message)
_ADD_INBOUND = insert_once(_messages)
_ADD_OUTBOUND = Prepared(insert(_messages).returning(_messages.c.id))
_RECENT = (
    select(_messages.c.created_at)
    .where(_messages.c.contact_id == bindparam("of_contact"), _messages.c.direction == Direction.INBOUND)
    .order_by(_messages.c.id.desc())
    .limit(bindparam("most"))
    .subquery()
)
_COUNT_RECENT = select(func.count()).select_from(_RECENT).where(_RECENT.c.created_at > bindparam("since"))


def add_inbound(
    session: Session,
    *,
    contact_id: int,
    episode: int,
    body_sealed: bytes,
    fields_sealed: bytes | None,
    message_sid: str | None,
    num_media: int,
    now: datetime,
) -> int | None:
    """Store a patient's text once and return its id, or None when its `message_sid` is here already."""
    message_id: int | None = _ADD_INBOUND.value(
        session,
        {
            "contact_id": contact_id,
            "episode": episode,
            "direction": Direction.INBOUND,
            "author": Author.PATIENT,
            "body_sealed": body_sealed,
            "fields_sealed": fields_sealed,
            "message_sid": message_sid,
            "num_media": num_media,
            "status": Status.RECEIVED,
            "emergency": False,
            "attempts": 0,
            "created_at": now,
        },
    )
    return message_id


def add_outbound(session: Session, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Store texts of ours in order and return their ids."""
    return [_ADD_OUTBOUND.value(session, {"direction": Direction.OUTBOUND, "attempts": 0, **row}) for row in rows]


def unconfirmed_replies(session: Session, contact_id: int, message_sid: str) -> list[StoredReply]:
    """The replies to a text, in order, that no receipt has shown to have arrived; for a webhook that comes again."""
    # The direction as plain SQL: a parameter would keep SQLite from using the partial index.
    inbound = (
        select(Message.id).where(Message.message_sid == message_sid, text("direction = 'inbound'")).scalar_subquery()
    )
    rows = session.execute(
        select(Message.id, Message.body_sealed, Message.copy_key, Message.emergency)
        .where(
            Message.reply_to_id == inbound,
            Message.contact_id == contact_id,
            Message.receipt_at.is_(None),
            Message.status.in_((Status.QUEUED, Status.SENDING, Status.MAYBE_SENT)),
        )
        .order_by(Message.id)
    )
    return [StoredReply(**row._mapping) for row in rows]


def count_inbound_since(session: Session, contact_id: int, since: datetime, *, most: int) -> int:
    """How many texts a contact sent after `since`, counting no further than `most`."""
    values = {"of_contact": contact_id, "since": since, "most": most}
    return session.execute(_COUNT_RECENT, values).scalar_one()


def set_episode(session: Session, message_id: int, episode: int) -> None:
    """Move a text to the episode that it turned out to begin."""
    session.execute(update(Message).where(Message.id == message_id).values(episode=episode))


def cancel_queued(session: Session, contact_id: int, *, keep_emergency: bool = True) -> int:
    """Cancel what the outbox has not taken yet and return how many texts that were."""
    conditions = [
        Message.contact_id == contact_id,
        Message.direction == Direction.OUTBOUND,
        Message.status == Status.QUEUED,
        Message.due_at.is_not(None),
        Message.author == Author.BOT,
    ]
    if keep_emergency:
        conditions.append(Message.emergency.is_(False))
    result = session.execute(update(Message).where(*conditions).values(status=Status.CANCELED, due_at=None))
    return int(result.rowcount)  # type: ignore[attr-defined]


def thread(session: Session, contact_id: int, *, after: int = 0, limit: int = 500) -> list[Message]:
    """A contact's texts in order, for a page."""
    rows = session.scalars(
        select(Message)
        .where(Message.contact_id == contact_id, Message.id > after)
        .order_by(Message.id.desc())
        .limit(limit)
    ).all()
    return list(reversed(rows))
