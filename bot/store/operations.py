"""Sign-offs, heartbeats, the demo's clock and the version of the schema."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, text, update
from sqlalchemy.orm import Session

from bot.models import DemoClock, Heartbeat, ProtocolSignoff
from bot.store.engine import insert_new
from bot.store.statements import table_of

_signoffs = table_of(ProtocolSignoff)
_SIGNED = select(_signoffs.c.id).where(_signoffs.c.version == bindparam("asked")).limit(1)


def is_signed(session: Session, version: str) -> bool:
    """Has a clinician signed exactly this version?"""
    return session.execute(_SIGNED, {"asked": version}).first() is not None


def add_signoff(session: Session, *, version: str, clinician: str, license_number: str, now: datetime) -> None:
    """Store a clinician's approval of a version."""
    session.execute(
        insert(ProtocolSignoff).values(version=version, clinician=clinician, license=license_number, signed_at=now)
    )


def signoffs(session: Session) -> list[ProtocolSignoff]:
    """Every approval, oldest first."""
    return list(session.scalars(select(ProtocolSignoff).order_by(ProtocolSignoff.id)))


def beat(session: Session, name: str, now: datetime) -> None:
    """Note that a process is alive."""
    if not session.execute(
        update(Heartbeat).where(Heartbeat.name == name).values(at=now).returning(Heartbeat.name)
    ).first():
        session.execute(insert_new(session, Heartbeat).values(name=name, at=now))


def last_beat(session: Session, name: str) -> datetime | None:
    """When a process was last alive."""
    return session.execute(select(Heartbeat.at).where(Heartbeat.name == name)).scalar_one_or_none()


def demo_offset(session: Session) -> timedelta:
    """How far the demo's clock is ahead."""
    seconds = session.execute(select(DemoClock.offset_seconds)).scalar_one_or_none()
    return timedelta(seconds=seconds or 0)


def set_demo_offset(session: Session, offset: timedelta) -> None:
    """Move the demo's clock."""
    values = {"offset_seconds": offset.total_seconds()}
    if not session.execute(update(DemoClock).where(DemoClock.id == 1).values(**values).returning(DemoClock.id)).first():
        session.execute(insert_new(session, DemoClock).values(id=1, **values))


def schema_version(session: Session) -> str | None:
    """The migration that the database is at."""
    return session.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
