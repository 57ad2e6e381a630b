"""`text-us web`: become gunicorn with the settings that fit the database.

What a newcomer would get wrong: on SQLite exactly one process serves, with many threads, because the write lock lives in the
process. PostgreSQL takes several. The settings are verified before anything forks, so that a fault is said once.
"""

import argparse
import os
import sys
from pathlib import Path

from bot import settings
from bot.settings import Settings

THREADS = 12
POSTGRES_PROCESSES = 2
MEMORY = Path("/dev/shm")  # gunicorn's heartbeat file on a slow disk blocks its workers


def web(args: argparse.Namespace) -> int:
    """Become the web server."""
    command = server_command(settings.load(demo=args.demo))
    os.execv(command[0], command)


def server_command(verified: Settings) -> list[str]:
    """Put together gunicorn's command line."""
    host = "127.0.0.1" if verified.demo else "0.0.0.0"
    return [
        sys.executable,
        "-m",
        "gunicorn",
        f"--bind={host}:{verified.port}",
        "--worker-class=gthread",
        f"--workers={1 if verified.uses_sqlite else POSTGRES_PROCESSES}",
        f"--threads={THREADS}",
        "--graceful-timeout=15",
        "--no-control-socket",
        "--logger-class=bot.gunicorn_log.CarefulLogger",
        *([f"--worker-tmp-dir={MEMORY}"] if MEMORY.is_dir() else []),
        f"bot.wsgi:application(demo={verified.demo})",
    ]
