"""What the staff pages ask for in one go: last texts of many contacts, and whether anything changed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.models import Contact, ContactKey, Conversation, Message, Receipt, Staff, Ticket, TicketStatus, Timer


def last_texts(session: Session, contact_ids: Iterable[int]) -> dict[int, Message]:
    """The newest text of each contact, either way, by contact."""
    newest = select(func.max(Message.id)).where(Message.contact_id.in_(list(contact_ids))).group_by(Message.contact_id)
    return {text.contact_id: text for text in session.scalars(select(Message).where(Message.id.in_(newest)))}


def wrapped_keys(session: Session, contact_ids: Iterable[int]) -> dict[int, bytes | None]:
    """The wrapped data key of each contact; None where it was destroyed."""
    rows = session.execute(
        select(ContactKey.contact_id, ContactKey.wrapped).where(ContactKey.contact_id.in_(list(contact_ids)))
    )
    return {row.contact_id: row.wrapped for row in rows}


def staff_names(session: Session) -> dict[int, str]:
    """Everybody's name, by account."""
    return {row.id: row.name for row in session.execute(select(Staff.id, Staff.name))}


def conversation_of_ticket(session: Session, ticket_id: int) -> int | None:
    """The conversation a ticket is about; None when there is no such ticket."""
    return session.execute(select(Ticket.conversation_id).where(Ticket.id == ticket_id)).scalar_one_or_none()


def case_rows(session: Session, conversation_id: int) -> tuple[Conversation, Contact]:
    """A conversation and its contact; raise NoResultFound when there is none."""
    row = session.execute(
        select(Conversation, Contact)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Conversation.id == conversation_id)
    ).one()
    return row[0], row[1]


def conversation_of_phone(session: Session, phone_hash: bytes) -> int | None:
    """The conversation of a number; None when it never texted."""
    return session.execute(
        select(Conversation.id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Contact.phone_hash == phone_hash)
    ).scalar_one_or_none()


def timers_of(session: Session, conversation_id: int) -> list[Timer]:
    """What silence will do in a conversation, soonest first."""
    return list(session.scalars(select(Timer).where(Timer.conversation_id == conversation_id).order_by(Timer.due_at)))


def queue_stamp(session: Session) -> tuple[object, ...]:
    """Something that differs whenever the list of open tickets may look different. Reads a few index entries."""
    newest_text, newest_receipt = _newest(session)
    count, changed = session.execute(
        select(func.count(), func.max(Ticket.updated_at)).where(Ticket.status == TicketStatus.OPEN)
    ).one()
    return newest_text, newest_receipt, count, changed


def case_stamp(session: Session, conversation_id: int) -> tuple[object, ...]:
    """Something that differs whenever one conversation may look different."""
    changed: datetime | None = session.execute(
        select(Conversation.updated_at).where(Conversation.id == conversation_id)
    ).scalar_one_or_none()
    return (*_newest(session), changed)


def _newest(session: Session) -> tuple[int | None, int | None]:
    return (
        session.execute(select(func.max(Message.id))).scalar_one(),
        session.execute(select(func.max(Receipt.id))).scalar_one(),
    )
