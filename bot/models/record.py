"""What must be provable later: consent changes, and the hash-chained record of every turn. Both are append-only.

What a newcomer would get wrong: the chain covers ciphertext. `hash` is SHA-256 over the previous hash, contact, number,
time, kind and sealed payload, so it can be verified without any key, and still after the key was destroyed.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Consent(Base):
    """A yes or no to being texted, with its words' message and who recorded it. Kept for six years."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_contact", "contact_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    kind: Mapped[str] = mapped_column(String(32))
    granted: Mapped[bool]
    channel: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(100))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id"))
    at: Mapped[datetime]


class RecordEntry(Base):
    """One turn of one contact: what came, what it led to. `sequence` counts from 1 without gaps."""

    __tablename__ = "record_entries"
    __table_args__ = (UniqueConstraint("contact_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    payload_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    previous_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
