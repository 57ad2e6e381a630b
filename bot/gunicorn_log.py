"""Gunicorn's log, made as careful as ours.

What a newcomer would get wrong: gunicorn prints tracebacks, whose messages quote what was being handled. And this stands apart
from `wsgi` because gunicorn's first process, which only watches the others, loads it too and should stay small.
"""

from typing import Any

from gunicorn.glogging import Logger

from bot import logs


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
