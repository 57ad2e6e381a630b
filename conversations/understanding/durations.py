"""How long this spell lasts and whether it keeps coming back.

What a newcomer would get wrong: "every 2 weeks" and "third time this month" tell how often, not how long; "this morning" tells
the time of day and fills nothing (PROTOCOL 5.1); and pain that comes and goes counts from its first spell (5.2).
"""

import re
from datetime import date

from conversations.understanding.cues import pattern
from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import Words, book

HOURS_A_DAY = 24.0
HOURS_A_WEEK = 168.0
_UNIT_HOURS = {"min": 1 / 60, "hour": 1.0, "day": 24.0, "week": 168.0, "month": 720.0, "year": 8760.0}
_UNITS = (
    ("min", r"min(?:s|ute|utes|uto|utos|utitos)?"),
    ("hour", r"(?:hours?|hrs?|hr|horas?|horitas?|h)"),
    ("day", r"(?:days?|dias?|diitas|nights?|noches?)"),
    ("week", r"(?:weeks?|wks?|wk|semanas?|semanitas|sem)"),
    ("month", r"(?:months?|mos|mo|meses|mes)"),
    ("year", r"(?:years?|yrs?|anos?|anitos?|anios?)"),
)
_ANY_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS)
_SPAN = re.compile(
    r"(?<![\d./$])(?P<low>\d+(?:\.\d+)?)(?: ?(?:-|to|or|o|a|y) ?(?P<high>\d+(?:\.\d+)?))?\+?[ -]?"
    rf"(?:{_ANY_UNIT})\b"
)
_OFTEN_BEFORE = pattern(r"\b<often_before>(?: other)? ?$")
_AGO_AFTER = pattern(r"^ ?<ago_after>")
_NOT_THE_SPELL_AFTER = pattern(r"^ ?<not_the_spell_after>")
_AGO_BEFORE = pattern(r"\b<ago_before>(?: como| unos| unas| casi| ya)? ?$")
_YEARS_OF_PAIN_BEFORE = pattern(r"\b<years_of_pain_before> ?$")
_OWN_YEARS_BEFORE = pattern(r"\b<own_years_before> ?$")
_DOING_BEFORE = pattern(r"\b<doing_before><doing_before_more>* ?$")
_OF_THE_PAIN_BEFORE = pattern(r"\b<pain_time_before><pain_time_before_more>* ?$")
_OF_THE_PAIN_AFTER = pattern(r"^ ?(?:<pain_time_after>|$|[.,;!)])")
_REACH = 60  # characters around a stretch of time that can say what it measures
_LONG = (
    10 * 24.0
)  # hours; a longer stretch must be told as one ("for 3 weeks", "3 weeks ago"), not only named ("34 weeks")
_DAY_NUMBER = re.compile(r"\b(?:day|dia) (\d{1,2})\b")
_MONTHS = (
    "jan(?:uary)?|enero",
    "feb(?:ruary)?|febrero",
    "mar(?:ch|zo)",
    "apr(?:il)?|abril",
    "may|mayo",
    "june?|junio",
    "july?|julio",
    "aug(?:ust)?|agosto",
    "sept?(?:ember)?|septiembre",
    "oct(?:ober)?|octubre",
    "nov(?:ember)?|noviembre",
    "dec(?:ember)?|diciembre",
)
_SINCE_MONTH = tuple(pattern(rf"\b<since><since_more>* (?:{names})\b") for names in _MONTHS)
# Since when, in days; a weekday or the weekend lies within the week, and "for days" is at least longer than two hours.
_WITHIN_THE_WEEK, _MORE_THAN_HOURS, _SINCE_SEASON, _OVERNIGHT = 5.0, 0.5, 60.0, 0.6
_SINCE = pattern(r"\b<since>")
_SINCE_POINTS: tuple[tuple[re.Pattern[str], float], ...] = (
    (pattern(r"\b<since> <two_days_ago>\b"), 2.0),
    (pattern(r"\b<since> <yesterday>\b"), 1.0),
    (pattern(r"\b<since> <last_night>\b"), _OVERNIGHT),
    (pattern(r"\b<since><since_more>* <weekday>(?: pasado)?\b"), _WITHIN_THE_WEEK),
    (pattern(r"\b<since><since_more>* <weekend>\b"), _WITHIN_THE_WEEK),
    (pattern(r"\b<since>(?: la)? <last_week>\b"), 7.0),
    (pattern(r"\b<since>(?: el)? <long_ago>\b"), 30.0),
    (pattern(r"\b<since><since_more>* <season>\b"), _SINCE_SEASON),
)
_LASTING_POINTS: tuple[tuple[re.Pattern[str], float], ...] = (
    (pattern(r"\b<all_week>\b"), 7.0),
    (pattern(r"\b<all_month>\b"), 30.0),
    (pattern(r"\b<many_weeks>\b"), 21.0),
    (pattern(r"\b<some_days>\b"), _MORE_THAN_HOURS),
)
_PLAIN_DAYS: tuple[tuple[re.Pattern[str], int], ...] = (
    (pattern(r"(?<!than )(?<!que )(?<!q )\b(?:<yesterday>|<last_night>)\b"), 1),
    (pattern(r"\b<two_days_ago>\b"), 2),
    (pattern(r"\b<last_week>\b"), 7),
    (pattern(r"\b<last_month>\b"), 30),
    (pattern(r"\b<today>\b"), 0),
)


def read_hours(text: str, today: date) -> float | None:
    """Return how many hours this spell has lasted, the longest that a text states; None when it states none."""
    line = in_figures(text)
    spans = [hours for hours, ago in _spans(line) if not (ago and hours > 90 * HOURS_A_DAY)]
    spans += [days * HOURS_A_DAY for days in _points(line)]
    spans += [int(found) * HOURS_A_DAY for found in _DAY_NUMBER.findall(line)]
    if (since := _since_month(line, today)) is not None:
        spans.append(since * HOURS_A_DAY)
    return max(spans) if spans else None


def read_onset_days(text: str, words: Words, today: date) -> int | None:
    """Return how many days ago it began, by the convention of the labelled texts: a few weeks 21, last month 30."""
    line = in_figures(text)
    found = book().find(words)
    days = [hours / HOURS_A_DAY for hours, _ in _spans(line)]
    days += [float(number) for number in _DAY_NUMBER.findall(line)]
    for value in _points(line):
        if value not in (_WITHIN_THE_WEEK, _MORE_THAN_HOURS, _SINCE_SEASON):
            days.append(1.0 if value == _OVERNIGHT else value)
    if not days:
        days = [float(value) for wording, value in _PLAIN_DAYS if wording.search(line)]
    if not days and "just_now" in found:
        return 0
    return int(max(days)) if days else None


def _spans(line: str) -> list[tuple[float, bool]]:
    """Every stretch of time that a text tells of the spell, in hours, and whether it is told as "ago"."""
    spans: list[tuple[float, bool]] = []
    for found in _SPAN.finditer(line):
        before = line[max(0, found.start() - _REACH) : found.start()]
        after = line[found.end() : found.end() + _REACH]
        if _OFTEN_BEFORE.search(before) and not re.search(r"\b(?:in|en|la|el) (?:the|los|las)? ?$", before):
            continue
        if _NOT_THE_SPELL_AFTER.search(after) or (found["year"] and _OWN_YEARS_BEFORE.search(before)):
            continue
        unit = next(name for name, _ in _UNITS if found[name])
        hours = float(found["high"] or found["low"]) * _UNIT_HOURS[unit]
        if _DOING_BEFORE.search(before) and not _AGO_AFTER.search(after):
            continue
        told = _OF_THE_PAIN_BEFORE.search(before) or _OF_THE_PAIN_AFTER.search(after)
        if found["year"]:  # "58 años" is an age, "hace 3 años" a time
            told = _YEARS_OF_PAIN_BEFORE.search(before) or _AGO_AFTER.search(after)
        if hours >= _LONG and not told:
            continue
        spans.append((hours, bool(_AGO_AFTER.search(after) or _AGO_BEFORE.search(before))))
    return spans


def _points(line: str) -> list[float]:
    """Every time since when the text says that it hurts, in days."""
    points = (*_SINCE_POINTS, *_LASTING_POINTS) if _SINCE.search(line) else _LASTING_POINTS
    return [days for wording, days in points if wording.search(line)]


def _since_month(line: str, today: date) -> int | None:
    if not _SINCE.search(line):
        return None
    for number, wording in enumerate(_SINCE_MONTH, 1):
        if number != today.month and wording.search(line):
            year = today.year if number < today.month else today.year - 1
            return max((today - date(year, number, 1)).days, 1)
    return None
