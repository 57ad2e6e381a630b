"""What the staff pages ask for in one go: last texts of many contacts, and whether anything changed."""

from collections.abc import Iterable

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from bot.models import Contact, ContactKey, Conversation, Message, Receipt, Staff, Ticket, TicketStatus, Timer
from conversations.events import Priority


def last_texts(session: Session, contact_ids: Iterable[int]) -> dict[int, Message]:
    """The newest text of each contact, either way, by contact."""
    newest = select(func.max(Message.id)).where(Message.contact_id.in_(list(contact_ids))).group_by(Message.contact_id)
    return {message.contact_id: message for message in session.scalars(select(Message).where(Message.id.in_(newest)))}


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


def conversations_of_phones(session: Session, phone_hashes: Iterable[bytes]) -> list[tuple[bytes, Conversation]]:
    """The conversations of those numbers that have texted, with their hashes, the one that changed last first."""
    rows = session.execute(
        select(Contact.phone_hash, Conversation)
        .join(Conversation, Conversation.contact_id == Contact.id)
        .where(Contact.phone_hash.in_(list(phone_hashes)))
        .order_by(Conversation.updated_at.desc())
    )
    return [(phone_hash, conversation) for phone_hash, conversation in rows]


def timers_of(session: Session, conversation_id: int) -> list[Timer]:
    """What silence will do in a conversation, soonest first."""
    return list(session.scalars(select(Timer).where(Timer.conversation_id == conversation_id).order_by(Timer.due_at)))


def count_open(session: Session, priorities: Iterable[Priority] | None = None) -> int:
    """How many conversations have an open ticket, of certain priorities where given."""
    statement = select(func.count(Ticket.conversation_id.distinct())).where(Ticket.status == TicketStatus.OPEN)
    if priorities is not None:
        statement = statement.where(Ticket.priority.in_(list(priorities)))
    return session.execute(statement).scalar_one()


def contact_of_ticket(session: Session, ticket_id: int) -> int | None:
    """The contact a ticket is about; None when there is no such ticket."""
    return session.execute(
        select(Conversation.contact_id)
        .join(Ticket, Ticket.conversation_id == Conversation.id)
        .where(Ticket.id == ticket_id)
    ).scalar_one_or_none()


def stamp(session: Session) -> tuple[object, ...]:
    """Something that differs whenever a list or a thread may look different. Reads the ends of a few indexes."""
    newest_text = session.execute(select(func.max(Message.id))).scalar_one()
    newest_receipt = session.execute(select(func.max(Receipt.id))).scalar_one()
    # As in the partial index, so that it is used: few texts are on their way at any moment.
    on_the_way = session.execute(
        select(func.count()).select_from(Message).where(text("status = 'queued'"))
    ).scalar_one()
    changed = session.execute(select(func.max(Conversation.updated_at))).scalar_one()
    opened = session.execute(
        select(func.count(), func.max(Ticket.updated_at)).where(Ticket.status == TicketStatus.OPEN)
    ).one()
    return newest_text, newest_receipt, on_the_way, changed, *opened
