"""Is everything there that answering a text needs? One sentence for each thing that is not."""

from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.migrations import knows, newest
from bot.store import operations, outbox, tickets
from bot.store.engine import Database

WORKER = "worker"
LONGEST_SILENCE = timedelta(seconds=30)


def faults(database: Database, clock: Clock) -> dict[str, str]:
    """What is wrong, by part: `database`, `migrations`, `worker`. Nothing wrong gives nothing."""
    try:
        with database.reading() as session:
            version = operations.schema_version(session)
            beat = operations.last_beat(session, WORKER) if version == newest() else None
    except SQLAlchemyError as error:
        if _lacks_tables(error):
            return {"migrations": "The database has no tables yet. Run: text-us migrate"}
        return {"database": "The database cannot be read: it is missing, locked, full or damaged. See DATABASE_URL."}
    if not _can_be_written(database):
        return {"database": "The database cannot be written: another program holds it locked. Stop that one."}
    if version != newest():
        newer = version is not None and not knows(version)
        remedy = (
            "is from a newer version of Text Us. Start that version." if newer else "is behind. Run: text-us migrate"
        )
        return {"migrations": f"The database {remedy}"}
    if beat is None or clock() - beat > LONGEST_SILENCE:
        return {"worker": "The worker is not running: reminders and staff texts wait. Start: text-us worker"}
    return {}


def figures(database: Database, clock: Clock) -> dict[str, float]:
    """What an operator watches, counted now."""
    now = clock()
    with database.reading() as session:
        beat = operations.last_beat(session, WORKER)
        return {
            "text_us_outbox_waiting": outbox.waiting(session, now),
            "text_us_open_tickets": tickets.count_open(session),
            "text_us_worker_silent_seconds": (now - beat).total_seconds() if beat else float("nan"),
        }


def _can_be_written(database: Database) -> bool:
    """Can a text be stored now? In a locked SQLite file everything can still be read."""
    try:
        with database.writing():
            return True
    except SQLAlchemyError:
        return False


def _lacks_tables(error: SQLAlchemyError) -> bool:
    return "alembic_version" in str(error) and ("no such table" in str(error) or "does not exist" in str(error))
