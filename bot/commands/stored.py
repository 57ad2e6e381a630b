"""The database as commands use it: opened from the settings, closed afterwards, its trouble told in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from bot.errors import TextUsError
from bot.settings import Settings
from bot.store.engine import Database


class DatabaseError(TextUsError):
    """The database cannot be used."""


@contextmanager
def database_of(verified: Settings) -> Iterator[Database]:
    """Open the database that the settings name; raise DatabaseError when it cannot be used."""
    database = Database(verified.database_url)
    try:
        yield database
    except SQLAlchemyError as error:
        # The error's own message may quote what was being stored.
        raise DatabaseError(
            f"The database cannot be used ({type(error).__name__}). Check DATABASE_URL, then run: text-us migrate"
        ) from error
    finally:
        database.close()
