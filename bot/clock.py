"""The one place that asks what time it is. Everything else is given the answer, or a `Clock`.

Instants are aware and in UTC; the clinic's own time is made from them where a person reads it.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Tell the time, aware and in UTC."""
    return datetime.now(UTC)
