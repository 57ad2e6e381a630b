"""The database's schema, step by step, and the one function that brings a database up to date.

What a newcomer would get wrong: a migration runs while the previous version of the program still serves. Add first, use it
in the next version, remove in the one after.
"""

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.engine import Database, set_wal

if TYPE_CHECKING:
    from alembic.config import Config

# Alembic is imported where it is used: the web process asks for a version now and then, and need not wait for it to start.
HERE = Path(__file__).parent


def config(database: Database | None = None) -> "Config":
    """Alembic's configuration, made here so that no ini file has to be found."""
    from alembic.config import Config

    made = Config(stdout=sys.stdout)  # else it keeps the output of whoever imported it first
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    if database is not None:
        made.attributes["database"] = database
    return made


def newest() -> str:
    """The version that this program expects a database to be at."""
    return _versions()[0]


def knows(version: str) -> bool:
    """Is this version of the schema one of ours? A database from a newer program is not."""
    return version in _versions()


@cache
def _versions() -> tuple[str, ...]:
    """Every version of the schema, the newest first."""
    from alembic.script import ScriptDirectory

    return tuple(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def migrate(database: Database) -> None:
    """Bring a database up to date; set SQLite's write-ahead logging. May be repeated."""
    from alembic import command

    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    set_wal(database)
    command.upgrade(config(database), "head")
