"""The schema that migrations make is the one that the models describe."""

from alembic import command
from sqlalchemy import text

from bot.clock import utc_now
from bot.migrations import config, knows, migrate, newest
from bot.services.readiness import faults
from bot.store.engine import Database


def test_migrations_make_what_the_models_describe(database: Database) -> None:
    """`check` raises when another migration would be needed."""
    command.check(config(database))


def test_migrating_again_changes_nothing(database: Database) -> None:
    """A release may run twice."""
    migrate(database)
    command.check(config(database))


def test_a_migration_can_be_taken_back(database: Database) -> None:
    """Down to nothing and up again."""
    command.downgrade(config(database), "base")
    assert "migrations" in faults(database, utc_now)
    migrate(database)
    command.check(config(database))


def test_sqlite_is_left_in_write_ahead_mode(sqlite_url: str) -> None:
    """Readers must not wait for the writer."""
    database = Database(sqlite_url)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    database.close()


def test_a_database_without_tables_says_what_to_run(tmp_path: object) -> None:
    """The sentence names the command."""
    database = Database(f"sqlite:///{tmp_path}/empty.sqlite3")
    assert faults(database, utc_now)["migrations"].endswith("text-us migrate")
    database.close()


def test_a_database_from_a_newer_version_is_named_as_such(database: Database) -> None:
    """Going back to an older program must not be mistaken for a missing migration."""
    assert knows(newest())
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "newer version" in faults(database, utc_now)["migrations"]
