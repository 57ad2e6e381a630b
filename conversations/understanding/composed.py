"""Texts whose accents come as characters of their own ("n" + a tilde), put together, with the way back to the text as given.

What a newcomer would get wrong: evidence must point at the code points that were received, and putting accents together makes a
text shorter. So every place of the composed text remembers where it came from.
"""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Composed:
    """A composed text; `starts` and `ends` give, for each of its characters, the span of the given text it stands for."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def given_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the text as given for a span of the composed one (end exclusive, not empty)."""
        return self.starts[start], self.ends[end - 1]


def compose(text: str) -> Composed | None:
    """Put accents and their letters together; None when the text is composed already, as nearly all are."""
    if unicodedata.is_normalized("NFC", text):
        return None
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    begin = 0
    for place in range(1, len(text) + 1):
        if place < len(text) and unicodedata.combining(text[place]):
            continue
        piece = unicodedata.normalize("NFC", text[begin:place])
        pieces.append(piece)
        starts += [begin] * len(piece)
        ends += [place] * len(piece)
        begin = place
    return Composed("".join(pieces), tuple(starts), tuple(ends))
