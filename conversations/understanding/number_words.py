"""Numbers written as words, in digits: "fifty two" -> "52", "siete y medio" -> "7.5", "a couple of days" -> "2 days".

What a newcomer would get wrong: not every number word counts something. "the last one", "once a week" and "un dolor" stay
words: the doubtful ones of `quantities.toml` are only turned before a unit of time or "out of".
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from conversations.understanding.phrases import LANGUAGES, plain

_FOLDER = Path(__file__).parent.parent / "lexicons"


@dataclass(frozen=True)
class Numerals:
    """Number words and their values, of both languages."""

    sure: Mapping[str, float]
    doubtful: Mapping[str, float]
    tens: Mapping[str, float]
    units: tuple[str, ...]
    spellings: Mapping[str, str]


@cache
def numerals() -> Numerals:
    """Read the number words of both languages, once."""
    sure: dict[str, float] = {}
    doubtful: dict[str, float] = {}
    tens: dict[str, float] = {}
    units: list[str] = []
    spellings: dict[str, str] = {}
    for language in LANGUAGES:
        table = tomllib.loads((_FOLDER / language / "replies" / "quantities.toml").read_text(encoding="utf-8"))[
            "numerals"
        ]
        sure.update(table["sure"])
        doubtful.update(table["doubtful"])
        tens.update(table["tens"])
        units += table["units"]
        spellings.update(table["spellings"])
    return Numerals(sure, doubtful, tens, tuple(units), spellings)


def _alternatives(words: Mapping[str, object] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = numerals()
    spelling = re.compile(rf"\b(?:{_alternatives(known.spellings)})\b")
    small = {word: value for word, value in {**known.sure, **known.doubtful}.items() if 0 < value < 10}
    tens = re.compile(rf"\b({_alternatives(known.tens)})(?:(?:[ -]+(?:[yi] )?|[yi])({_alternatives(small)}))?\b")
    sure = re.compile(rf"\b(?:{_alternatives(known.sure)})\b")
    doubtful = re.compile(
        rf"\b({_alternatives(known.doubtful)})(?=[ -](?:{_alternatives(known.units)})\b| out of\b| de 10\b| sobre\b)"
    )
    half = re.compile(r"\b(\d+) (?:and a half|and half|y medi[oa])\b")
    return spelling, tens, sure, doubtful, half


def _figure(value: float) -> str:
    return f"{value:g}"


@cache
def _values() -> Mapping[str, float]:
    known = numerals()
    return {**known.doubtful, **known.sure, **known.tens}


@lru_cache(maxsize=64)  # the readers of one text all ask for it
def in_figures(text: str) -> str:
    """Return the plain text (see `phrases.plain`) with its number words turned into digits."""
    spelling, tens, sure, doubtful, half = _patterns()
    values = _values()
    known = numerals()
    line = spelling.sub(lambda m: known.spellings[m[0]], plain(text))
    line = tens.sub(lambda m: _figure(known.tens[m[1]] + (values[m[2]] if m[2] else 0)), line)
    line = sure.sub(lambda m: _figure(known.sure[m[0]]), line)
    line = doubtful.sub(lambda m: _figure(known.doubtful[m[1]]), line)
    return half.sub(lambda m: _figure(float(m[1]) + 0.5), line)
