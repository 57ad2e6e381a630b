"""Phrases of replies: a small pattern language over plain words, and the book of all phrases of both languages.

    words in order     want to talk
    alternatives       talk|speak|chat
    several words      wait_list|schedule
    a class            {person}            (its entries may be several words)
    optional           [please]
    prefix             cancel*
    a gap              ..  up to 3 words, ...  up to 7 words, within one sentence

The lists are data: `lexicons/<language>/replies/*.toml`. A newcomer would look here for typo repair and find none on purpose:
a phrase of this book stops the texts or fills an answer, and a wrong reading costs far more than asking again, so known
misspellings are listed as phrases.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from conversations.errors import ProtocolError
from conversations.understanding.pattern_index import PatternIndex
from conversations.understanding.text import fold

LANGUAGES = ("en", "es")
_FOLDER = Path(__file__).parent.parent / "lexicons"
_TOKEN = re.compile(r"[a-z][a-z0-9]*|\d+(?:[.:]\d+)?|\S|\n")
_FEET_AND_INCHES = re.compile(r"(\d)'(\d)")  # 5'9 is no number 59
_HARD = frozenset('.!?;:\n()…"')
_SOFT = frozenset(",-–—/")
_GAPS = {"..": 3, "...": 7}
_MAX_HITS = 12  # of one group in one text; more adds no knowledge and lets a hostile text cost time
_LONGEST_TEXT = 1600  # code points; no carrier delivers more in one text
_LONG_NUMBER = re.compile(r"\d{8,}")  # a phone or card number: nothing that is read here


def plain(text: str) -> str:
    """Lower the case and take off accents and apostrophes; everything else, digits and punctuation too, stays."""
    line = _LONG_NUMBER.sub(" ", fold(text[:_LONGEST_TEXT]))
    line = _FEET_AND_INCHES.sub(r"\1ft\2", line).replace("'", "")
    return line.replace("n/a", "na").replace("w/out", "without").replace("w/o", "without").replace("w/", "with ")


@dataclass(frozen=True)
class Words:
    """A text as plain words. `sentence` and `part` number the sentence and the comma part that each word stands in."""

    words: tuple[str, ...]
    sentence: tuple[int, ...]
    part: tuple[int, ...]
    asks: bool = False  # it ends with a question mark

    def __len__(self) -> int:
        return len(self.words)

    def parts(self) -> Iterator[tuple[str, ...]]:
        """The words between any two marks of punctuation."""
        start = 0
        for index in range(1, len(self.words) + 1):
            if index == len(self.words) or self.part[index] != self.part[start]:
                yield self.words[start:index]
                start = index

    def without(self, spans: Iterable[tuple[int, int]]) -> "Words":
        """The same words with these spans left out."""
        gone = {index for start, end in spans for index in range(start, end)}
        kept = [index for index in range(len(self.words)) if index not in gone]
        return Words(
            tuple(self.words[i] for i in kept),
            tuple(self.sentence[i] for i in kept),
            tuple(self.part[i] for i in kept),
            self.asks,
        )


@lru_cache(maxsize=256)
def split(text: str) -> Words:
    """Split a text into plain words; `&` and `+` are the word "and"."""
    words: list[str] = []
    sentence: list[int] = []
    part: list[int] = []
    sentences = parts = 0
    for token in _TOKEN.findall(plain(text)):
        if token[0].isalnum():
            words.append(token)
        elif token in "&+":
            words.append("and")
        elif token in _HARD:
            sentences += 1
            parts += 1
            continue
        elif token in _SOFT:
            parts += 1
            continue
        else:
            continue
        sentence.append(sentences)
        part.append(parts)
    return Words(tuple(words), tuple(sentence), tuple(part), text.rstrip().endswith("?"))


@dataclass(frozen=True)
class _Step:
    """One place of a pattern: any of `choices` (each a run of words, its first in `begins`), or a gap of up to `gap` words."""

    choices: tuple[tuple[str, ...], ...] = ()
    begins: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True)
class _Pattern:
    """A phrase that belongs to a group, or whose words belong to none of it (`excludes`), or that is all of a text (`whole`)."""

    group: str
    steps: tuple[_Step, ...]
    excludes: bool = False
    whole: bool = False


@dataclass(frozen=True, eq=False)
class Book:
    """All phrases, filed by the words they need, and all plain word sets."""

    phrases: PatternIndex[_Pattern]
    sets: Mapping[str, frozenset[str]]

    def find(self, words: Words) -> dict[str, list[tuple[int, int]]]:
        """Find every phrase of a text; the result is shared between readers and must not be changed."""
        return _found(self, words)

    def search(self, words: Words) -> dict[str, list[tuple[int, int]]]:
        """Every phrase group found, with the word spans; what an excluded wording overlaps is left out."""
        found: dict[str, list[tuple[int, int]]] = {}
        excluded: dict[str, list[tuple[int, int]]] = {}
        for start, patterns in self._possible(words):
            for pattern in patterns:
                if pattern.whole and start:
                    continue
                if len((excluded if pattern.excludes else found).get(pattern.group, ())) == _MAX_HITS:
                    continue
                for end in _ends(pattern.steps, 0, words, start, loose=pattern.whole):
                    if pattern.whole and end != len(words):
                        continue
                    (excluded if pattern.excludes else found).setdefault(pattern.group, []).append((start, end))
                    break
        for group, spans in excluded.items():
            if group in found:
                kept = [hit for hit in found[group] if not any(hit[0] < end and start < hit[1] for start, end in spans)]
                if kept:
                    found[group] = kept
                else:
                    del found[group]
        return found

    def is_all(self, words: Iterable[str], *names: str) -> bool:
        """Do all these words belong to the named sets?"""
        return all(any(word in self.sets[name] for name in names) for word in words)

    def _possible(self, words: Words) -> list[tuple[int, list[_Pattern]]]:
        """For each place, from the left, the phrases that may begin there; none of which some word is missing altogether."""
        starts: dict[str, list[int]] = {}
        for place, word in enumerate(words.words):
            starts.setdefault(word, []).append(place)
        possible: dict[int, list[_Pattern]] = {}
        for pattern in self.phrases.candidates(starts, self.phrases.present(starts)):
            for word in _matching(pattern.steps[0].begins, starts):
                for place in starts[word]:
                    possible.setdefault(place, []).append(pattern)
        return sorted(possible.items())


def _matching(begins: frozenset[str], words: Mapping[str, object]) -> Iterable[str]:
    exact = begins & words.keys()
    prefixes = tuple(begin[:-1] for begin in begins if begin.endswith("*"))
    if not prefixes:
        return exact
    return exact.union(word for word in words if word.startswith(prefixes))


def _ends(steps: tuple[_Step, ...], at: int, words: Words, position: int, *, loose: bool) -> Iterator[int]:
    """Yield where a match of the steps from `at` can end, shortest gaps first; `loose` lets it run over full stops."""
    if at == len(steps):
        yield position
        return
    step = steps[at]
    if step.gap:
        for skip in range(step.gap + 1):
            if position + skip > len(words):
                return
            if skip and not loose and words.sentence[position + skip - 1] != words.sentence[position - 1]:
                return
            yield from _ends(steps, at + 1, words, position + skip, loose=loose)
        return
    for choice in step.choices:
        end = position + len(choice)
        if end <= len(words) and _same(choice, words, position, loose=loose, first=at == 0):
            yield from _ends(steps, at + 1, words, end, loose=loose)
    if step.optional:
        yield from _ends(steps, at + 1, words, position, loose=loose)


def _same(choice: tuple[str, ...], words: Words, position: int, *, loose: bool, first: bool) -> bool:
    for offset, wanted in enumerate(choice):
        index = position + offset
        word = words.words[index]
        if word != wanted and not (wanted.endswith("*") and word.startswith(wanted[:-1])):
            return False
        fresh = first and offset == 0
        if not loose and not fresh and words.sentence[index] != words.sentence[index - 1]:
            return False
    return True


def _steps(pattern: str, classes: Mapping[str, list[str]], known: dict[str, _Step], where: str) -> tuple[_Step, ...]:
    """Read a pattern; `known` are the steps of this language read so far, by what is written for them."""
    steps: list[_Step] = []
    for piece in re.findall(r"\[[^\]]*\]|\S+", pattern):
        if piece in known:
            steps.append(known[piece])
            continue
        optional = piece.startswith("[")
        body = piece.strip("[]")
        if body in _GAPS:
            steps.append(known.setdefault(piece, _Step(gap=_GAPS[body])))
            continue
        choices: list[tuple[str, ...]] = []
        for option in body.split("|"):
            if option.startswith("{"):
                if option[1:-1] not in classes:
                    raise ProtocolError(f"{where}: no class {option} for {pattern!r}")
                choices += [tuple(entry.split()) for entry in classes[option[1:-1]]]
            else:
                choices.append(tuple(option.split("_")))
        begins = frozenset(choice[0] for choice in choices)
        steps.append(known.setdefault(piece, _Step(choices=tuple(choices), begins=begins, optional=optional)))
    if not steps or steps[0].optional or steps[0].gap:
        raise ProtocolError(f"{where}: a phrase begins with a word: {pattern!r}")
    return tuple(steps)


@lru_cache(maxsize=256)
def _found(known: Book, words: Words) -> dict[str, list[tuple[int, int]]]:
    return known.search(words)


def _filed(patterns: Sequence[_Pattern]) -> PatternIndex[_Pattern]:
    """File phrases under the steps that must be there, by the words these may begin with, the least used first."""
    needs = [[step.begins for step in pattern.steps if step.choices and not step.optional] for pattern in patterns]
    uses = Counter(begins for needed in needs for begins in needed)
    numbers = {begins: number for number, begins in enumerate(uses)}
    return PatternIndex(
        numbers,
        (
            ([numbers[begins] for begins in sorted(dict.fromkeys(needed), key=uses.__getitem__)], pattern)
            for needed, pattern in zip(needs, patterns, strict=True)
        ),
    )


@cache
def book() -> Book:
    """Read the phrases of both languages, once."""
    patterns: list[_Pattern] = []
    sets: dict[str, set[str]] = {}
    for language in LANGUAGES:
        files = sorted((_FOLDER / language / "replies").glob("*.toml"))
        tables = [(path, tomllib.loads(path.read_text(encoding="utf-8"))) for path in files]
        classes: dict[str, list[str]] = {}
        known: dict[str, _Step] = {}
        for _, table in tables:
            classes.update(table.get("classes", {}))
        for path, table in tables:
            where = f"{language}/{path.name}"
            for name, members in table.get("sets", {}).items():
                sets.setdefault(name, set()).update(members)
            for group, kinds in table.get("phrases", {}).items():
                for kind, lines in kinds.items():
                    for line in lines:
                        steps = _steps(line, classes, known, where)
                        patterns.append(_Pattern(group, steps, kind == "not", kind == "whole"))
    return Book(phrases=_filed(patterns), sets={name: frozenset(members) for name, members in sets.items()})
