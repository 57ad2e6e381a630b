"""Work for a person. A ticket is opened in the same transaction as the text that caused it, and only staff resolve it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value
from conversations.events import Priority


class TicketStatus(StrEnum):
    """Open until a person resolves it."""

    OPEN = "open"
    RESOLVED = "resolved"


class Ticket(Base):
    """`reason` is a flag code or a system code; `call_only` says: phone, do not text."""

    __tablename__ = "tickets"
    # The inbox list of what is open, and "is there one like this already?"
    __table_args__ = (Index("ix_tickets_open", "status", "conversation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    episode: Mapped[int]
    topic: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(64))
    priority: Mapped[Priority] = mapped_column(by_value(Priority))
    status: Mapped[TicketStatus] = mapped_column(by_value(TicketStatus), default=TicketStatus.OPEN)
    call_only: Mapped[bool] = mapped_column(default=False)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    opened_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
