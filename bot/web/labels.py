"""Staff's words for codes, reasons, questions and answers, read once from `labels.toml`.

What a newcomer would get wrong: a code without words is still shown, as itself. Staff must see a ticket whose reason nobody has
named yet; a test names it instead.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(resources.files("bot.web").joinpath("labels.toml").read_text(encoding="utf-8"))


def label(kind: str, code: str | None) -> str:
    """Word a code of one kind ("reason", "place", ...); a code without words comes back readable. None gives ""."""
    if code is None:
        return ""
    return str(_words()[kind].get(code, code.replace("_", " ").replace(".", ": ").capitalize()))


def known(kind: str) -> frozenset[str]:
    """The codes of a kind that have words."""
    return frozenset(_words()[kind])


def answer_value(question: str, value: str) -> str:
    """Word an understood answer: letters are followed by what they stand for."""
    letters = _words()["letters"].get(question, {})
    parts = [part.strip() for part in value.split(",")]
    if letters and parts and all(part in letters for part in parts):
        return "; ".join(f"{part}: {letters[part]}" for part in parts)
    return value.replace("_", " ").replace(",", ", ")
