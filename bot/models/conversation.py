"""Where a contact's conversation stands now, one row per contact, and the episodes it went through.

What a newcomer would get wrong: `state_sealed` is the truth; place, question, disposition, priority, reason and owner are
copies of it that lists can be sorted by without opening anything. The row is also what a writer locks, so that two texts of
one phone are handled one after the other.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value
from conversations.state import Place
from conversations.triage import Disposition


class Conversation(Base):
    """The current state of one contact, and the head of its record."""

    __tablename__ = "conversations"
    # The inbox list: what changed last comes first.
    __table_args__ = (Index("ix_conversations_updated_at", "updated_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), unique=True)
    state_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    protocol_version: Mapped[str] = mapped_column(String(64))
    episode: Mapped[int] = mapped_column(default=1)
    place: Mapped[Place] = mapped_column(by_value(Place))
    question: Mapped[str | None] = mapped_column(String(64))
    disposition: Mapped[Disposition | None] = mapped_column(by_value(Disposition))
    priority: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(100), default="bot")
    broken: Mapped[bool] = mapped_column(default=False)  # the last text met a failing engine or an unreadable state
    last_inbound_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    hidden_before: Mapped[int] = mapped_column(
        default=0
    )  # messages up to this id are hidden from this phone ("wrong number")
    record_length: Mapped[int] = mapped_column(default=0)
    record_head: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"\0" * 32)


class Episode(Base):
    """One complaint of one person, from first words to end (PROTOCOL 2.3)."""

    __tablename__ = "episodes"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int]
    protocol_version: Mapped[str] = mapped_column(String(64))
    disposition: Mapped[Disposition | None] = mapped_column(by_value(Disposition))
    reason: Mapped[str | None] = mapped_column(String(64))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
