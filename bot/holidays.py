"""Which days a clinic file means by a holiday's `on`.

"2026-12-24"            that day
"12-25"                 every year
"4th thu nov"           every year; also "last mon may"
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": -1}
_NTH = re.compile(rf"({'|'.join(_ORDINALS)}) ({'|'.join(WEEKDAYS)}) ({'|'.join(MONTHS)})")


@dataclass(frozen=True, kw_only=True)
class HolidayRule:
    """A day, once or every year. `year` is None for every year; `nth` and `weekday` are None for a fixed day."""

    month: int
    year: int | None = None
    day: int | None = None
    nth: int | None = None
    weekday: int | None = None

    def falls_on(self, day: date) -> bool:
        """Is it this day?"""
        if day.month != self.month or (self.year is not None and day.year != self.year):
            return False
        if self.nth is None:
            return day.day == self.day
        if day.weekday() != self.weekday:
            return False
        if self.nth == -1:
            return (day + timedelta(days=7)).month != day.month
        return (day.day + 6) // 7 == self.nth


def parse(on: str) -> HolidayRule:
    """Read a holiday's `on`; raise ValueError with a remedy."""
    text = " ".join(on.lower().split())
    if found := _NTH.fullmatch(text):
        nth, weekday, month = found.groups()
        return HolidayRule(month=MONTHS.index(month) + 1, nth=_ORDINALS[nth], weekday=WEEKDAYS.index(weekday))
    try:
        if re.fullmatch(r"\d{2}-\d{2}", text):
            yearly = date.fromisoformat(f"2024-{text}")  # a leap year, so that 02-29 is a day
            return HolidayRule(month=yearly.month, day=yearly.day)
        once = date.fromisoformat(text)
        return HolidayRule(year=once.year, month=once.month, day=once.day)
    except ValueError as error:
        raise ValueError('write a day as "2026-12-24", "12-25" or "4th thu nov"') from error
