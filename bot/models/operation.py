"""How the line itself is run: sign-offs of a protocol version, the worker's heartbeat, the demo's movable clock."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class ProtocolSignoff(Base):
    """A clinician's written approval of one exact version (the hash of logic and both wordings)."""

    __tablename__ = "protocol_signoffs"
    __table_args__ = (Index("ix_protocol_signoffs_version", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64))
    clinician: Mapped[str] = mapped_column(String(100))
    license: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]


class Heartbeat(Base):
    """When a process last showed that it is alive."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime]


class DemoClock(Base):
    """How far the demo's clock has been moved ahead; one row, read by every process."""

    __tablename__ = "demo_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    offset_seconds: Mapped[float]
