"""Showing that the worker is alive, for `/readyz`."""

from datetime import datetime, timedelta

from bot.services.line import Line
from bot.services.readiness import WORKER
from bot.store import operations

EVERY = timedelta(seconds=5)  # each beat is a write to the disk


class Heartbeat:
    """Beats every few seconds, however often it is called."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._last: datetime | None = None

    def __call__(self) -> None:
        """Beat, if the last one is long enough ago."""
        now = self._line.clock()
        if self._last is not None and timedelta(0) <= now - self._last < EVERY:
            return
        with self._line.database.writing() as session:
            operations.beat(session, WORKER, now)
        self._last = now
