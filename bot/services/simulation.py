"""What the demo's phone simulator reads: which of its phones have texted, and what one of them went through."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.sealing import Sealer
from bot.services.inbox import Case, read_case
from bot.store import inbox, operations
from bot.store.engine import Database
from conversations.state import Place
from conversations.triage import Disposition


@dataclass(frozen=True, kw_only=True)
class PhoneInUse:
    """A phone that has texted, and where its conversation stands."""

    index: int
    place: Place
    disposition: Disposition | None
    changed_at: datetime


def phones_in_use(database: Database, sealer: Sealer, numbers: Mapping[int, str]) -> tuple[PhoneInUse, ...]:
    """Find which of `numbers` (index -> E.164) have texted, the one that changed last first."""
    by_hash = {sealer.phone_hash(number): index for index, number in numbers.items()}
    with database.reading() as session:
        rows = inbox.conversations_of_phones(session, by_hash)
    return tuple(
        PhoneInUse(
            index=by_hash[phone_hash],
            place=conversation.place,
            disposition=conversation.disposition,
            changed_at=conversation.updated_at,
        )
        for phone_hash, conversation in rows
    )


def read_phone(database: Database, sealer: Sealer, number: str) -> Case | None:
    """Read the conversation of a number; None when it never texted."""
    phone_hash = sealer.phone_hash(number)
    with database.reading() as session:
        rows = inbox.conversations_of_phones(session, [phone_hash])
    return read_case(database, sealer, rows[0][1].id) if rows else None


def clock_ahead(database: Database) -> timedelta:
    """How far the demo's clock is ahead of real time."""
    with database.reading() as session:
        return operations.demo_offset(session)
