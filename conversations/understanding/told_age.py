"""An age dropped in passing ("62, missed the curb", "mom is 79 & tripped", "mi abuela de 74"), as facts for the
red-flag rules.

What a newcomer would get wrong: this does not answer the question "how old?" (`quantities` reads that,
strictly). A guess here may only raise a flag, so it reads generously, takes the person the text is about whoever that
is, and says "at least 50", never a number.
"""

import re

from conversations.understanding.findings import Certainty, Mention
from conversations.understanding.text import fold

# Concepts this file supplies, with the age from which each holds (PROTOCOL 4.5, 4.9, 4.26 and rows 4 to 13 of section
# 6).
STEPS = {"told_50_or_over": 50, "told_60_or_over": 60, "told_65_or_over": 65, "told_70_or_over": 70}

_NOT_AN_AGE = (
    r"(?!\s*(?:%|mph|mi\b|miles|mil|mg|lb|lbs|pounds|ft|feet|foot|in\b|inch|min|mins|minutes|minutos|hr|hrs|hours|horas|days?|dias?"
    r"|weeks?|wks?|semanas?|months?|mos?\b|meses|reps|percent|dollars|bucks|st\b|nd\b|rd\b|th\b|ave|am\b|pm\b|oz|km|kg|libras|millas"
    r"|steps|stairs|escalones|pisos?|metros|pies|over\b|or so|times|veces|plates|sets|pushups|lunges|kids|people|ppl|of us))"
    r"(?![\d./:-]*\d)"
)
_KIN = (
    r"mom|mum|mother|ma|dad|father|pop|papa|mama|mami|papi|wife|husband|grandma|grandpa|grandmother|grandfather|granny|nana|nonna|aunt|uncle"
    r"|neighbor|client|patient|abuela|abuelo|abuelita|abuelito|suegra|suegro|madre|padre|esposo|esposa|tia|tio|senora|senor|vecina|vecino|tata"
)
_WORDINGS = tuple(
    re.compile(pattern)
    for pattern in (
        # "62, missed", "55 here", "74 female", "66 yrs old", a sentence that is a number
        r"(?:^[^a-z0-9]*(?:no\s+)?|[.!?\n]\s*)(\d{2})(?=\s*(?:[,.!?]|$|here\b|m\b|f\b|female|male|and\b|yo\b|y/o))",
        rf"\b(?:im|i'm|i am|am|tengo|soy de|cumpli|cumplo|turned|turning|aged?|edad|ya)\s+(\d{{2}})\b{_NOT_AN_AGE}",
        rf"\b(?:he|she|hes|shes|he's|she's|whos|who's|who is|he is|she is|of|tiene|is)\s+(?:now\s+)?(\d{{2}})\b{_NOT_AN_AGE}",
        r"\b(\d{2})\s*-?(?:yrs?|years?|anos|yo|y/o|year)\b(?:[ -]old)?"
        r"(?!\s+(?:ago|of|back|de\b|con|on|en|in\b|driving|married|now|later|since))",
        r"\((\d{2})\)",
        rf"\b(?:{_KIN})\b,?\s+(?:is\s+|de\s+|tiene\s+|age\s+|,\s*)?(\d{{2}})\b{_NOT_AN_AGE}",
        rf"\b(?:{_KIN})\b[^.!?]{{0,30}},\s*(\d{{2}})\s*[,.)]",
        r"\b(\d{2})\s+(?:female|male|f|m)\b",
        r",\s*(\d{2})(?=\s*(?:,|\.|$))",
        r"\b(\d{2})\s+(?:young|on this earth|y sigo)\b",
    )
)
_TWO_DIGITS = re.compile(r"\d\d")
_IN_WORDS = re.compile(r"\b(fifty|sixty|seventy|eighty|ninety|cincuenta|sesenta|setenta|ochenta|noventa)\b")
_TENS = {
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "cincuenta": 50, "sesenta": 60, "setenta": 70, "ochenta": 80, "noventa": 90,
}  # fmt: skip
_SAID_IN_WORDS = re.compile(rf"\b(?:im|i'm|i am|turned|turning|tengo|cumpli|at|is)\s+{_IN_WORDS.pattern}")


def read_told_age(text: str) -> tuple[Mention, ...]:
    """List the steps of age that a text tells; nothing when it tells none, or two that differ."""
    folded = fold(text)
    wordings = _WORDINGS if _TWO_DIGITS.search(folded) else ()
    found = {match.span(1): int(match[1]) for wording in wordings for match in wording.finditer(folded)}
    found |= {match.span(1): _TENS[match[1]] for match in _SAID_IN_WORDS.finditer(folded)}
    ages = set(found.values())
    if len(ages) != 1:
        return ()
    (start, end), age = next(iter(found.items()))
    return tuple(
        Mention(concept=name, certainty=Certainty.DEFINITE, start=start, end=end)
        for name, least in STEPS.items()
        if age >= least
    )
