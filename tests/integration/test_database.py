"""What makes SQLite and PostgreSQL behave alike."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.models import Contact, ContactKey, Heartbeat
from bot.store import operations
from bot.store.engine import Database
from tests.support.clocks import START


def test_an_instant_comes_back_as_it_was(database: Database) -> None:
    """Aware, in UTC, to the microsecond, whatever zone it was given in."""
    given = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-5)))
    with database.writing() as session:
        operations.beat(session, "test", given)
    with database.reading() as session:
        stored = session.execute(select(Heartbeat.at)).scalar_one()
    assert (stored, stored.utcoffset()) == (given, timedelta(0))


def test_a_naive_instant_is_refused(database: Database) -> None:
    """It could mean any clock."""
    with pytest.raises(StatementError, match="naive"), database.writing() as session:
        operations.beat(session, "test", datetime(2026, 3, 2))  # noqa: DTZ001 - that is the point


def test_a_failing_block_keeps_nothing(database: Database) -> None:
    """All or nothing."""

    def beat_and_fail() -> None:
        with database.writing() as session:
            operations.beat(session, "test", START)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        beat_and_fail()
    with database.reading() as session:
        assert operations.last_beat(session, "test") is None


def test_a_row_without_its_parent_is_refused(database: Database) -> None:
    """SQLite has to be told to look."""
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(ContactKey(contact_id=4711, created_at=START))


def test_writers_that_read_first_wait_for_each_other(database: Database) -> None:
    """Under a plain BEGIN, SQLite would fail most of these with "database is locked" whatever the timeout."""
    with database.writing() as session:
        operations.set_demo_offset(session, timedelta(0))

    def add_one(_: int) -> None:
        with database.writing() as session:
            session.execute(text("SELECT offset_seconds FROM demo_clock" + database_lock)).scalar_one()
            session.execute(text("UPDATE demo_clock SET offset_seconds = offset_seconds + 1"))

    database_lock = "" if database.is_sqlite else " FOR UPDATE"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(100)))
    with database.reading() as session:
        assert operations.demo_offset(session) == timedelta(seconds=100)


def test_two_pools_on_one_file_wait_for_each_other(sqlite_url: str) -> None:
    """Web and worker are two processes: the lock within one does not help then."""
    databases = [Database(sqlite_url), Database(sqlite_url)]
    with databases[0].writing() as session:
        operations.set_demo_offset(session, timedelta(0))

    def add_fifty(database: Database) -> None:
        for _ in range(50):
            with database.writing() as session:
                offset = operations.demo_offset(session)
                operations.set_demo_offset(session, offset + timedelta(seconds=1))

    threads = [threading.Thread(target=add_fifty, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with databases[0].reading() as session:
        assert operations.demo_offset(session) == timedelta(seconds=100)
    for database in databases:
        database.close()


def test_a_reader_does_not_wait_for_a_writer(database: Database) -> None:
    """A staff page must open while a text is being handled."""
    with database.writing() as writer:
        operations.beat(writer, "test", START)
        with database.reading() as reader:
            assert reader.execute(select(Contact.id)).all() == []
            assert operations.last_beat(reader, "test") is None
