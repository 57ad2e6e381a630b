"""Repair of typos, joined and split words, towards words that some pattern knows (PROTOCOL 3.4).

What a newcomer would get wrong: a repaired word is a guess, so a word people really use is never repaired (never/fever,
hills/chills); the lists of common words decide that. Repair looks only at words neither lexicon nor list knows.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 8
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
# Short words that open a joined pair: "cantpee", "myleg", "nopuedo".
_OPENERS = frozenset(
    "a an the my your his her its is im i no not cant dont so to in on of at and but "
    "mi tu su la el me se que de en un una con sin y".split()
)


class Speller:
    """Knows the words that need no repair and those worth repairing to. Answers are remembered for the process's
    life."""

    def __init__(self, *, common: Iterable[str], targets: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        # "pupila*" knows "pupilas": a word that begins like a wording is not repaired into another one.
        self._beginnings = tuple(beginning for beginning in beginnings if len(beginning) >= ONE_EDIT_FROM)
        self._targets = frozenset(word for word in targets if len(word) >= 4 and word.isalpha())
        self._common = frozenset(common)
        self._known = self._common | frozenset(targets)
        self._halves: dict[tuple[int, int, str], list[str]] = {}
        for word in self._targets:
            for number, piece in enumerate(_pieces(word)):
                self._halves.setdefault((len(word), number, piece), []).append(word)
        self.repair = lru_cache(maxsize=8192)(self._repair)

    def knows(self, word: str) -> bool:
        """Is this a word people use, or one the lexicons know?"""
        return word in self._known

    def joins(self, first: str, second: str) -> str | None:
        """Join a word that was split by a stray space ("blad der"), when at least one half means nothing by itself."""
        joined = first + second
        if joined in self._targets and not (first in self._known and second in self._known):
            return joined
        return None

    def _repair(self, word: str) -> tuple[str, ...]:
        """Repair a word; the word itself when nothing is near. Two words when it was typed as one."""
        if word in self._known or not word.isalpha() or len(word) < 3 or word.startswith(self._beginnings):
            return (word,)
        for shorter in (_LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word), _RUN.sub(r"\1", word)):
            if shorter != word and (shorter in self._targets or shorter in self._common):
                return (shorter,)
        word = _LONG_RUN.sub(r"\1\1", word)
        if len(word) > 24:
            return (word,)
        if len(word) >= 4:
            for swapped in _swaps(word):
                if swapped in self._targets:
                    return (swapped,)
        if len(word) >= ONE_EDIT_FROM - 1:
            near = self._near(word)
            if near is not None:
                return (near,)
        return self._split(word) or (word,)

    def _near(self, word: str) -> str | None:
        best: tuple[int, bool, int, str] | None = None
        size = len(word)
        most = 2 if size >= TWO_EDITS_FROM else 1
        for candidate in self._candidates(word, most):
            longer = max(size, len(candidate))
            if longer < ONE_EDIT_FROM:
                continue
            allowed = 2 if min(size, len(candidate)) >= TWO_EDITS_FROM - 1 and longer >= TWO_EDITS_FROM else 1
            edits = distance(word, candidate, allowed)
            if edits <= allowed:
                key = (edits, candidate[0] != word[0], abs(len(candidate) - size), candidate)
                if best is None or key < best:
                    best = key
        return best[3] if best is not None else None

    def _candidates(self, word: str, most: int) -> set[str]:
        """Words with one untouched piece in about the same place: of three pieces two edits spare at least one."""
        found: set[str] = set()
        size = len(word)
        halves = self._halves
        for length in range(max(4, size - most), size + most + 1):
            for number, (start, end) in enumerate(_cuts(length)):
                for shift in range(-most, most + 1):
                    if start + shift >= 0:
                        more = halves.get((length, number, word[start + shift : end + shift]))
                        if more is not None:
                            found.update(more)
        return found

    def _split(self, word: str) -> tuple[str, ...] | None:
        for cut in range(1, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if (
                left in _OPENERS
                and right in self._known
                and (len(right) > 3 or right in self._targets or len(left) > 3)
            ):
                return (left, right)
        for cut in range(4, len(word) - 3):
            if word[:cut] in self._targets and word[cut:] in self._targets:
                return (word[:cut], word[cut:])
        return None


def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    if length < TWO_EDITS_FROM - 1:
        return ((0, length // 2), (length // 2, length))
    third = length // 3
    return ((0, third), (third, 2 * third), (2 * third, length))


def _pieces(word: str) -> list[str]:
    return [word[start:end] for start, end in _cuts(len(word))]


def _swaps(word: str) -> Iterable[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def distance(one: str, other: str, most: int) -> int:
    """Count the edits (insert, drop, change, swap neighbours) between two words; `most + 1` when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
