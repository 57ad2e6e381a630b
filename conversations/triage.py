"""The ordered scale of outcomes. The most urgent finding wins, and a conversation only ever moves up (PROTOCOL 2.3)."""

from enum import StrEnum


class Disposition(StrEnum):
    """Where a conversation ends (PROTOCOL 1)."""

    SELF_CARE = "SELF_CARE"
    BOOK = "BOOK"
    URGENT = "URGENT"
    EMERGENCY = "EMERGENCY"

    @property
    def rank(self) -> int:
        """Higher is more urgent."""
        return _RANKS[self]


_RANKS = {disposition: rank for rank, disposition in enumerate(Disposition)}
