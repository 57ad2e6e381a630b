"""Repair of typos, joined and split words, towards words that some pattern knows (PROTOCOL 3.4).

What a newcomer would get wrong: a repaired word is a guess, so a word people really use is never repaired (never/fever,
hills/chills); the lists of common words decide that. Repair looks only at words neither lexicon nor list knows.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 8
_RUN = re.compile(r"(.)\1+")
_LONG_RUN = re.compile(r"(.)\1{2,}")
# Short words that open a joined pair: "cantpee", "myleg", "nopuedo".
_OPENERS = frozenset(
    "a an the my your his her its is im i no not cant dont so to in on of at and but "
    "mi tu su la el me se que de en un una con sin y".split()
)
_LONGEST_OPENER = max(map(len, _OPENERS))
_LONGEST = 24  # letters of a word that may be a typo
_LETTER_BITS = 31  # of a code point that tell one letter from another


class Speller:
    """Knows the words that need no repair and those worth repairing to. Answers are remembered for the process's
    life."""

    def __init__(self, *, common: Iterable[str], targets: Iterable[str], beginnings: Iterable[str] = ()) -> None:
        # "pupila*" knows "pupilas": a word that begins like a wording is not repaired into another one.
        self._beginnings = frozenset(beginning for beginning in beginnings if len(beginning) >= ONE_EDIT_FROM)
        self._beginning_lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._targets = frozenset(word for word in targets if len(word) >= 4 and word.isalpha())
        self._common = frozenset(common)
        self._known = self._common | frozenset(targets)
        self._letters = {word: _letters(word) for word in self._targets}
        # By length of the word and number of the piece: the words that have this piece there.
        self._by_piece: dict[tuple[int, int], dict[str, list[str]]] = {}
        for word in self._targets:
            size = len(word)
            for number, (start, end) in enumerate(_cuts(size)):
                self._by_piece.setdefault((size, number), {}).setdefault(word[start:end], []).append(word)
        self.repair = lru_cache(maxsize=8192)(self._repair)

    def knows(self, word: str) -> bool:
        """Is this a word people use, or one the lexicons know?"""
        return word in self._known

    def joins(self, first: str, second: str) -> str | None:
        """Join a word that was split by a stray space ("blad der"), when at least one half means nothing by itself."""
        if first in self._known and second in self._known:
            return None
        joined = first + second
        return joined if joined in self._targets else None

    def _repair(self, word: str) -> tuple[str, ...]:
        """Repair a word; the word itself when nothing is near. Two words when it was typed as one."""
        if word in self._known or not word.isalpha() or len(word) < 3 or self._begins_like_a_wording(word):
            return (word,)
        if _RUN.search(word):
            for shorter in (_LONG_RUN.sub(r"\1\1", word), _LONG_RUN.sub(r"\1", word), _RUN.sub(r"\1", word)):
                if shorter != word and (shorter in self._targets or shorter in self._common):
                    return (shorter,)
            word = _LONG_RUN.sub(r"\1\1", word)
        if len(word) > _LONGEST:
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

    def _begins_like_a_wording(self, word: str) -> bool:
        return any(word[:length] in self._beginnings for length in self._beginning_lengths)

    def _near(self, word: str) -> str | None:
        """Find the target with the fewest edits; of several the one with the same first letter and nearest length."""
        size = len(word)
        letters = _letters(word)
        near: list[tuple[int, str]] = []  # how many edits are allowed to become it
        most = _most(size)
        for length in range(max(4, size - most), size + most + 1):
            allowed = _allowed(size, length)
            if abs(size - length) <= allowed:
                near += ((allowed, target) for target in self._sharing_a_piece(word, letters, length, allowed))
        for edits in (1, 2):
            found = [target for allowed, target in near if edits <= allowed and within(word, target, edits)]
            if found:
                return min(found, key=lambda target: (target[0] != word[0], abs(len(target) - size), target))
        return None

    def _sharing_a_piece(self, word: str, letters: int, length: int, edits: int) -> list[str]:
        """List targets of this length that so few edits may make of the word.

        Of two pieces one edit leaves one untouched, of three two edits; and each edit brings at most one new letter.
        """
        found: set[str] = set()
        for number, places in enumerate(_places(len(word), length)):
            by_piece = self._by_piece.get((length, number), {})
            for start, end in places:
                if targets := by_piece.get(word[start:end]):
                    found.update(targets)
        return [
            target
            for target in found
            if (letters & ~(its := self._letters[target])).bit_count() <= edits
            and (its & ~letters).bit_count() <= edits
        ]

    def _split(self, word: str) -> tuple[str, ...] | None:
        for cut in range(1, min(_LONGEST_OPENER + 1, len(word) - 2)):
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


def _most(size: int) -> int:
    """How many edits may lie between a typed word of this length and any other."""
    return 2 if size >= TWO_EDITS_FROM else 1


def _allowed(size: int, length: int) -> int:
    """How many edits may lie between words of these lengths."""
    shorter, longer = min(size, length), max(size, length)
    if longer < ONE_EDIT_FROM:
        return 0
    return 2 if shorter >= TWO_EDITS_FROM - 1 and longer >= TWO_EDITS_FROM else 1


@cache
def _places(size: int, length: int) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Where the pieces of a word of `length` may stand in a misspelling of `size`, piece by piece."""
    most = _most(size)
    moves = range(-most, most + 1)
    return tuple(
        tuple((start + move, end + move) for move in moves if start + move >= 0) for start, end in _cuts(length)
    )


def _letters(word: str) -> int:
    """One bit for each letter that a word has."""
    letters = 0
    for letter in word:
        letters |= 1 << (ord(letter) & _LETTER_BITS)
    return letters


def _swaps(word: str) -> Iterable[str]:
    for place in range(len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def within(one: str, other: str, edits: int) -> bool:
    """Do so few edits (insert, drop, change, swap neighbours) lie between two words?"""
    if not edits:
        return one == other
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    one, other = one[same:], other[same:]
    if abs(len(one) - len(other)) > edits:
        return False
    if not one or not other:
        return True
    return (
        within(one[1:], other[1:], edits - 1)
        or within(one[1:], other, edits - 1)
        or within(one, other[1:], edits - 1)
        or (len(one) > 1 and one[:2] == other[1::-1] and within(one[2:], other[2:], edits - 1))
    )
