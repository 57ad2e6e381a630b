"""The database, behaving alike on SQLite and PostgreSQL.

What a newcomer would get wrong: on SQLite a transaction that reads and then writes fails "database is locked" at once,
whatever the busy timeout, unless it took the write lock when it began. So a transaction says at its start what it is:
`writing()` begins with BEGIN IMMEDIATE and, within this process, queues on a fair lock first (SQLite's own waiting starves
threads); `reading()` begins plainly and never waits for writers. On PostgreSQL both are ordinary transactions and rows are
locked with FOR UPDATE where a service asks for it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

BUSY_TIMEOUT_MS = 8000  # below Twilio's 15 seconds, so that a stuck database still lets the fallback answer
WRITES = "text_us_writes"
CURSOR = "text_us_cursor"


class Database:
    """One connection pool and the two kinds of transaction."""

    def __init__(self, url: str, *, pool_size: int = 16) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url, pool_size) if self.is_sqlite else _postgresql_engine(self.url, pool_size)
        self._writing_engine = self.engine.execution_options(**{WRITES: True})
        self._write_lock = threading.Lock() if self.is_sqlite else None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a write transaction; commit when the block ends well, roll back when it raises."""
        with (
            self._write_lock or nullcontext(),
            self._writing_engine.connect() as connection,
            connection.begin(),
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a read transaction: one consistent view, nothing kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def insert_new(session: Session, table: type[DeclarativeBase]) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that does nothing when a unique key exists already; nothing is returned then."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Undo what the block wrote when it raises, and only that. For statements on tables: loaded objects are not refreshed."""
    cursor, dialect = cursor_of(session), session.get_bind().dialect
    _run(cursor, dialect, "SAVEPOINT undone_alone")
    try:
        yield
    except BaseException:
        _run(cursor, dialect, "ROLLBACK TO SAVEPOINT undone_alone")
        raise
    _run(cursor, dialect, "RELEASE SAVEPOINT undone_alone")


def cursor_of(session: Session) -> Any:
    """The driver's own cursor inside this session's transaction, one for all its statements: fetch before the next one runs."""
    cursor = session.info.get(CURSOR)
    if cursor is None:
        cursor = session.info[CURSOR] = session.connection().connection.cursor()
    return cursor


def as_database_error(error: Exception, dialect: Dialect) -> Exception:
    """What SQLAlchemy would raise for a driver's error, without the statement's values: they may be a patient's."""
    wrapped = DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
    assert isinstance(wrapped, Exception)
    return wrapped


def _run(cursor: Any, dialect: Dialect, command: str) -> None:
    try:
        cursor.execute(command)
    except dialect.loaded_dbapi.Error as error:
        raise as_database_error(error, dialect) from error


def set_wal(database: Database) -> None:
    """Switch a SQLite file to write-ahead logging, which lasts. Called by the migration only: two switchers can collide."""
    if not database.is_sqlite:
        return
    connection = database.engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()


def _with_driver(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def _sqlite_engine(url: Any, pool_size: int) -> Engine:
    engine = create_engine(url, pool_size=pool_size, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgresql_engine(url: Any, pool_size: int) -> Engine:
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={BUSY_TIMEOUT_MS} -c timezone=UTC"},
    )


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver must not begin transactions of its own: see `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Our 200 tells Twilio "stored": NORMAL could lose the last commits when the power fails.
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    _run(connection.connection.cursor(), connection.dialect, "BEGIN IMMEDIATE" if writes else "BEGIN")
