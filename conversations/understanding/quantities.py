"""The plain facts that any text states: places, how bad, how old, since when, what was tried.

What a newcomer would get wrong: these fill answers of the interview, so a number is only taken where the text itself says what
it counts, and an age only where it is the patient's own ("my mom had a stroke at 60" states none).
"""

import re
from datetime import date

from conversations.understanding.ages import OLDEST
from conversations.understanding.check_in_answers import course
from conversations.understanding.cues import pattern
from conversations.understanding.durations import read_hours, read_onset_days
from conversations.understanding.findings import Slots
from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import Words, book, split
from conversations.understanding.places import OTHER, SPINE, read_places
from conversations.understanding.severity import read_stated_score, read_word_score

_OWN_AGE = (
    pattern(r"\b(?:im|i am)(?: a| an| only| just| also)? (\d{1,3})\b(?! ?(?:<unit_after>|<not_an_own_age_after>))"),
    pattern(r"\b(?:i just turned|i turned|just turned|acabo de cumplir|cumpli) (\d{1,3})\b(?! ?<unit_after>)"),
    re.compile(
        r"\btengo (\d{1,3}) (?:anos|anitos|anios)\b(?! (?:con|de (?!edad)|trabajando|viviendo|en |asi|manejando))"
    ),
    re.compile(r"\b(?:soy|hombre|mujer|paciente|senor|senora)[a-z ]{0,25}? de (\d{1,3}) anos\b"),
    re.compile(r"^\W*(\d{1,3}) ?(?:m|f|male|female|yo|y/o|yr old|year old)\b"),
    re.compile(r"(?:^|[.,;:(] ?|\b(?:me|i am|patient|pt),? )(\d{2,3}) ?(?:m|f)\b(?= ?[,.)/]|$)"),
    re.compile(r"(?:^|[.,;:(] ?)(\d{2,3}) ?(?:yrs?|years?|anos) (?:young|old)?(?= ?(?:[,.)]|$))"),
    re.compile(r"\b(?:i|me),? (?:at|am) (\d{2,3})\b(?= ?[,.])"),
)
_RELATIVE = r"(?:my|our|mi|a mi|nuestr[oa]) (?:\w+ )?<relative>"
_THEIR_AGE = pattern(rf"\b{_RELATIVE}<relative_is> ?(\d{{1,3}})\b(?! ?<unit_after>)")
_THEIR_AGE_FIRST = re.compile(r"\b(?:my|our|mi) (\d{1,2}) ?-?(?:yr|year|yo|y/o|anos)s?[ -]?(?:old)?\b")
_PRONOUN_AGE = pattern(
    r"\b(?:hes|shes|he is|she is|tiene) (\d{1,3})(?: anos| anitos| years| yrs| yo)?\b(?! ?<unit_after>)"
)
_TEMPERATURE = pattern(
    r"(?<![\d/.-])(9[5-9]|10[0-9]|3[5-9]|4[0-3])(?:[.,](\d))?(?:\d)?(?! ?(?:<unit_after>|<not_a_temperature_after>))"
)
_FAHRENHEIT_FROM = 90.0
_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)|,? \b(?:but|pero|and now|y ahora|now)\b ")
_DIGIT = re.compile(r"\d")
_SHORT = 10  # words
_VERY_SHORT = 4
_WORD_SCORE_ANYWHERE = 9


def read_slots(text: str, *, today: date) -> Slots:
    """Read every plain fact that the text states; what it does not state stays None."""
    words = split(text)
    if not words:
        return Slots()
    found = book().find(words)
    line = in_figures(text)
    age = _patient_age(line, found)
    told = _about_the_pain(text)
    told_words = split(told)
    told_found = book().find(told_words)
    return Slots(
        regions=_regions(words, found),
        severity=_severity(text, words),
        age_low=age,
        age_high=age,
        onset_days=read_onset_days(told, told_words, today) if told else None,
        duration_hours=_duration(told, told_found, today),
        recurring=True if "comes_back" in told_found else False if "first_time" in told_found else None,
        tried_home_care=_tried(found),
        better_same_worse=_course(told, told_words),
        temperature_f=_temperature(line, found),
    )


def _about_the_pain(text: str) -> str:
    """The sentences of a text that speak of the pain: how long and how often are only taken from those.

    A text of a few words that begins with a time ("since sunday so 4 days") or speaks of "it" is about the pain too.
    """
    kept = []
    sentences = _SENTENCE.split(text)
    known = book()
    for sentence in sentences:
        words = split(sentence)
        if not words:
            continue
        found = known.find(words)
        about = not known.sets["pain_word"].isdisjoint(words.words) or any(f"place_{place}" in found for place in SPINE)
        opens = words.words[0] in known.sets["time_opener"] or (len(words) <= _SHORT and words.words[0].isdigit())
        speaks_of_it = len(sentences) <= 2 and len(words) <= _SHORT and not known.sets["it"].isdisjoint(words.words)
        whole = len(sentences) == 1 and len(words) <= _VERY_SHORT
        if (about or opens or speaks_of_it or whole) and "about_something_else" not in found:
            kept.append(sentence)
    return ". ".join(kept)


def _regions(words: Words, found: dict[str, list[tuple[int, int]]]) -> tuple[str, ...]:
    """Where it hurts; a limb only when the text names a spasm there and nothing of neck, back or spine."""
    regions = read_places(words)
    if regions == (OTHER,):
        spine = any(word in book().sets["spine_word"] for word in words.words)
        return regions if "spasm_elsewhere" in found and not spine else ()
    return regions


def _severity(text: str, words: Words) -> int | None:
    stated = read_stated_score(text)
    if stated is not None:
        return stated
    score = read_word_score(words) if len(words) <= _SHORT else None
    return score if score is not None and score >= _WORD_SCORE_ANYWHERE else None


def _course(told: str, words: Words) -> str | None:
    """How it went, in one word of better, same, worse; two that contradict each other are not read."""
    if not words:
        return None
    heard = {"better" if word == "gone" else word for word in course(words, told)} & {"better", "same", "worse"}
    if "worse" in heard and "worse_when" in book().find(words):
        heard.discard("worse")
    return heard.pop() if len(heard) == 1 else None


def _duration(told: str, found: dict[str, list[tuple[int, int]]], today: date) -> float | None:
    if not told:
        return None
    hours = read_hours(told, today)
    if hours is None and "just_now" in found:
        return 0.0
    return hours


def _tried(found: dict[str, list[tuple[int, int]]]) -> bool | None:
    if "home_care" in found:
        return True
    return None


def _patient_age(line: str, found: dict[str, list[tuple[int, int]]]) -> int | None:
    if not _DIGIT.search(line):
        return None
    own = {int(match) for wording in _OWN_AGE for match in wording.findall(line)}
    own = {age for age in own if 0 < age <= OLDEST}
    if len(own) == 1 and "asks_for_relative" not in found:
        return own.pop()
    if "asks_for_relative" in found and "own_pain" not in found:
        theirs = {int(match) for wording in (_THEIR_AGE, _THEIR_AGE_FIRST) for match in wording.findall(line)}
        theirs = theirs or {int(match) for match in _PRONOUN_AGE.findall(line)}
        if len(theirs) == 1:
            age = theirs.pop()
            return age if age <= OLDEST else None
    return None


def _temperature(line: str, found: dict[str, list[tuple[int, int]]]) -> float | None:
    """The highest body temperature, in degrees Fahrenheit, of a text that speaks of fever."""
    if "fever_word" not in found:
        return None
    highest: float | None = None
    for whole, tenth in _TEMPERATURE.findall(line):
        degrees = int(whole) + (int(tenth) / 10 if tenth else 0.0)
        fahrenheit = degrees if degrees >= _FAHRENHEIT_FROM else round(degrees * 9 / 5 + 32, 1)
        highest = fahrenheit if highest is None else max(highest, fahrenheit)
    return highest
