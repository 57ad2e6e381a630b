"""`text-us migrate`: needs neither engine nor clinic file; a database can be brought up to date whatever else is broken."""

import argparse

from bot import migrations, settings
from bot.commands.stored import database_of


def migrate(_args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    with database_of(settings.load(require=settings.NOTHING)) as database:
        migrations.migrate(database)
    print("The database is up to date.")
    return 0
