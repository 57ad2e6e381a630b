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
    merged: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(len(body), end)) for start, end in spans):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    cut: list[Piece] = []
    at = 0
    for start, end in merged:
        if at < start:
            cut.append(Piece(text=body[at:start], marked=False))
        cut.append(Piece(text=body[start:end], marked=True))
        at = end
    if at < len(body):
        cut.append(Piece(text=body[at:], marked=False))
    return tuple(cut)
