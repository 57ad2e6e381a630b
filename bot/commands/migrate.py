"""`text-us migrate`: needs neither engine nor clinic file; a database can be brought up to date whatever else is broken."""

import argparse

from bot import migrations, settings
from bot.store.engine import Database


def migrate(_args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    database = Database(settings.load(require=settings.NOTHING).database_url)
    try:
        migrations.migrate(database)
    finally:
        database.close()
    print("The database is up to date.")
    return 0
