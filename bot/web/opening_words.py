"""Say in a few words whether the clinic is open: "Open until 17:00", "Closed, reopens Mon 09:00"."""

from datetime import datetime

from bot import hours
from bot.clinic import Clinic


def opening_words(clinic: Clinic, now: datetime) -> str:
    """Word the clinic's opening at an instant, in its own time; lunch counts as closed."""
    closes = hours.closing(clinic.schedules, now)
    if closes is not None:
        return f"Open until {closes.astimezone(clinic.timezone):%H:%M}"
    opens = hours.next_opening(clinic.schedules, now)
    if opens is None:
        return "Closed"
    local, today = opens.astimezone(clinic.timezone), now.astimezone(clinic.timezone).date()
    if local.date() == today:
        return f"Closed, reopens {local:%H:%M}"
    if (local.date() - today).days < 7:
        return f"Closed, reopens {local:%a %H:%M}"
    return f"Closed, reopens {local:%b} {local.day}"
