"""Cut a text into marked and unmarked pieces, so that a page can show the evidence of a red flag inside the patient's words.

What a newcomer would get wrong: spans come from stored flags and need not fit. They may overlap, repeat, or reach past the end
of a body; a page must still show every character of the text exactly once.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A stretch of a text, marked as evidence or not."""

    text: str
    marked: bool


def pieces(body: str, spans: Iterable[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut `body` at the spans (code points, end exclusive), overlapping ones merged. The pieces joined are `body`."""
    cut: list[Piece] = []
    at = 0
    for start, end in merged(spans, len(body)):
        if at < start:
            cut.append(Piece(text=body[at:start], marked=False))
        cut.append(Piece(text=body[start:end], marked=True))
        at = end
    if at < len(body):
        cut.append(Piece(text=body[at:], marked=False))
    return tuple(cut)


def merged(spans: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The spans within a text of `length` code points, in order, those that touch made one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(length, end)) for start, end in spans):
        if start >= end:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
