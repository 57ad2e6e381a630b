"""How old somebody is, as people text it: digits, words, birth years and dates, "late 30s", "turning 30 next month".

What a newcomer would get wrong: several numbers may stand in a reply ("29 but my back thinks its 80"). One that is said to be an
age wins; otherwise two different ones are not read at all.
"""

import re
from datetime import date

from conversations.understanding.cues import pattern
from conversations.understanding.number_words import in_figures

OLDEST = 120
_SPELLED_ALONE = 13
_ISH = 2
_DATE = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b")
_MONTHS = ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep", "oct", "nov", "dec dic")
_MONTH = pattern(r"\b(<month>)[a-z]*\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (?:de |del )?(\d{4})\b")
_DAY_MONTH = pattern(r"\b(\d{1,2}) (?:de |of )?(<month>)[a-z]*,?(?: de| del)? (\d{4})\b")
_YEAR = re.compile(r"\b(19[0-9]{2}|20[0-9]{2})\b")
_SHORT_YEAR = pattern(r"<born>(\d{2})\b(?! ?(?:st|th|ave|y |de ))")
_DECADE = pattern(r"\b(?:(<decade_part>)[ -])?(\d0)(?:'?s\b| ?<decade_after>)")
_COMING = pattern(r"\b<coming_age>(?: los)? (\d{1,3})\b")
_TURNED = pattern(r"\b<turned> (\d{1,3})\b")
_SAID = pattern(r"\b<age_said><age_said_more>?[: ]+(\d{1,3})\b(?! ?(?:<unit_after>|<not_an_age_after>))")
_UNITS = pattern(r"\b(\d{1,3}) ?<years_old>\b(?!<years_old_not>)")
_MONTHS_OLD = pattern(r"\b(\d{1,2}) ?(?:months?|mos?|meses|weeks?|wks?|semanas|days|dias)<months_old>\b")
_BARE = pattern(r"(?<![\d./-])\b(\d{1,3})\b(?![./-]\d)(?! ?(?:<unit_after>|<not_an_age_after>))")
_ABOUT = re.compile(r"\b(\d{2,3}) ?-?ish\b")
_VAGUE = pattern(r"\b<vague_age> \d|\d\+")
_MINOR = pattern(r"\b<minor>\b")
_FEELS = pattern(r"\b<feels>\b.*")


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
    if about := _ABOUT.search(line):
        return int(about[1]) - _ISH, int(about[1]) + _ISH
    if decade := _DECADE.search(line):
        return _decade(decade)
    if _MINOR.search(line):
        return 0, 17
    if _VAGUE.search(line):
        return None
    if turned := _TURNED.search(line):
        return int(turned[1]), int(turned[1])
    coming = _COMING.search(line)
    if coming and not _SAID.search(line[: coming.start()]) and not _UNITS.search(line[: coming.start()]):
        return int(coming[1]) - 1, int(coming[1]) - 1
    for wording in (_SAID, _UNITS):
        said = {int(value) for value in wording.findall(line)}
        if len(said) > 1:
            said = {int(value) for value in wording.findall(_FEELS.sub("", line))}
        if len(said) == 1:
            age = said.pop()
            return age, age
        if said:
            return None
    bare = {int(value) for value in _BARE.findall(line)}
    if len(bare) > 1:
        bare = {int(value) for value in _BARE.findall(_FEELS.sub("", line))}
    if len(bare) != 1:
        return None
    value = bare.pop()
    if value < _SPELLED_ALONE and str(value) not in text and len(line.split()) > 1:
        return None  # "treintisiete": a misspelled ten may stand before the word that was read
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
    for wording, month_group, day_group in ((_DAY_MONTH, 2, 1), (_MONTH, 1, 2)):
        if found := wording.search(line):
            month = next(number for number, names in enumerate(_MONTHS, 1) if found[month_group] in names.split())
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
    start = int(found[2])
    match found[1]:
        case "early" | "low":
            return start, start + 3
        case "mid":
            return start + 4, start + 6
        case "late" | "upper" | "high":
            return start + 7, start + 9
        case _:
            return start, start + 9
