"""Fixtures: a freshly migrated database, once on SQLite and once on PostgreSQL.

Import what a directory needs into its conftest.py. Without PostgreSQL those tests are skipped and counted; with CI=1 they fail.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.migrations import migrate
from bot.store.engine import Database
from tests.support.postgresql import PostgresServer, find_binaries

KINDS = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A running server, with a migrated database named `migrated`."""
    binaries = find_binaries()
    if binaries is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL's programs are not installed")
        pytest.skip("PostgreSQL's programs are not installed")
    with PostgresServer(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgres_server: PostgresServer) -> str:
    """The name of a migrated PostgreSQL database, to be copied."""
    name = postgres_server.create()
    database = Database(postgres_server.url(name))
    migrate(database)
    database.close()
    return name


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a migrated, empty database."""
    if request.param == "sqlite":
        return sqlite_copy(request.getfixturevalue("migrated_sqlite"), tmp_path)
    template = request.getfixturevalue("migrated_postgresql")
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.url(server.create(template))


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """The address of a migrated, empty SQLite database, for what does not depend on the kind."""
    return sqlite_copy(migrated_sqlite, tmp_path)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database."""
    opened = Database(database_url)
    yield opened
    opened.close()


def sqlite_copy(template: Path, directory: Path) -> str:
    """Copy a migrated file; write-ahead logging is kept in it."""
    path = directory / "text-us.sqlite3"
    shutil.copy(template, path)
    return f"sqlite:///{path}"
