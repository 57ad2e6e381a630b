"""The lexicons: which wordings mean which concept, and which words negate, date, doubt or assign them to somebody else.

Read once from conversations/lexicons/<language>/*.toml and kept compiled in memory. What a newcomer would get wrong:
all files of
a language are one lexicon. A word class or a concept may be added to by several files; a concept's kind may be stated
once.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from conversations.errors import ProtocolError
from conversations.understanding.pattern_index import PatternIndex
from conversations.understanding.patterns import Compiler, Hit, Pattern, TextSearch
from conversations.understanding.spelling import Speller
from conversations.understanding.text import fold

LEXICONS = Path(__file__).resolve().parent.parent / "lexicons"
LANGUAGES = ("en", "es")


class Kind(StrEnum):
    """How time bears on a concept (PROTOCOL 3.2 N2)."""

    SIGN = "sign"  # past and resolved clears it
    RECENT_COUNTS = "recent_counts"  # counts although gone, within 14 days
    HISTORY = "history"  # the history itself is the flag; time never clears it
    EVENT = "event"  # happened once; `old` names what it is called after 14 days
    ALWAYS = "always"  # may not be silenced: denied or long ago it stays possible, and it counts whoever it is about


class Level(StrEnum):
    """What a pattern says of its concept."""

    ANY = "any"
    MAYBE = "maybe"
    NOT = "not"
    CUE = "cue"


class Cue(StrEnum):
    """Words that change what a mention means; lists of patterns in scope.toml."""

    NEGATION = "negation"
    NOT_A_NEGATION = "not_a_negation"
    DENIED_AFTER = "denied_after"
    DOUBLE_NEGATION = "double_negation"
    STOP = "stop"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"
    OLD = "old"
    RECENT = "recent"
    RESOLVED = "resolved"
    LONG_STANDING = "long_standing"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    PERSON = "person"
    ON_BEHALF = "on_behalf"
    OWN_COMPLAINT = "own_complaint"
    THEIR_COMPLAINT = "their_complaint"
    OWN_PATIENT = "own_patient"
    SELF_INSTEAD = "self_instead"
    ANIMAL = "animal"
    IDIOM = "idiom"
    REFERS_BACK = "refers_back"
    EXPLAINED = "explained"
    SOME_MONTHS = "some_months"
    NONE_OF_THAT = "none_of_that"
    TO_COME = "to_come"
    HARMLESS = "harmless"


@dataclass(frozen=True, kw_only=True)
class Concept:
    """What the lexicons say of a concept besides its wordings.

    `old` is the concept it becomes after 14 days; `negation_is_symptom` spares all its wordings from negation.
    """

    name: str
    kind: Kind = Kind.SIGN
    old: str | None = None
    negation_is_symptom: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A pattern and what it stands for: a concept's name or a Cue's."""

    pattern: Pattern
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Found:
    """One wording found in one text."""

    wording: Wording
    hit: Hit


@dataclass(frozen=True, kw_only=True)
class Language:
    """One language's lexicon, compiled."""

    lang: str
    concepts: Mapping[str, Concept]
    spelling: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    clause_openers: frozenset[str]
    list_words: frozenset[str]
    negators: frozenset[str]
    since_words: frozenset[str]
    denial_words: frozenset[str]
    noun_negators: frozenset[str]
    having_words: frozenset[str]
    and_words: frozenset[str]
    lasting_words: frozenset[str]
    short_units: frozenset[str]
    childhood_words: frozenset[str]
    wordings: PatternIndex[Wording]

    def search(self, search: TextSearch) -> list[Found]:
        """Find every wording of the lexicon in a text, in the order of the lexicon."""
        search.present = self.wordings.present(search.places)
        return [
            Found(wording, hit)
            for wording in self.wordings.candidates(search.places, search.present)
            for hit in search.find(wording.pattern)
        ]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """All languages, and the speller they share."""

    languages: tuple[Language, ...]
    speller: Speller

    @property
    def concepts(self) -> frozenset[str]:
        """Every name that a reading can mention."""
        return frozenset(
            name
            for language in self.languages
            for concept in language.concepts.values()
            for name in (concept.name, concept.old)
            if name
        )


@cache
def load(root: Path = LEXICONS) -> Lexicon:
    """Read and compile the lexicons; raise ProtocolError with every fault, each with its file and key."""
    faults: list[str] = []
    drafts = [_read_language(root / lang, lang, faults) for lang in LANGUAGES if (root / lang).is_dir()]
    if faults:
        raise ProtocolError(*faults)
    common = {draft.lang: draft.common for draft in drafts}
    targets: set[str] = set()
    languages: list[Language] = []
    for draft in drafts:
        language, vocabulary = draft.compile(faults)
        languages.append(language)
        targets |= vocabulary
    if faults:
        raise ProtocolError(*faults)
    known = {word for words in common.values() for word in words}
    known |= {word for language in languages for word in language.spelling}
    beginnings = {beginning for language in languages for beginning in language.wordings.prefixes}
    return Lexicon(languages=tuple(languages), speller=Speller(common=known, targets=targets, beginnings=beginnings))


@dataclass(kw_only=True)
class _Draft:
    lang: str
    common: Sequence[str]
    classes: dict[str, list[str]] = field(default_factory=dict)
    spelling: dict[str, str] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)  # plain word lists of scope.toml
    cues: dict[str, list[tuple[str, str]]] = field(default_factory=dict)  # name -> (where, pattern)
    wordings: list[tuple[str, str, Level, str]] = field(default_factory=list)  # where, concept, level, pattern
    concepts: dict[str, dict[str, Any]] = field(default_factory=dict)

    def compile(self, faults: list[str]) -> tuple[Language, set[str]]:
        compiler = Compiler(
            classes=self.classes,
            spelling=self.spelling,
            ranks={word: rank for rank, word in enumerate(self.common)},
        )
        wordings: list[tuple[Sequence[int], Wording]] = []
        entries = [(where, name, Level.CUE, source) for name, rows in self.cues.items() for where, source in rows]
        for where, name, level, source in (*entries, *self.wordings):
            try:
                pattern = compiler.pattern(source)
            except ProtocolError as error:
                faults.append(f"{where}: {error}")
                continue
            wordings.append((pattern.needed, Wording(pattern, name, level)))
        language = Language(
            lang=self.lang,
            concepts={name: Concept(name=name, **_details(facts)) for name, facts in self.concepts.items()},
            spelling={typed: tuple(usual.split()) for typed, usual in self.spelling.items()},
            fillers=frozenset(self.words.get("fillers", ())),
            clause_openers=frozenset(self.words.get("clause_openers", ())),
            list_words=frozenset(self.words.get("list_words", ())),
            negators=frozenset(self.words.get("negators", ())),
            since_words=frozenset(self.words.get("since_words", ())),
            denial_words=frozenset(self.words.get("denial_words", ())),
            noun_negators=frozenset(self.words.get("noun_negators", ())),
            having_words=frozenset(self.words.get("having_words", ())),
            and_words=frozenset(self.words.get("and_words", ())),
            lasting_words=frozenset(self.words.get("lasting_words", ())),
            short_units=frozenset(self.words.get("short_units", ())),
            childhood_words=frozenset(self.words.get("childhood_words", ())),
            wordings=PatternIndex((element.starts for element in compiler.elements.values()), wordings),
        )
        return language, compiler.vocabulary


def _details(facts: Mapping[str, Any]) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if "kind" in facts:
        details["kind"] = Kind(facts["kind"])
    for key in ("old", "negation_is_symptom"):
        if key in facts:
            details[key] = facts[key]
    return details


def _read_language(folder: Path, lang: str, faults: list[str]) -> _Draft:
    lines = (folder / "common_words.txt").read_text(encoding="utf-8").splitlines()
    draft = _Draft(lang=lang, common=[line for line in lines if line and not line.startswith("#")])
    for path in sorted(folder.glob("*.toml")):
        where = f"{lang}/{path.name}"
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{where}: {error}")
            continue
        _read_file(draft, where, data, faults)
    return draft


def _read_file(draft: _Draft, where: str, data: Mapping[str, Any], faults: list[str]) -> None:
    for section, content in data.items():
        match section:
            case "words":
                for name, entries in content.items():
                    draft.classes.setdefault(name, []).extend(entries)
            case "spelling":
                for typed, usual in content.items():
                    draft.spelling[fold(typed).replace("'", "")] = usual
            case "scope_words":
                for name, entries in content.items():
                    draft.words.setdefault(name, []).extend(fold(entry).replace("'", "") for entry in entries)
            case "cue":
                for name, entries in content.items():
                    if name not in set(Cue):
                        faults.append(f"{where} cue.{name}: no such cue")
                    draft.cues.setdefault(name, []).extend((f"{where} cue.{name}", entry) for entry in entries)
            case "concept":
                for name, facts in content.items():
                    _read_concept(draft, where, name, facts, faults)
            case _:
                faults.append(f"{where} {section}: no such section")


def _read_concept(draft: _Draft, where: str, name: str, facts: Mapping[str, Any], faults: list[str]) -> None:
    known = draft.concepts.setdefault(name, {})
    for key, value in facts.items():
        match key:
            case "any" | "maybe" | "not":
                key_path = f"{where} concept.{name}.{key}"
                draft.wordings.extend((key_path, name, Level(key), pattern) for pattern in value)
            case "kind" | "old":
                if known.setdefault(key, value) != value or (key == "kind" and value not in set(Kind)):
                    faults.append(f"{where} concept.{name}.{key}: {value!r} does not fit")
            case "negation_is_symptom":
                known[key] = value
            case _:
                faults.append(f"{where} concept.{name}.{key}: no such key")
