"""Tickets: work for a person."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.orm import Session

from bot.models import Contact, Conversation, Ticket, TicketStatus
from conversations.events import Priority, TicketOpened

URGENCY = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, kw_only=True)
class OpenTicket:
    """One line of the list of tickets."""

    ticket: Ticket
    conversation: Conversation
    contact: Contact


def open_ticket(
    session: Session, *, conversation_id: int, episode: int, wanted: TicketOpened, message_id: int | None, now: datetime
) -> int:
    """Open a ticket and return its id; one that is open for the same reason is raised instead, never lowered."""
    like = session.execute(
        select(Ticket.id, Ticket.priority, Ticket.call_only).where(
            Ticket.status == TicketStatus.OPEN,
            Ticket.conversation_id == conversation_id,
            Ticket.topic == wanted.topic,
            Ticket.reason == wanted.reason,
        )
    ).first()
    if like is not None:
        priority = min(like.priority, wanted.priority, key=URGENCY.__getitem__)
        session.execute(
            update(Ticket)
            .where(Ticket.id == like.id)
            .values(
                priority=priority, call_only=like.call_only or wanted.call_only, message_id=message_id, updated_at=now
            )
        )
        return int(like.id)
    return session.execute(
        insert(Ticket)
        .values(
            conversation_id=conversation_id,
            episode=episode,
            topic=wanted.topic,
            reason=wanted.reason,
            priority=wanted.priority,
            status=TicketStatus.OPEN,
            call_only=wanted.call_only,
            message_id=message_id,
            opened_at=now,
            updated_at=now,
        )
        .returning(Ticket.id)
    ).scalar_one()


def list_open(session: Session, *, limit: int = 200) -> list[OpenTicket]:
    """Open tickets, the most urgent first, then the one that has waited longest."""
    rank = case(dict(URGENCY), value=Ticket.priority)
    rows = session.execute(
        select(Ticket, Conversation, Contact)
        .join(Conversation, Conversation.id == Ticket.conversation_id)
        .join(Contact, Contact.id == Conversation.contact_id)
        .where(Ticket.status == TicketStatus.OPEN)
        .order_by(rank, Ticket.opened_at, Ticket.id)
        .limit(limit)
    )
    return [
        OpenTicket(ticket=ticket, conversation=conversation, contact=contact) for ticket, conversation, contact in rows
    ]


def of_conversation(session: Session, conversation_id: int) -> list[Ticket]:
    """Every ticket of a conversation, open or not, in order."""
    return list(session.scalars(select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.id)))


def resolve(session: Session, ticket_id: int, now: datetime) -> bool:
    """Resolve an open ticket; false when it was not open any more."""
    result = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.status == TicketStatus.OPEN)
        .values(status=TicketStatus.RESOLVED, resolved_at=now, updated_at=now)
    )
    return bool(result.rowcount)  # type: ignore[attr-defined]


def count_open(session: Session) -> int:
    """How many tickets are open."""
    return session.execute(
        select(func.count()).select_from(Ticket).where(Ticket.status == TicketStatus.OPEN)
    ).scalar_one()
