"""The clinic as it stands, worked out once a minute.

What a newcomer would get wrong: this changes no promise. Opening hours turn on whole minutes and every promised time is rounded
up to one, so nothing that a patient is told changes between two instants of the same minute; only its very first instant, which
is still its own "next minute", is worked out by itself.
"""

from datetime import UTC, datetime

from bot.clinic import Clinic
from conversations.clinic_view import ClinicView


class ClinicByMinute:
    """A clinic that remembers its last view. Used by several threads at once: what is remembered is replaced as a whole."""

    def __init__(self, clinic: Clinic) -> None:
        self._clinic = clinic
        self._last: tuple[datetime, bool, ClinicView] | None = None

    def view(self, at: datetime, practice: bool) -> ClinicView:
        """What a conversation may know about the clinic at an instant, as `Clinic.view` says it."""
        minute = at.astimezone(UTC).replace(second=0, microsecond=0)
        if minute == at:
            return self._clinic.view(at, practice)
        last = self._last
        if last is None or last[:2] != (minute, practice):
            last = self._last = (minute, practice, self._clinic.view(at, practice))
        return last[2]
