"""What was understood in a conversation: answers, red flags, and phrases that were not understood.

What a newcomer would get wrong: flags hold no words. Their evidence is a list of [message id, start, end] in code points of
the stored text, so that the quote is cut from the sealed body when it is shown, and vanishes with the contact's key.
"""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value
from conversations.flagging import Tier


class Answer(Base):
    """The last answer to one question of one episode; the value is sealed."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("conversation_id", "episode", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    episode: Mapped[int]
    question: Mapped[str] = mapped_column(String(64))
    value_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    answered_at: Mapped[datetime]


class Flag(Base):
    """A red flag that was raised."""

    __tablename__ = "flags"
    __table_args__ = (Index("ix_flags_conversation", "conversation_id", "episode"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    episode: Mapped[int]
    code: Mapped[str] = mapped_column(String(64))
    tier: Mapped[Tier] = mapped_column(by_value(Tier))
    rule: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(32))
    certainty: Mapped[str] = mapped_column(String(32))
    evidence: Mapped[list[list[int | None]]] = mapped_column(JSON)
    protocol_version: Mapped[str] = mapped_column(String(64))
    raised_at: Mapped[datetime]


class UnknownPhrase(Base):
    """A reply that was not understood, for the clinic's ranked list."""

    __tablename__ = "unknown_phrases"

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), unique=True)
    question: Mapped[str] = mapped_column(String(64))
    phrase_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
