"""The lexicons' pattern language: word patterns compiled once, matched against the words of a text.

    numb {saddle}          words in order; {saddle} is a named class of words or short patterns
    numb|dead|asleep       alternatives; numb* is any word that begins so; [right|left] may be missing
    gas|lo_otro            an alternative of several words is joined by _
    {saddle} .. numb       up to 4 other words between, in one clause; `...` up to 8, commas allowed, never past a
    sentence

Between neighbours small filler words ("my", "a", "really") may stand. What a newcomer would get wrong: nothing
scans all patterns. A pattern
is filed under its rarest elements (`pattern_index`), and only one of which all words are there is looked for at all.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.errors import ProtocolError
from conversations.understanding.text import Break, fold

SHORT_GAP, LONG_GAP = 4, 8
MAX_FILLERS = 3
_UNRANKED = 20_000  # the rank of a word that is on no list of common words
MAX_HITS = 8  # of one pattern in one text; more adds no knowledge and lets a hostile text cost time


@dataclass(eq=False, slots=True)
class Element:
    """One place of a pattern: the single words, beginnings, classes (`parts`) and longer sequences that may stand
    there.

    The sequences are filed under the rarest element of each, with their places in the order written. `starts` are the
    words it can begin with; beginnings of words keep their star.
    """

    number: int
    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    parts: tuple["Element", ...] = ()
    sequences: Mapping[int, list[tuple[int, "Pattern"]]] = field(default_factory=dict)
    starts: frozenset[str] = frozenset()
    weight: float = 0.0  # how much of all texts its words make up: the less, the better to look for first


@dataclass(frozen=True, slots=True)
class Step:
    """An element, whether it may be missing, and how many other words may stand before it (0: fillers only)."""

    element: Element
    optional: bool
    gap: int


@dataclass(eq=False, slots=True)
class Pattern:
    """A compiled sequence of steps. `needed` has the number of every element that must be there, the rarest first."""

    steps: tuple[Step, ...]
    needed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched: words `start` to `end` (exclusive); `used` has a bit for each word the pattern itself
    consumed."""

    start: int
    end: int
    used: int


_TOP = re.compile(r"\[[^\]]*\]|\S+")
_GAPS = {"..": SHORT_GAP, "...": LONG_GAP}


@dataclass
class Compiler:
    """Compiles the patterns of one language; elements are shared, so that a text is searched for each of them once."""

    classes: Mapping[str, Sequence[str]]
    spelling: Mapping[str, str]
    ranks: Mapping[str, int]
    elements: dict[str, Element] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _open: list[str] = field(default_factory=list)
    _steps: dict[tuple[str, int], Step] = field(default_factory=dict)  # as most patterns are made of the same few

    def pattern(self, source: str) -> Pattern:
        """Compile one pattern; raise ProtocolError when it cannot be read."""
        steps: list[Step] = []
        gap = 0
        for piece in _TOP.findall(source) if "[" in source else source.split():
            if piece in _GAPS:
                gap = _GAPS[piece]
                continue
            step = self._steps.get((piece, gap))
            if step is None:
                optional = piece[0] == "["
                element = self._element(piece.strip("[]").strip() if optional else piece)
                step = self._steps[piece, gap] = Step(element, optional, gap)
            steps.append(step)
            gap = 0
        needed = {step.element.number: step.element.weight for step in steps if not step.optional}
        if not needed or gap:
            raise ProtocolError(f"pattern {source!r} ends in a gap, or nothing of it must be there")
        return Pattern(tuple(steps), tuple(sorted(needed, key=needed.__getitem__) if len(needed) > 1 else needed))

    def _element(self, source: str) -> Element:
        known = self.elements.get(source)
        if known is None:
            # A class is filled in after its number is taken: the numbers are places in the order of first use.
            draft = _Draft()
            for part in source.split("|") if "[" not in source else (source,):
                self._add(part, draft, source)
            known = draft.element(len(self.elements), self.ranks)
            self.elements[source] = known
        return known

    def _add(self, part: str, draft: "_Draft", whole: str) -> None:
        if part.isalnum() and part.isascii():
            self._add_word(part, draft)
        elif part.startswith("{") and part.endswith("}"):
            if part == whole:
                self._add_class(part[1:-1], draft)
            else:
                draft.parts.append(self._element(part))
        elif "_" in part or " " in part:
            draft.sequences.append(self.pattern(part.replace("_", " ")))
        elif part.endswith("*") and len(part) > 2:
            draft.prefixes.append(fold(part[:-1]).replace("'", ""))
        elif not part or any(sign in part for sign in "{}[]*"):
            raise ProtocolError(f"cannot read {part!r}")
        else:
            self._add_word(fold(part).replace("'", ""), draft)

    def _add_word(self, word: str, draft: "_Draft") -> None:
        usual = self.spelling.get(word, word)
        if " " in usual:
            draft.sequences.append(self.pattern(usual))
        else:
            draft.words.append(usual)
            self.vocabulary.add(usual)

    def _add_class(self, name: str, draft: "_Draft") -> None:
        if name not in self.classes:
            raise ProtocolError(f"unknown word class {{{name}}}")
        if name in self._open:
            raise ProtocolError(f"word class {{{name}}} contains itself")
        self._open.append(name)
        for entry in self.classes[name]:
            if " " in entry:
                draft.sequences.append(self.pattern(entry))
            else:
                for part in entry.split("|"):
                    self._add(part, draft, "")
        self._open.pop()


@dataclass
class _Draft:
    words: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    parts: list[Element] = field(default_factory=list)
    sequences: list[Pattern] = field(default_factory=list)

    def element(self, number: int, ranks: Mapping[str, int]) -> Element:
        words = frozenset(self.words)
        starts = set(words)
        starts.update(f"{prefix}*" for prefix in self.prefixes)
        for part in self.parts:
            starts |= part.starts
        for sequence in self.sequences:
            for step in sequence.steps:
                starts |= step.element.starts
                if not step.optional:
                    break
        sequences: dict[int, list[tuple[int, Pattern]]] = {}
        for place, sequence in enumerate(self.sequences):
            sequences.setdefault(sequence.needed[0], []).append((place, sequence))
        return Element(
            number=number,
            words=words,
            prefixes=tuple(self.prefixes),
            parts=tuple(self.parts),
            sequences=sequences,
            starts=frozenset(starts) if len(starts) > len(words) else words,
            weight=sum(1.0 / (ranks.get(start.rstrip("*"), _UNRANKED) + 5) for start in starts),
        )


_Spans = dict[int, tuple[tuple[int, int], ...]]


class TextSearch:
    """One text being searched: remembers where each element stands."""

    def __init__(self, words: Sequence[str], breaks: Sequence[Break], fillers: frozenset[str]) -> None:
        self.present: set[int] = set()  # numbers of the elements that may stand in this text
        self.words = words
        self.breaks = breaks
        self.fillers = fillers
        self.size = len(words)
        self.places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            self.places.setdefault(word, []).append(place)
        self._distinct = frozenset(self.places)
        self._sorted = sorted(self.places)
        self._found: dict[int, _Spans] = {}
        # One bit for each place: where a word joins the one before it, within a sentence, and where a filler stands.
        self._joined = _bits(mark is Break.NONE for mark in breaks)
        self._in_sentence = _bits(mark is not Break.SENTENCE for mark in breaks)
        self._filler = _bits(word in fillers for word in words)

    def find(self, pattern: Pattern) -> list[Hit]:
        """List where a pattern matches, from left to right, without overlap."""
        hits: list[Hit] = []
        if not self.present.issuperset(pattern.needed) or not self._may_match(pattern.steps):
            return hits
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

    def _may_match(self, steps: tuple[Step, ...]) -> bool:
        """Do the steps stand one behind the other? All places are followed at once, so a no comes fast."""
        behind = -1  # the places where the next step may follow; at first any
        for step in steps:
            reach = behind if behind == -1 else self._reach(behind, step.gap)
            ends = 0
            spans = self._found.get(step.element.number)
            for place, ways in (self._spans(step.element) if spans is None else spans).items():
                if reach >> place & 1:
                    for end, _ in ways:
                        ends |= 1 << end
            behind = behind | ends if step.optional else ends
            if not behind:
                return False
        return True

    def _reach(self, behind: int, gap: int) -> int:
        joined = self._joined if gap <= SHORT_GAP else self._in_sentence
        passable = -1 if gap else self._filler
        reach = front = behind & joined
        for _ in range(gap or MAX_FILLERS):
            front = (front & passable) << 1 & joined
            if not front:
                break
            reach |= front
        return reach

    def _starts(self, steps: tuple[Step, ...]) -> list[int]:
        starts: set[int] = set()
        for step in steps:
            starts.update(self._spans(step.element))
            if not step.optional:
                break
        return sorted(starts)

    def _spans(self, element: Element) -> "_Spans":
        """Map each place where the element begins to its (end, used words); longer ways to fill a place come first."""
        found = self._found.get(element.number)
        if found is not None:
            return found
        found = self._found[element.number] = {}
        for word in element.words & self._distinct:
            for place in self.places[word]:
                found[place] = ((place + 1, 1 << place),)
        for prefix in element.prefixes:
            for number in range(bisect_left(self._sorted, prefix), len(self._sorted)):
                word = self._sorted[number]
                if not word.startswith(prefix):
                    break
                for place in self.places[word]:
                    found[place] = ((place + 1, 1 << place),)
        for part in element.parts:
            if part.number in self.present:
                for place, ways in self._spans(part).items():
                    found[place] = found.get(place, ()) + ways
        rarest = self.present & element.sequences.keys() if element.sequences else ()
        for _, sequence in sorted(filed for number in rarest for filed in element.sequences[number]):
            if self.present.issuperset(sequence.needed) and self._may_match(sequence.steps):
                for start in self._starts(sequence.steps):
                    match = self._match(sequence.steps, 0, start, 0, first=True)
                    if match is not None:
                        found[start] = (match, *found.get(start, ()))
        return found

    def _match(self, steps: tuple[Step, ...], at: int, place: int, used: int, *, first: bool) -> tuple[int, int] | None:
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


def _bits(places: Iterable[bool]) -> int:
    bits = 0
    for place, holds in enumerate(places):
        if holds:
            bits |= 1 << place
    return bits
