"""The words around numbers that tell what a number counts: pieces of regular expressions, kept with the lexicons.

What a newcomer would get wrong: the pieces of both languages always stand together, for people mix them in one text, and a
piece must not capture, or it would shift the groups of the pattern that it is put into.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from conversations.errors import ProtocolError
from conversations.understanding.phrases import LANGUAGES

_FOLDER = Path(__file__).parent.parent / "lexicons"
_NAME = re.compile(r"<(\w+)>")


def pattern(source: str) -> re.Pattern[str]:
    """Compile a regular expression in which `<name>` stands for any piece of that cue."""
    return re.compile(_NAME.sub(lambda found: _alternatives(found[1]), source))


@cache
def _alternatives(name: str) -> str:
    pieces = [piece for table in _tables() for piece in table.get(name, ())]
    if not pieces:
        raise ProtocolError(f"cues.toml: no cue {name}")
    return "(?:" + "|".join(sorted(pieces, key=len, reverse=True)) + ")"


@cache
def _tables() -> tuple[dict[str, list[str]], ...]:
    return tuple(
        tomllib.loads((_FOLDER / language / "replies" / "cues.toml").read_text(encoding="utf-8"))["cues"]
        for language in LANGUAGES
    )
