"""The database's schema, step by step, and the one function that brings a database up to date.

What a newcomer would get wrong: a migration runs while the previous version of the program still serves. Add first, use it
in the next version, remove in the one after.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.store.engine import Database, set_wal

HERE = Path(__file__).parent


def config(database: Database | None = None) -> Config:
    """Alembic's configuration, made here so that no ini file has to be found."""
    made = Config()
    made.set_main_option("script_location", str(HERE).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    if database is not None:
        made.attributes["database"] = database
    return made


def newest() -> str:
    """The version that this program expects a database to be at."""
    head = ScriptDirectory.from_config(config()).get_current_head()
    assert head is not None
    return head


def knows(version: str) -> bool:
    """Is this version of the schema one of ours? A database from a newer program is not."""
    return any(script.revision == version for script in ScriptDirectory.from_config(config()).walk_revisions())


def migrate(database: Database) -> None:
    """Bring a database up to date; set SQLite's write-ahead logging. May be repeated."""
    if database.is_sqlite and database.url.database:
        Path(database.url.database).parent.mkdir(parents=True, exist_ok=True)
    set_wal(database)
    command.upgrade(config(database), "head")
