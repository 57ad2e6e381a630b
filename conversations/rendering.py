"""Filling the declared placeholders of a text for one patient.

What a newcomer would get wrong: nothing is guessed. A placeholder without a value is an error, never an empty gap, since the gap
might be the phone number of an emergency text.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from conversations.errors import CopyError
from conversations.sms_text import clean_for_sending
from conversations.wording import PLACEHOLDER, Wording

# Spanish days and months stand without accents: one á would make the whole text dearer (PROTOCOL 2.7).
_DAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "es": ("lun", "mar", "mie", "jue", "vie", "sab", "dom"),
}
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
}


def fill(wording: Wording, key: str, values: Mapping[str, object], lang: str, *, today: date | None = None) -> str:
    """Render one piece of copy. Values that it does not use are left alone; raise CopyError for a key or value that is missing.

    A datetime becomes "3:10 PM" when it lies on `today`, else with its day; a tuple becomes a numbered list.
    """
    if key not in wording:
        raise CopyError(f"{lang}: no text has the key {key}")

    def value_of(found: re.Match[str]) -> str:
        value = values.get(found[1])
        if value is None or value == "" or value == ():
            raise CopyError(f"{lang}: {key} needs a value for {{{found[1]}}}")
        return _as_words(value, lang, today)

    return clean_for_sending(PLACEHOLDER.sub(value_of, wording[key]))


def _as_words(value: object, lang: str, today: date | None) -> str:
    match value:
        case datetime():
            return format_moment(value, lang, today=today)
        case tuple():
            return numbered(value)
        case str() | int():
            return str(value)
        case _:
            raise CopyError(f"{lang}: a {type(value).__name__} cannot be put into a text")


def format_moment(at: datetime, lang: str, *, today: date | None = None) -> str:
    """Say when, on the clock that `at` carries: "3:10 PM" on `today`, "Mon 9 AM" within a week of it, else with the date.

    Without `today` the weekday always stands. Raise CopyError for a datetime without a zone: nobody knows which clock it means.
    """
    if at.tzinfo is None:
        raise CopyError("a time without a zone cannot be put into a text")
    clock = format_clock(at)
    if at.date() == today:
        return clock
    weekday = _DAYS[lang][at.weekday()]
    if today is None or timedelta() < at.date() - today < timedelta(days=7):
        return f"{weekday} {clock}"
    month = _MONTHS[lang][at.month - 1]
    day = f"{month} {at.day}" if lang == "en" else f"{at.day} {month}"
    return f"{weekday} {day}, {clock}"


def format_clock(at: datetime) -> str:
    """Say the time of day the American way, which Spanish texts in New York use as well: "9 AM", "3:10 PM"."""
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes} {'AM' if at.hour < 12 else 'PM'}"


def numbered(names: tuple[object, ...]) -> str:
    """List choices one a line, each after the digit to reply with: "1 Midtown"."""
    return "\n".join(f"{number} {name}" for number, name in enumerate(names, 1))
