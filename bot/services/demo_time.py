"""The demo's clock: real time plus an offset in the database, which the simulator moves ahead and every process reads."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clock import Clock, utc_now
from bot.services.line import Line
from bot.services.timeouts import expire_waits
from bot.store import operations, timers
from bot.store.engine import Database

MOST_STEPS = 1000


class DemoClock:
    """A clock that runs ahead by what the simulator asked for."""

    def __init__(self, database: Database, real: Clock = utc_now) -> None:
        self._database = database
        self._real = real

    def __call__(self) -> datetime:
        """Tell the demo's time, aware and in UTC."""
        with self._database.reading() as session:
            return self._real() + operations.demo_offset(session)


def move_clock(line: Line, by: timedelta) -> datetime:
    """Move the demo's clock ahead, firing on the way each timer at its own time, as if one had waited; return the new time.

    What a newcomer would get wrong: jumping first and firing afterwards would send all reminders at once, at the end.
    """
    if by < timedelta(0):
        raise ValueError("time only moves ahead")
    until = line.clock() + by
    for _ in range(MOST_STEPS):
        with line.database.reading() as session:
            due_at = timers.next_due(session)
        if due_at is None or due_at > until:
            break
        moment = max(due_at, line.clock())
        _set_clock(line, moment)
        expire_waits(replace(line, clock=_StandsStill(moment)))
    _set_clock(line, until)
    return line.clock()


class _StandsStill:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self._now


def _set_clock(line: Line, wanted: datetime) -> None:
    """Move the clock ahead to an instant, never back."""
    with line.database.writing() as session:
        ahead = wanted - line.clock()
        if ahead > timedelta(0):
            operations.set_demo_offset(session, operations.demo_offset(session) + ahead)
