"""What gunicorn loads: the application, and a log as careful as ours.

What a newcomer would get wrong: gunicorn prints tracebacks, whose messages quote what was being handled. Its logger is replaced
by one that writes through `logs`.
"""

from typing import Any

from flask import Flask
from gunicorn.glogging import Logger

from bot import logs, settings
from bot.app import create_app


def application(demo: bool) -> Flask:
    """Make the web application from the environment."""
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
