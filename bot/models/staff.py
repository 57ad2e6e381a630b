"""People who work at the clinic, their log-ins, and what they did.

What a newcomer would get wrong: a session is a row, not a cookie's content. The cookie holds a random token, the row its
SHA-256, so that a log-in can be revoked and a copied database opens no session.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base, by_value


class Role(StrEnum):
    """What a member of staff may do; only a clinician lowers a disposition or clears a flag."""

    FRONT_DESK = "front_desk"
    CLINICIAN = "clinician"
    MANAGER = "manager"


class Staff(Base):
    """An account. It is closed (`active` false), never deleted: the audit points at it."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(by_value(Role))
    password_hash: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    failed_logins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    created_at: Mapped[datetime]


class StaffSession(Base):
    """A log-in. It ends by logging out, by idling, or by age."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class AuditEntry(Base):
    """Who did or read what, when. `detail` holds ids and codes, never words or numbers of a patient."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_contact", "contact_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(64))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contacts.id"))
    detail: Mapped[dict[str, str | int | bool | None]] = mapped_column(JSON)
