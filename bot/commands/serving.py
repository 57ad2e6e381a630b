"""The processes: web, worker, and the migration that goes before them.

What a newcomer would get wrong: the settings are verified here, before anything forks, so that a fault is said once and not by
every process.
"""

import argparse
import os

from bot import logs, migrations, settings, web_server
from bot import worker as worker_process
from bot.settings import Settings
from bot.store.engine import Database


def web(args: argparse.Namespace) -> int:
    """Become the web server."""
    command = web_server.command(settings.load(demo=args.demo))
    os.execvp(command[0], command)


def worker(args: argparse.Namespace) -> int:
    """Run the worker until it is told to stop."""
    verified = settings.load(demo=args.demo)
    logs.configure(verified.log_level)
    worker_process.run(verified)
    return 0


def migrate(_args: argparse.Namespace) -> int:
    """Bring the database up to date."""
    bring_up_to_date(settings.load(require=settings.NOTHING))
    print("The database is up to date.")
    return 0


def bring_up_to_date(verified: Settings) -> None:
    """Migrate the database that the settings name."""
    database = Database(verified.database_url)
    try:
        migrations.migrate(database)
    finally:
        database.close()
