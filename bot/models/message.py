"""Every text, both ways: the transcript and the outbox in one table, and the log of receipts.

Outbound lifecycle (statuses only move forward, by rank):

    queued --claimed--> sending --accepted by Twilio--> sent --> delivered | undelivered
       |                   |                            failed (from any of these)
       |                   +-- lease ran out, nobody knows --> maybe_sent (shown to staff; an emergency is sent again)
       +-- answered as TwiML: stays queued without `due_at` until a receipt moves it; no receipt for ten minutes --> maybe_sent
       +-- canceled (opted out, limited, superseded)

What a newcomer would get wrong: `due_at` decides whether the outbox takes a row, not `status`. A reply that went out in the
webhook's answer has no `due_at`, except an emergency, whose `due_at` is a minute later and is emptied by the first receipt.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value


class Direction(StrEnum):
    """Who texted whom."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Author(StrEnum):
    """Who wrote the words."""

    PATIENT = "patient"
    BOT = "bot"
    STAFF = "staff"
    SYSTEM = "system"  # the fixed safe reply


class Status(StrEnum):
    """Twilio's words for where a text is, and one of ours: `maybe_sent`."""

    RECEIVED = "received"
    QUEUED = "queued"
    SENDING = "sending"
    MAYBE_SENT = "maybe_sent"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    CANCELED = "canceled"

    @property
    def rank(self) -> int:
        """Higher is later; a receipt never moves a text backwards."""
        return list(Status).index(self)


class Message(Base):
    """One text. `body_sealed` and `fields_sealed` are under the contact's key."""

    __tablename__ = "messages"
    __table_args__ = (
        # A text of a patient is stored once, however often its webhook comes.
        Index(
            "uq_messages_inbound_sid",
            "message_sid",
            unique=True,
            postgresql_where=text("direction = 'inbound'"),
            sqlite_where=text("direction = 'inbound'"),
        ),
        Index("ix_messages_thread", "contact_id", "id"),  # a thread page; texts of the last minute
        Index("ix_messages_replies", "reply_to_id"),  # the replies of a repeated webhook
        # outbox.claim_due and outbox.mark_unconfirmed: only rows that still have something to do are in these.
        Index(
            "ix_messages_due",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
            sqlite_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_messages_unconfirmed",
            "created_at",
            postgresql_where=text("status = 'queued'"),
            sqlite_where=text("status = 'queued'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    episode: Mapped[int] = mapped_column(default=1)
    direction: Mapped[Direction] = mapped_column(by_value(Direction))
    author: Mapped[Author] = mapped_column(by_value(Author))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    body_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    fields_sealed: Mapped[bytes | None] = mapped_column(
        LargeBinary
    )  # what else came with a text: media, malformed fields
    message_sid: Mapped[str | None] = mapped_column(String(64))
    num_media: Mapped[int] = mapped_column(default=0)
    status: Mapped[Status] = mapped_column(by_value(Status))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    copy_key: Mapped[str | None] = mapped_column(String(100))
    emergency: Mapped[bool] = mapped_column(default=False)
    error_code: Mapped[int | None]
    created_at: Mapped[datetime]
    receipt_at: Mapped[datetime | None]  # the first receipt, whatever it said
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]


class Receipt(Base):
    """One status callback as it came; late, repeated and out of order ones included."""

    __tablename__ = "receipts"
    __table_args__ = (UniqueConstraint("message_id", "message_sid", "status"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"))
    message_sid: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(32))
    error_code: Mapped[int | None]
    received_at: Mapped[datetime]
