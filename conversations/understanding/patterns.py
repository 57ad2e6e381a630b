"""The lexicons' pattern language: word patterns compiled once, matched against the words of a text.

    numb {saddle}          words in order; {saddle} is a named class of words or short patterns
    numb|dead|asleep       alternatives; numb* is any word that begins so; [right|left] may be missing
    {saddle} .. numb       up to 4 other words between, in one clause; `...` up to 8, commas allowed, never past a sentence

Between neighbours small filler words ("my", "a", "really") may stand. What a newcomer would get wrong: nothing scans all patterns. A pattern
is filed under its rarest element, and most candidates are refused by comparing two sets before any matching starts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.errors import ProtocolError
from conversations.understanding.text import Break, fold

SHORT_GAP, LONG_GAP = 4, 8
MAX_FILLERS = 3
MAX_HITS = 8  # of one pattern in one text; more adds no knowledge and lets a hostile text cost time


@dataclass(eq=False, slots=True)
class Element:
    """One place of a pattern: the single words, beginnings and longer sequences that may stand there."""

    number: int
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    sequences: tuple["Sequence_", ...] = ()
    starts: frozenset[str] = frozenset()  # first words of words, prefixes (with *) and sequences


@dataclass(frozen=True, slots=True)
class Step:
    """An element, whether it may be missing, and how many other words may stand before it (0: fillers only)."""

    element: Element
    optional: bool
    gap: int


Sequence_ = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern. `needed` has the number of every element that must be there, `anchor` the rarest one's."""

    source: str
    steps: Sequence_
    needed: frozenset[int]
    anchor: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched: words `start` to `end` (exclusive); `used` has a bit for each word the pattern itself consumed."""

    start: int
    end: int
    used: int


_TOP = re.compile(r"\[[^\]]*\]|\S+")


@dataclass
class Compiler:
    """Compiles the patterns of one language; elements are shared, so that a text is searched for each of them once."""

    classes: Mapping[str, Sequence[str]]
    spelling: Mapping[str, str]
    ranks: Mapping[str, int]
    elements: dict[str, Element] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _weights: dict[int, float] = field(default_factory=dict)

    def pattern(self, source: str) -> Pattern:
        """Compile one pattern; raise ProtocolError when it cannot be read."""
        steps = self._sequence(source)
        needed = [step.element for step in steps if not step.optional]
        if not needed:
            raise ProtocolError(f"pattern {source!r} has nothing that must be there")
        anchor = min(needed, key=self._weight)
        return Pattern(
            source=source, steps=steps, needed=frozenset(element.number for element in needed), anchor=anchor.number
        )

    def _weight(self, element: Element) -> float:
        """Say how many texts are expected to have this element; a smaller number makes a better anchor."""
        known = self._weights.get(element.number)
        if known is None:
            known = sum(1.0 / (self.ranks.get(start.rstrip("*"), 20_000) + 5) for start in element.starts)
            self._weights[element.number] = known
        return known

    def _sequence(self, source: str) -> Sequence_:
        steps: list[Step] = []
        gap = 0
        for piece in _TOP.findall(source):
            if piece in ("..", "..."):
                gap = SHORT_GAP if piece == ".." else LONG_GAP
                continue
            optional = piece.startswith("[")
            steps.append(Step(self._element(piece.strip("[]").strip()), optional, gap))
            gap = 0
        if not steps or gap:
            raise ProtocolError(f"pattern {source!r} is empty or ends in a gap")
        return tuple(steps)

    def _element(self, source: str) -> Element:
        known = self.elements.get(source)
        if known is not None:
            return known
        words: set[str] = set()
        prefixes: set[str] = set()
        sequences: list[Sequence_] = []
        for part in source.split("|"):
            self._add(part.strip(), words, prefixes, sequences)
        starts = words | {f"{prefix}*" for prefix in prefixes}
        for sequence in sequences:
            for step in sequence:
                starts |= step.element.starts
                if not step.optional:
                    break
        element = Element(
            number=len(self.elements),
            words=frozenset(words),
            prefixes=tuple(sorted(prefixes)),
            sequences=tuple(sequences),
            starts=frozenset(starts),
        )
        self.elements[source] = element
        return element

    def _add(self, part: str, words: set[str], prefixes: set[str], sequences: list[Sequence_]) -> None:
        if part.startswith("{") and part.endswith("}"):
            name = part[1:-1]
            if name not in self.classes:
                raise ProtocolError(f"unknown word class {part}")
            if name in self._open:
                raise ProtocolError(f"word class {part} contains itself")
            self._open.append(name)
            for entry in self.classes[name]:
                if " " in entry or "[" in entry:
                    sequences.append(self._sequence(entry))
                else:
                    for alternative in entry.split("|"):
                        self._add(alternative, words, prefixes, sequences)
            self._open.pop()
        elif " " in part:
            sequences.append(self._sequence(part))
        elif not part or re.search(r"[{}\[\]|]|\*.", part):
            raise ProtocolError(f"cannot read {part!r}")
        elif part.endswith("*"):
            prefixes.add(fold(part[:-1]).replace("'", ""))
        else:
            word = fold(part).replace("'", "")
            usual = self.spelling.get(word, word)
            if " " in usual:
                sequences.append(self._sequence(usual))
            else:
                words.add(usual)
                self.vocabulary.add(usual)


class TextSearch:
    """One text being searched: remembers where each element stands."""

    def __init__(self, words: Sequence[str], breaks: Sequence[Break], fillers: frozenset[str]) -> None:
        self.words = words
        self.breaks = breaks
        self.fillers = fillers
        self.size = len(words)
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            self.places.setdefault(word, []).append(place)
        self._found: dict[int, dict[int, list[tuple[int, int]]]] = {}

    def find(self, pattern: Pattern) -> list[Hit]:
        """List where a pattern matches, from left to right, without overlap."""
        hits: list[Hit] = []
        done = 0
        for start in self._starts(pattern.steps):
            if start < done:
                continue
            found = self._match(pattern.steps, 0, start, 0, first=True)
            if found is not None:
                end, used = found
                first = (used & -used).bit_length() - 1
                hits.append(Hit(first, end, used))
                done = end
                if len(hits) == MAX_HITS:
                    break
        return hits

    def _starts(self, steps: Sequence_) -> list[int]:
        starts: set[int] = set()
        for step in steps:
            starts.update(self._spans(step.element))
            if not step.optional:
                break
        return sorted(starts)

    def _spans(self, element: Element) -> dict[int, list[tuple[int, int]]]:
        """Map each place where the element begins to its (end, used words)."""
        found = self._found.get(element.number)
        if found is not None:
            return found
        found = {}
        self._found[element.number] = found
        for word, places in self.places.items():
            if word in element.words or (element.prefixes and word.startswith(element.prefixes)):
                for place in places:
                    found[place] = [(place + 1, 1 << place)]
        for sequence in element.sequences:
            for start in self._starts(sequence):
                match = self._match(sequence, 0, start, 0, first=True)
                if match is not None:
                    # Longer ways to fill a place are tried first.
                    found.setdefault(start, []).insert(0, match)
        return found

    def _match(self, steps: Sequence_, at: int, place: int, used: int, *, first: bool) -> tuple[int, int] | None:
        if at == len(steps):
            return place, used
        step = steps[at]
        spans = self._spans(step.element)
        if spans:
            for here in self._reachable(place, step.gap, first=first):
                for end, more in spans.get(here, ()):
                    rest = self._match(steps, at + 1, end, used | more, first=False)
                    if rest is not None:
                        return rest
        if step.optional:
            if at + 1 == len(steps):
                return (place, used) if used else None
            return self._match(steps, at + 1, place, used, first=first)
        return None

    def _reachable(self, place: int, gap: int, *, first: bool) -> Iterable[int]:
        if first:
            yield place
            return
        limit = Break.NONE if gap <= SHORT_GAP else Break.CLAUSE
        skipped = 0
        while place < self.size and self.breaks[place] <= limit:
            yield place
            if gap:
                if skipped == gap:
                    return
            elif skipped == MAX_FILLERS or self.words[place] not in self.fillers:
                return
            skipped += 1
            place += 1
