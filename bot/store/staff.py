"""Accounts, log-ins and the audit of what staff did."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from bot.models import AuditEntry, Role, Staff, StaffSession


@dataclass(frozen=True, kw_only=True)
class LogIn:
    """A session that is not revoked, and whose it is."""

    session_id: int
    staff_id: int
    username: str
    name: str
    role: Role
    active: bool
    created_at: datetime
    seen_at: datetime


def add(session: Session, *, username: str, name: str, role: Role, password_hash: str, now: datetime) -> int:
    """Store an account and return its id."""
    return session.execute(
        insert(Staff)
        .values(
            username=username,
            name=name,
            role=role,
            password_hash=password_hash,
            active=True,
            failed_logins=0,
            created_at=now,
        )
        .returning(Staff.id)
    ).scalar_one()


def by_username(session: Session, username: str, *, lock: bool = False) -> Staff | None:
    """The account with this user name."""
    statement = select(Staff).where(Staff.username == username)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def everyone(session: Session) -> list[Staff]:
    """Every account, by user name."""
    return list(session.scalars(select(Staff).order_by(Staff.username)))


def add_session(session: Session, *, staff_id: int, token_hash: bytes, now: datetime) -> int:
    """Store a log-in and return its id."""
    return session.execute(
        insert(StaffSession)
        .values(staff_id=staff_id, token_hash=token_hash, created_at=now, seen_at=now)
        .returning(StaffSession.id)
    ).scalar_one()


def log_in_of(session: Session, token_hash: bytes) -> LogIn | None:
    """The log-in that a token opens, unless it was revoked."""
    row = session.execute(
        select(
            StaffSession.id.label("session_id"),
            Staff.id.label("staff_id"),
            Staff.username,
            Staff.name,
            Staff.role,
            Staff.active,
            StaffSession.created_at,
            StaffSession.seen_at,
        )
        .join(Staff, Staff.id == StaffSession.staff_id)
        .where(StaffSession.token_hash == token_hash, StaffSession.revoked_at.is_(None))
    ).one_or_none()
    return None if row is None else LogIn(**row._mapping)


def note_seen(session: Session, session_id: int, now: datetime) -> None:
    """Note that a log-in was used."""
    session.execute(update(StaffSession).where(StaffSession.id == session_id).values(seen_at=now))


def revoke(session: Session, session_id: int, now: datetime) -> None:
    """End one log-in."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.id == session_id, StaffSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def revoke_all(session: Session, staff_id: int, now: datetime) -> None:
    """End every log-in of an account."""
    session.execute(
        update(StaffSession)
        .where(StaffSession.staff_id == staff_id, StaffSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def add_audit(
    session: Session,
    *,
    action: str,
    now: datetime,
    staff_id: int | None = None,
    contact_id: int | None = None,
    detail: dict[str, str | int | bool | None] | None = None,
) -> None:
    """Append who did what. `detail` must not hold a patient's words or number."""
    session.execute(
        insert(AuditEntry).values(at=now, staff_id=staff_id, action=action, contact_id=contact_id, detail=detail or {})
    )
