"""How the web process is served: gunicorn's command line, and its log made as careful as ours.

What a newcomer would get wrong: on SQLite exactly one process serves, with many threads, because the write lock lives in the
process. PostgreSQL takes several. And gunicorn prints tracebacks, whose messages quote what was being handled: its logger is
replaced by one that writes through `logs`.
"""

import sys
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.glogging import Logger

from bot import logs, settings
from bot.app import create_app
from bot.settings import Settings

THREADS = 12
POSTGRES_PROCESSES = 2
MEMORY = Path("/dev/shm")  # gunicorn's heartbeat file on a slow disk blocks its workers


def command(verified: Settings) -> list[str]:
    """Put together the server's command line."""
    host = "127.0.0.1" if verified.demo else "0.0.0.0"
    made = [
        sys.executable,
        "-m",
        "gunicorn",
        f"--bind={host}:{verified.port}",
        "--worker-class=gthread",
        f"--workers={1 if verified.uses_sqlite else POSTGRES_PROCESSES}",
        f"--threads={THREADS}",
        "--graceful-timeout=15",
        "--no-control-socket",
        "--logger-class=bot.web_server.CarefulLogger",
        f"bot.web_server:application(demo={verified.demo})",
    ]
    if MEMORY.is_dir():
        made.insert(-1, f"--worker-tmp-dir={MEMORY}")
    return made


def application(demo: bool) -> Flask:
    """Make the web application from the environment, for gunicorn."""
    verified = settings.load(demo=demo)
    logs.configure(verified.log_level)
    return create_app(verified)


class CarefulLogger(Logger):  # type: ignore[misc]  # gunicorn ships no types
    """Hands gunicorn's own lines to the root logger, which drops what was filled into them; keeps no access log."""

    def setup(self, cfg: Any) -> None:
        """Configure our logging instead of gunicorn's."""
        logs.configure("INFO")
        for log in (self.error_log, self.access_log):
            log.handlers = []
            log.propagate = True

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Write nothing: the host's proxy keeps an access log if anyone does."""
