"""How long this spell lasts and whether it keeps coming back.

What a newcomer would get wrong: "every 2 weeks" and "third time this month" tell how often, not how long; "this morning" tells
the time of day and fills nothing (PROTOCOL 5.1); and pain that comes and goes counts from its first spell (5.2).
"""

import re
from datetime import date

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
    rf"(?<![\d./$])(?P<low>\d+(?:\.\d+)?)(?: ?(?:-|to|or|o|a|y) ?(?P<high>\d+(?:\.\d+)?))?\+?[ -]?(?:{_ANY_UNIT})\b"
)
_OFTEN_BEFORE = re.compile(
    r"\b(?:every|each|cada|once|twice|per|in|en|within|for the next|next|proxim[oa]s?|el|la|age|under|x|times)(?: other)? ?$"
)
_AGO_AFTER = re.compile(r"^ ?(?:ago|back\b|atras)")
_OLD_AFTER = re.compile(
    r"^ ?(?:a (?:week|wk|day|month)|late|behind|young|out of|paraa|por semana|al dia|de embarazo|preg|postpartum|old|yo\b|year|of age|de edad|pregnant|embarazada|along|preggo|shift|drive|flight|lunch|video|session|class|wait|walk)"
)
_HACE_BEFORE = re.compile(
    r"\b(?:hace|hace como|hace unos|hace unas|hara|hace ya|hace casi)(?: como| unos| unas| casi| ya)? ?$"
)
_AGES_BEFORE = re.compile(r"\b(?:im|tengo|tiene|hes|shes|cumpli) ?$")
_DOING_BEFORE = re.compile(
    r"\b(?:in|slept|sat|sitting|drove|driving|worked|working|standing|took|feet|stuck|hold|dormi|manejo|manejando|trabajo|trabajando|sentad[oa]|parad[oa]|paraa|paraos?|gaming|lasts?|dura|holes|lasted|pregnant|"
    r"embarazada(?: de)?|is|wifes|sisters|im|shes|esta de|estoy de)(?: about| like| for| over| como| me| the| los| las)* ?$"
)
_OF_THE_PAIN_BEFORE = re.compile(
    r"\b(?:for|since|hace|desde hace|llevo|lleva|llevamos|llevan|ya|been|about|como|like|over|past|last|durante|going on|almost|casi|van|va pa|va para|around|maybe|some|some|por|ya va|tengo|this|at it|only|roughly)(?: about| like| almost| over| the| maybe| the last| the past| casi| como| unas?| unos?| ya| mas de| at least)* ?$"
)
_OF_THE_PAIN_AFTER = re.compile(
    r"^ ?(?:ago|now|already|ya\b|atras|straight|on and off|of (?:low|lower|upper|mid|neck|back|pain|spasm|this)|de (?:dolor|espasmo|estar)|with (?:this|a|my)|con (?:este|esta|el|la|un)|asi|so far|$|[.,;!)])"
)
_LONG = (
    10 * 24.0
)  # hours; a longer stretch must be told as one ("for 3 weeks", "3 weeks ago"), not only named ("34 weeks")
_DAY_NUMBER = re.compile(r"\b(?:day|dia) (\d{1,2})\b")
_SINCE = (
    r"(?:since|from|desde(?: el| la| los| las)?|starting|started|began|start|empezo(?: el| la)?|me empezo(?: el| la)?)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|miercoles|jueves|viernes|sabado|domingo"
_MONTHS = (
    "jan(?:uary)?|enero", "feb(?:ruary)?|febrero", "mar(?:ch|zo)", "apr(?:il)?|abril", "may|mayo", "june?|junio", "july?|julio", "aug(?:ust)?|agosto", "sept?(?:ember)?|se[p]?tiembre", "oct(?:ober)?|octubre", "nov(?:ember)?|noviembre", "dec(?:ember)?|diciembre",
)  # fmt: skip
_POINTS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(rf"\b{_SINCE} (?:last |anoche|la )?(?:the )?(?:night before last|antier|anteayer|antes de ayer|day before yesterday)\b"), 2.0),
    (re.compile(rf"\b{_SINCE} (?:yesterday|yday|yest|ystrday|ayer)\b"), 1.0),
    (re.compile(rf"\b{_SINCE} (?:last ni(?:ght|te)|anoche)\b"), 0.6),
    (re.compile(rf"\b{_SINCE} (?:on |this |last |the |lunch |this past )*(?:{_WEEKDAY})(?: pasado)?\b"), 5.0),
    (re.compile(rf"\b{_SINCE} (?:the |this |last |fin de |past )*(?:weekend|wknd|wkend|semana)\b"), 5.0),
    (re.compile(rf"\b{_SINCE} (?:last|the other) (?:week|wk)\b|\bdesde la semana pasada\b|\bhace 1 semana\b"), 7.0),
    (re.compile(rf"\b{_SINCE} (?:last month|el mes pasado|last year|el ano pasado|always|siempre)\b"), 30.0),
    (re.compile(rf"\b{_SINCE} (?:the |last |this |early |late )*(?:summer|spring|winter|verano|primavera|invierno)\b"), 60.0),
    (re.compile(r"\ball (?:this )?(?:week|wk)(?: long)?\b|\btoda la semana\b"), 7.0),
    (re.compile(r"\ball (?:this )?(?:month|summer|spring|winter|year)\b|\btodo el (?:mes|ano|verano)\b"), 30.0),
    (re.compile(r"\bfor (?:weeks|months|years|ages)\b|\b(?:weeks|months|years) now\b|\bhace (?:semanas|meses|anos|tiempo|mucho)\b|\bpor (?:semanas|meses|anos)\b|\bforever\b"), 21.0),
    (re.compile(r"\bfor (?:days|hours|several hours)\b|\bhace (?:dias|horas)\b|\bpor (?:dias|horas)\b|\ball (?:day|night)\b|\btodo el dia\b|\btoda la noche\b|\bhace varios dias\b"), 0.5),
)  # fmt: skip


_PLAIN_DAYS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"(?<!than )(?<!que )(?<!q )\b(?:yesterday|yday|yest|ystrday|ayer|last ni(?:ght|te)|anoche)\b"), 1),
    (re.compile(r"\b(?:day before yesterday|night before last|antier|anteayer|antes de ayer|antayer)\b"), 2),
    (re.compile(r"\blast (?:week|wk)\b|\bla semana pasada\b"), 7),
    (re.compile(r"\blast month\b|\bel mes pasado\b"), 30),
    (re.compile(r"\b(?:today|this (?:morning|am|afternoon)|tonight|since (?:noon|lunch|this am)|hoy|esta manana|amaneci|amanecio|all day|todo el dia)\b"), 0),
)  # fmt: skip


def read_hours(text: str, today: date) -> float | None:
    """Return how many hours this spell has lasted, the longest that a text states; None when it states none."""
    line = in_figures(text)
    spans = [hours for hours, ago in _spans(line) if not (ago and hours > 90 * HOURS_A_DAY)]
    spans += [days * HOURS_A_DAY for pattern, days in _POINTS if pattern.search(line)]
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
    for pattern, value in _POINTS:
        if value not in (5.0, 0.5, 60.0) and pattern.search(line):
            days.append(1.0 if value == 0.6 else value)
    if not days:
        days = [float(value) for pattern, value in _PLAIN_DAYS if pattern.search(line)]
    if not days and "just_now" in found:
        return 0
    return int(max(days)) if days else None


def _spans(line: str) -> list[tuple[float, bool]]:
    """Every stretch of time that a text tells of the spell, in hours, and whether it is told as "ago"."""
    spans: list[tuple[float, bool]] = []
    for found in _SPAN.finditer(line):
        before, after = line[: found.start()], line[found.end() :]
        if _OFTEN_BEFORE.search(before) and not re.search(r"\b(?:in|en|la|el) (?:the|los|las)? ?$", before):
            continue
        if _OLD_AFTER.search(after) or (found["year"] and _AGES_BEFORE.search(before)):
            continue
        unit = next(name for name, _ in _UNITS if found[name])
        hours = float(found["high"] or found["low"]) * _UNIT_HOURS[unit]
        if _DOING_BEFORE.search(before) and not _AGO_AFTER.search(after):
            continue
        told = _OF_THE_PAIN_BEFORE.search(before) or _OF_THE_PAIN_AFTER.search(after)
        if hours >= _LONG and not told:
            continue
        spans.append((hours, bool(_AGO_AFTER.search(after) or _HACE_BEFORE.search(before))))
    return spans


def _since_month(line: str, today: date) -> int | None:
    for number, names in enumerate(_MONTHS, 1):
        if re.search(
            rf"\b{_SINCE} (?:last |early |late |mid |mid-|like |about |maybe |around |como )*(?:{names})\b", line
        ):
            year = today.year if number <= today.month else today.year - 1
            return max((today - date(year, number, 1)).days, 1) if number != today.month else None
    return None
