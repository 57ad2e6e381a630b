"""How old somebody is, as people text it: digits, words, birth years and dates, "late 30s", "turning 30 next month".

What a newcomer would get wrong: several numbers may stand in a reply ("29 but my back thinks its 80"). One that is said to be an
age wins; otherwise two different ones are not read at all.
"""

import re
from datetime import date

from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import book, split

OLDEST = 120
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"), ("sep",), ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
_MONTH = re.compile(
    r"\b(jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|oct|nov|dec|dic)[a-z]*\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (?:de |del )?(\d{4})\b"
)
_DAY_MONTH = re.compile(
    r"\b(\d{1,2}) (?:de |of )?(jan|ene|feb|mar|apr|abr|may|jun|jul|aug|ago|sep|oct|nov|dec|dic)[a-z]*,?(?: de| del)? (\d{4})\b"
)
_YEAR = re.compile(r"\b(19[0-9]{2}|20[0-9]{2})\b")
_SHORT_YEAR = re.compile(
    r"(?:\bborn (?:in )?|\bnaci(?:o|do|da)? (?:en )?(?:el )?|\bsoy del (?:ano )?|\bdel (?:ano )?|\bfrom |\bclass of |\b19 )(\d{2})\b(?! ?(?:st|th|ave|y |de ))"
)
_DECADE = re.compile(
    r"\b(?:(early|mid|late|low|upper|high)[ -])?(\d0)(?:'?s\b| ?(?:something|sth|y pico|y tantos|y tantas|y algo|y piquito|and change))"
)
_DECADE_ES = re.compile(r"\b(?:los|mis) (\d0)(?= y (?:pico|tantos)|s\b)")
_COMING = re.compile(
    r"\b(?:turning|turn|turns|almost|nearly|about to (?:be|turn)|going on|gonna (?:be|turn)|going to (?:be|turn)|ill be|will be|hell be|shell be|be|pushing|close to|soon|just under|hitting|approaching|not quite|"
    r"casi|voy (?:pa|para|a cumplir|a)(?: los)?|va (?:pa|para|a cumplir)(?: los)?|cumplo|cumple|por cumplir|cerca de(?: los)?|rozando los|para cumplir|pa cumplir)(?: los)? (\d{1,3})\b"
)
_TURNED = re.compile(
    r"\b(?:just turned|turned|acabo de cumplir|acaba de cumplir|cumpli|recien cumplidos|ya cumpli|just became|been) (\d{1,3})\b"
)
_SAID = re.compile(
    r"\b(?:im|i am|hes|shes|he is|she is|is|hes about|age|aged|edad|tengo|tiene|soy de|my age is|theyre|they are|turned|cumpli|mi edad es|ando en los|ando por los|aged)(?: about| around| like| only| just| now| como| unos| ya| yo)?[: ]+(\d{1,3})\b(?! ?(?:%|/|am\b|pm\b|st\b|nd\b|rd\b|th\b|days?\b|dias?\b|weeks?\b|wks?\b|semanas?\b|hours?\b|hrs?\b|horas?\b|min|ft\b|feet|lbs?\b|kids|hijos|months?\b|meses|out of))"
)
_UNITS = re.compile(r"\b(\d{1,3}) ?(?:years?|yrs?|yr|y/?o|anos|anitos|anios|cumplidos|yrs? young)\b(?! ago| atras)")
_MONTHS_OLD = re.compile(r"\b(\d{1,2}) ?(?:months?|mos?|meses|weeks?|wks?|semanas|days|dias)(?: old| de nacid[oa])\b")
_BARE = re.compile(
    r"(?<![\d./-])\b(\d{1,3})\b(?![./-]\d)(?! ?(?:%|am\b|pm\b|st\b|nd\b|rd\b|th\b|days?\b|dias?\b|weeks?\b|wks?\b|semanas?\b|hours?\b|hrs?\b|horas?\b|min|ft\b|feet|lbs?\b|kids|hijos|nietos|months?\b|meses|out of|of\b|de los|times|veces|minutes|'|blocks|ppl|people))"
)
_FEELS = re.compile(
    r"\b(?:feel|feels|feeling|like|thinks|think|siento|sienta|parezco|look|looks|acts?|going on|but my|body of)\b.*"
)


def read_age(text: str, today: date) -> tuple[int, int] | None:
    """Return the youngest and the oldest age that a reply to "how old?" can mean; None when it names none or several.

    An age over 120 comes back as it is, so that the caller can tell "out of range" from "no number".
    """
    line = in_figures(text)
    if re.fullmatch(r"\s*\d(?: \d){1,2}\W*", line):
        value = int(re.sub(r"\D", "", line))
        return value, value
    if born := _born(line, today):
        return born
    if months := _MONTHS_OLD.search(line):
        years = int(months[1]) // 12 if "m" in months[0] else 0
        return years, years
    if decade := _DECADE.search(line) or _DECADE_ES.search(line):
        return _decade(decade)
    if "minor" in split(text).words or "menor de edad" in line:
        return 0, 17
    if turned := _TURNED.search(line):
        return int(turned[1]), int(turned[1])
    if coming := _COMING.search(line):
        if not _SAID.search(line[: coming.start()]) and not _UNITS.search(line[: coming.start()]):
            return int(coming[1]) - 1, int(coming[1]) - 1
    for pattern in (_SAID, _UNITS):
        said = {int(value) for value in pattern.findall(line)}
        if len(said) > 1:
            said = {int(value) for value in pattern.findall(_FEELS.sub("", line))}
        if len(said) == 1:
            return (said.copy().pop(),) * 2  # type: ignore[return-value]
        if said:
            return None
    bare = {int(value) for value in _BARE.findall(line)}
    if len(bare) > 1:
        bare = {int(value) for value in _BARE.findall(_FEELS.sub("", line))}
    if len(bare) != 1:
        return None
    value = bare.pop()
    if "vague_age" in book().find(split(text)):
        return None
    return value, value


def _born(line: str, today: date) -> tuple[int, int] | None:
    if found := _DATE.search(line):
        first, second, year = int(found[1]), int(found[2]), _full_year(found[3], today)
        ages = [
            _exact(year, month, day, today)
            for month, day in ((first, second), (second, first))
            if 1 <= month <= 12 and 1 <= day <= 31
        ]
        return (min(ages), max(ages)) if ages and 0 <= min(ages) <= max(ages) <= OLDEST else None
    for pattern, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH, 1, 2)):
        if found := pattern.search(line):
            month = next(number for number, names in enumerate(_MONTHS, 1) if found[month_group] in names)
            year = int(found[3])
            if found[day_group]:
                age = _exact(year, month, int(found[day_group]), today)
                return (age, age) if 0 <= age <= OLDEST else None
            youngest, oldest = _exact(year, month, 31, today), _exact(year, month, 1, today)
            return (youngest, oldest) if 0 <= youngest <= OLDEST else None
    years = {int(year) for year in _YEAR.findall(line)}
    if not years and (short := _SHORT_YEAR.search(line)):
        years = {_full_year(short[1], today)}
    if len(years) != 1:
        return None
    age = today.year - years.pop()
    return (max(age - 1, 0), age) if 0 <= age <= OLDEST else None


def _exact(year: int, month: int, day: int, today: date) -> int:
    return today.year - year - ((today.month, today.day) < (month, day))


def _full_year(digits: str, today: date) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year <= today.year % 100 else 1900 + year


def _decade(found: re.Match[str]) -> tuple[int, int]:
    start = int(found[2] if found.re is _DECADE else found[1])
    part = found[1] if found.re is _DECADE else None
    match part:
        case "early" | "low":
            return start, start + 3
        case "mid":
            return start + 4, start + 6
        case "late" | "upper" | "high":
            return start + 7, start + 9
        case _:
            return start, start + 9
