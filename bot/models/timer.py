"""Silences that will mean something: the rows mirror `ConversationState.timers`, so that the worker can find what is due."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value
from conversations.events import WaitKind


class Timer(Base):
    """One wait of one conversation."""

    __tablename__ = "timers"
    __table_args__ = (UniqueConstraint("conversation_id", "kind"), Index("ix_timers_due_at", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    kind: Mapped[WaitKind] = mapped_column(by_value(WaitKind))
    due_at: Mapped[datetime]
