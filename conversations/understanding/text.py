"""From a text as typed to words: folded, cut and marked with clause breaks, each word with its place in the original.

What a newcomer would get wrong: the folded string has exactly one character for each code point of the original, so
every
offset stays true. Nothing here may insert or drop characters before the words are cut. Languages and typos come later
(`spelling`): this file knows neither.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

MAX_CODE_POINTS = 4000  # ten full texts; what follows is not read for danger signs

_APOSTROPHES = frozenset("'\u2019\u2018\u02bc\u00b4`\u2032\uff07")
_DASHES = frozenset("\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


class Break(IntEnum):
    """What stands before a word: nothing, the end of a clause (comma), or the end of a sentence."""

    NONE = 0
    CLAUSE = 1
    SENTENCE = 2


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of one text. `starts` and `ends` are code points of the original; `breaks[i]` stands before word i.

    `asked[i]` is true for a word of a sentence that ends in a question mark.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[Break, ...]
    asked: tuple[bool, ...]

    def __len__(self) -> int:
        return len(self.words)


class _Folding(dict[int, str]):
    """One plain character for each code point, worked out when first met."""

    def __missing__(self, code_point: int) -> str:
        char = chr(code_point)
        if char in _APOSTROPHES or unicodedata.combining(char):
            folded = "'"
        elif char in _DASHES:
            folded = "\u2014"
        elif char in "\u2026":
            folded = ","
        else:
            base = unicodedata.normalize("NFKD", char)[0].lower()
            folded = base[0] if base else " "
        self[code_point] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower the case, strip accents (n for ñ) and unify quotes; the result is as long as the text."""
    return text.translate(_FOLDING)


_PIECE = re.compile(
    r"""(?P<short>w/o?(?![a-z0-9]))        # w/ and w/o
      | (?P<number>\d+(?:[.,/:]\d+)*)      # 101.5 7/10 12:30
      | (?P<ordinal>\#\d)                  # "number two"
      | (?P<word>[a-z]+[0-9]*(?:'+[a-z]+)*'*)
      | (?P<joiner>[&+])
      | (?P<soft>\.{2,}|,|;|:|\(|\)|"|\u2014|\u201c|\u201d|\s-+(?=\s))
      | (?P<hard>[.!?\n]+|\u00bf|\u00a1)
    """,
    re.VERBOSE,
)
_NO_STOP_AFTER = frozenset({"dr", "mr", "mrs", "ms", "st", "sr", "sra", "vs", "approx", "dra", "ud", "uds"})


def cut(text: str) -> Words:
    """Cut a text into words with their offsets and breaks. Emoji, other scripts and stray signs leave no word."""
    folded = fold(text[:MAX_CODE_POINTS])
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    breaks: list[Break] = []
    asked: list[bool] = []
    pending = Break.SENTENCE
    sentence_from = 0
    for piece in _PIECE.finditer(folded):
        kind = piece.lastgroup
        if kind == "soft":
            pending = max(pending, Break.CLAUSE)
            continue
        if kind == "hard":
            if (
                piece.group() == "."
                and words
                and (words[-1] in _NO_STOP_AFTER or (len(words[-1]) == 1 and words[-1].isalpha()))
            ):
                continue
            if "?" in piece.group():
                asked[sentence_from:] = [True] * (len(words) - sentence_from)
            sentence_from = len(words)
            pending = Break.SENTENCE
            continue
        words.append(_plain(piece.group(), kind))
        starts.append(piece.start())
        ends.append(piece.end())
        breaks.append(pending)
        asked.append(False)
        pending = Break.NONE
    return Words(words=tuple(words), starts=tuple(starts), ends=tuple(ends), breaks=tuple(breaks), asked=tuple(asked))


def _plain(piece: str, kind: str | None) -> str:
    match kind:
        case "short":
            return "with" if piece == "w/" else "without"
        case "joiner":
            return "and"
        case "word":
            return piece.replace("'", "")
        case _:
            return piece
