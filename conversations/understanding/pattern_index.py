"""Which of thousands of patterns may stand in a text: those of which every needed element begins with some word of it.

What a newcomer would get wrong: this says "may", never "does". It only spares the search the patterns that cannot be found, so
an element counts as present as soon as one word of the text is one that it can begin with.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

Item = TypeVar("Item")


class PatternIndex(Generic[Item]):
    """Items filed under the two rarest elements that each of them needs."""

    def __init__(self, starts: Iterable[Iterable[str]], filed: Iterable[tuple[Sequence[int], Item]]) -> None:
        """File items by their needed elements, the rarest first.

        `starts` has, for each element by its number, the words that it can begin with; a beginning of words has a star.
        """
        self._by_word: dict[str, list[int]] = {}
        self._by_prefix: dict[str, list[int]] = {}
        for number, words in enumerate(starts):
            for word in words:
                if word.endswith("*"):
                    self._by_prefix.setdefault(word[:-1], []).append(number)
                else:
                    self._by_word.setdefault(word, []).append(number)
        self._prefix_lengths = sorted({len(prefix) for prefix in self._by_prefix})
        self._items: list[Item] = []
        self._alone: dict[int, list[int]] = {}  # element -> places of the items that need nothing else
        self._pairs: dict[
            int, dict[int, list[tuple[Sequence[int], int]]]
        ] = {}  # -> second element -> further ones, place
        for place, (needed, item) in enumerate(filed):
            self._items.append(item)
            if len(needed) == 1:
                self._alone.setdefault(needed[0], []).append(place)
            else:
                self._pairs.setdefault(needed[0], {}).setdefault(needed[1], []).append((needed[2:], place))
        self._elements_of = lru_cache(maxsize=8192)(self._look_up)

    @property
    def prefixes(self) -> Iterable[str]:
        """The beginnings of words that elements can begin with."""
        return self._by_prefix.keys()

    def present(self, words: Iterable[str]) -> set[int]:
        """The elements that may stand among these words."""
        present: set[int] = set()
        return present.union(*(self._elements_of(word)[0] for word in words))

    def candidates(self, words: Iterable[str], present: set[int]) -> list[Item]:
        """The items, in the order they were filed, of which all needed elements are present among these words."""
        firsts: set[int] = set()
        places: list[int] = []
        for first in firsts.union(*(self._elements_of(word)[1] for word in words)):
            places += self._alone.get(first, ())
            if seconds := self._pairs.get(first):
                for second in present & seconds.keys():
                    places += [place for further, place in seconds[second] if present.issuperset(further)]
        places.sort()
        return [self._items[place] for place in places]

    def _look_up(self, word: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give the elements that a word may begin, and those of them under which items are filed."""
        numbers = list(self._by_word.get(word, ()))
        for length in self._prefix_lengths:
            if length > len(word):
                break
            numbers += self._by_prefix.get(word[:length], ())
        return tuple(numbers), tuple(number for number in numbers if number in self._alone or number in self._pairs)
