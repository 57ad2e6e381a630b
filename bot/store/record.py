"""The append-only record and the history of consents."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.models import Consent, RecordEntry
from bot.store.statements import Prepared, table_of

GENESIS = b"\0" * 32


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Where a contact's chain breaks, and how."""

    contact_id: int
    sequence: int
    what: str


def link(previous: bytes, contact_id: int, sequence: int, kind: str, at: datetime, payload_sealed: bytes) -> bytes:
    """The hash of one entry: over the one before it and every byte that is stored, ciphertext included."""
    digest = hashlib.sha256(previous)
    # Microseconds since 1970 as a whole number: PostgreSQL and SQLite give an instant back in different forms.
    instant = round(at.timestamp() * 1_000_000)
    digest.update(f"{contact_id}\n{sequence}\n{kind}\n{instant}\n".encode())
    digest.update(payload_sealed)
    return digest.digest()


_ADD = Prepared(insert(table_of(RecordEntry)))


def append(
    session: Session, *, contact_id: int, length: int, head: bytes, kind: str, payload_sealed: bytes, at: datetime
) -> tuple[int, bytes]:
    """Add an entry after `length` others and return the new length and head. The caller holds the conversation's lock."""
    sequence = length + 1
    entry_hash = link(head, contact_id, sequence, kind, at, payload_sealed)
    _ADD.run(
        session,
        {
            "contact_id": contact_id,
            "sequence": sequence,
            "kind": kind,
            "payload_sealed": payload_sealed,
            "previous_hash": head,
            "hash": entry_hash,
            "at": at,
        },
    )
    return sequence, entry_hash


def faults(session: Session) -> list[Fault]:
    """Check every chain and return the first fault of each contact; a sound record gives none."""
    found: dict[int, Fault] = {}
    heads: dict[int, tuple[int, bytes]] = {}
    entries = session.scalars(
        select(RecordEntry).order_by(RecordEntry.contact_id, RecordEntry.sequence).execution_options(yield_per=500)
    )
    for entry in entries:
        length, head = heads.get(entry.contact_id, (0, GENESIS))
        heads[entry.contact_id] = (entry.sequence, entry.hash)
        if entry.contact_id in found:
            continue
        what = _fault(entry, length, head)
        if what is not None:
            found[entry.contact_id] = Fault(contact_id=entry.contact_id, sequence=entry.sequence, what=what)
    return list(found.values())


def _fault(entry: RecordEntry, length: int, head: bytes) -> str | None:
    if entry.sequence != length + 1:
        return f"entry {length + 1} is missing"
    if entry.previous_hash != head:
        return "does not follow the entry before it"
    if entry.hash != link(head, entry.contact_id, entry.sequence, entry.kind, entry.at, entry.payload_sealed):
        return "was changed"
    return None


def add_consent(
    session: Session,
    *,
    contact_id: int,
    kind: str,
    granted: bool,
    channel: str,
    actor: str,
    message_id: int | None,
    at: datetime,
) -> None:
    """Append a change of consent."""
    session.execute(
        insert(Consent).values(
            contact_id=contact_id,
            kind=kind,
            granted=granted,
            channel=channel,
            actor=actor,
            message_id=message_id,
            at=at,
        )
    )


def consents_of(session: Session, contact_id: int) -> list[Consent]:
    """The history of a contact's consents, oldest first."""
    return list(session.scalars(select(Consent).where(Consent.contact_id == contact_id).order_by(Consent.id)))
