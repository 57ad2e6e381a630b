"""A letter for a list that was asked before: "oh wait, on the first list it was B".

What a newcomer would get wrong: such a text names two things, a list and a letter, and must have both. Read as an answer to the
open question it would put the letter on the wrong list (PROTOCOL 2.5: the more urgent answer stands; 10 nos. 3 and 12).
"""

import re

from conversations.understanding.phrases import book, split

SCREENS = ("screen_nerve", "screen_emergency", "screen_risk")
# A capital letter by itself, or a small one that is no word of its own; "A bit" and "la a, un poco" differ by what follows.
_LETTER = re.compile(r"(?<![\w'])(?:([B-H])|([bcdfgh])|(A)(?!\s+[a-z])|(?:la|letter|letra|said|was)\s+(a)\b)(?![\w'])")


def read_late_letters(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the key of the earlier screen that a text names and its letters; None when it does not name both."""
    found = book().find(split(text))
    named = [screen for screen in SCREENS if f"late_{screen}" in found]
    letters = dict.fromkeys("".join(filter(None, match.groups())).upper() for match in _LETTER.finditer(text))
    if len(named) != 1 or not letters:
        return None
    return named[0], tuple(letters)
