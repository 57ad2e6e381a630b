"""From a text to the concepts it mentions, each with its certainty and its place in the original.

What a newcomer would get wrong: both lexicons always read every text, and a mention that was lowered (negated, past,
an idiom) is
still returned. Which concepts make a red flag is not decided here: that is the protocol's rules.
"""

from collections.abc import Sequence
from dataclasses import replace

from conversations.understanding import lexicon, scope, two_languages
from conversations.understanding.findings import Certainty, Mention
from conversations.understanding.lexicon import Cue, Found, Kind, Language, Level, Lexicon
from conversations.understanding.passage import Passage
from conversations.understanding.patterns import Hit, TextSearch
from conversations.understanding.text import Break, Words, cut
from conversations.understanding.told_age import read_told_age

# Cues that mean nothing of their own inside a longer one: the "now" of "gone now", the "new" of "nothing new", the
# child of "as a child".
_SWALLOWED = (
    (Cue.RECENT, Cue.RESOLVED),
    (Cue.STOP, Cue.RESOLVED),
    (Cue.RECENT, Cue.UNCHANGED),
    (Cue.CHANGED, Cue.UNCHANGED),
    (Cue.STOP, Cue.LONG_STANDING),
    (Cue.STOP, Cue.UNCHANGED),
    (Cue.PERSON, Cue.OLD),
    (Cue.THEIR_COMPLAINT, Cue.OWN_COMPLAINT),
    (Cue.RESOLVED, Cue.NOT_A_NEGATION),
)
_RANK = {certainty: rank for rank, certainty in enumerate(Certainty)}


def read_mentions(text: str) -> tuple[Mention, ...]:
    """List every concept a text mentions, in order of place; the same place and concept only once, at its most
    certain."""
    return read_mentions_and_person(text)[0]


def read_mentions_and_person(text: str) -> tuple[tuple[Mention, ...], str | None]:
    """List what a text mentions, and whose symptoms they are when it names another person ("my husband")."""
    book = lexicon.load()
    words = cut(text)
    best: dict[tuple[str, int, int], Mention] = {}
    person: str | None = None
    readings: dict[str, list[Mention]] = {}
    for language in book.languages:
        readings[language.lang], named = _read(spell(words, language, book), language)
        person = person or named
    for mention in two_languages.settle(words, readings, book.languages):
        key = (mention.concept, mention.start, mention.end)
        held = best.get(key)
        if held is None or _RANK[mention.certainty] < _RANK[held.certainty]:
            best[key] = mention
    for mention in read_told_age(text):
        best[mention.concept, mention.start, mention.end] = mention
    return tuple(sorted(best.values(), key=lambda m: (m.start, m.end, m.concept))), person


def spell(words: Words, language: Language, book: Lexicon) -> Words:
    """Write the words as this language's lexicon knows them: texting short forms, typos, joined and split words."""
    spelled: list[str] = []
    places: list[int] = []  # for each new word, the first and last old word it came from
    lasts: list[int] = []
    place = 0
    size = len(words)
    while place < size:
        word = words.words[place]
        last = place
        if place + 1 < size and words.breaks[place + 1] is Break.NONE:
            pair = f"{word} {words.words[place + 1]}"
            usual = language.spelling.get(pair)
            joined = None if usual else book.speller.joins(word, words.words[place + 1])
            if usual or joined:
                last = place + 1
                new: Sequence[str] = usual or (joined or word,)
            else:
                new = _usual(word, language, book)
        else:
            new = _usual(word, language, book)
        for item in new:
            spelled.append(item)
            places.append(place)
            lasts.append(last)
        place = last + 1
    return Words(
        words=tuple(spelled),
        starts=tuple(words.starts[first] for first in places),
        ends=tuple(words.ends[last] for last in lasts),
        breaks=tuple(
            words.breaks[first] if index == 0 or places[index - 1] != first else Break.NONE
            for index, first in enumerate(places)
        ),
        asked=tuple(words.asked[first] for first in places),
    )


def _usual(word: str, language: Language, book: Lexicon) -> Sequence[str]:
    usual = language.spelling.get(word)
    if usual is not None:
        return usual
    repaired = book.speller.repair(word)
    if len(repaired) == 1:
        return language.spelling.get(repaired[0], repaired)
    return tuple(item for part in repaired for item in language.spelling.get(part, (part,)))


def _read(words: Words, language: Language) -> tuple[list[Mention], str | None]:
    cues: dict[str, list[Hit]] = {}
    told: list[Found] = []
    refused: dict[str, list[Hit]] = {}
    doubted: dict[str, list[Hit]] = {}
    for found in language.search(TextSearch(words.words, words.breaks, language.fillers)):
        name, hit = found.wording.name, found.hit
        match found.wording.level:
            case Level.CUE:
                cues.setdefault(name, []).append(hit)
            case Level.NOT:
                refused.setdefault(name, []).append(hit)
            case level:
                told.append(found)
                if level is Level.MAYBE:
                    doubted.setdefault(name, []).append(hit)
    for hits in cues.values():
        hits.sort(key=lambda hit: (hit.start, hit.end))
    for cue, wider in _SWALLOWED:
        covers = cues.get(wider, [])
        cues[cue] = [
            hit for hit in cues.get(cue, []) if not any(c.start <= hit.start and hit.end <= c.end for c in covers)
        ]
    # "Four years ago" is a date; only "for four years" lasts.
    dates = cues.get(Cue.OLD, [])
    cues[Cue.LONG_STANDING] = [
        hit
        for hit in cues.get(Cue.LONG_STANDING, [])
        if not any(d.start <= hit.start and hit.end <= d.end and d.end - d.start > hit.end - hit.start for d in dates)
    ]
    used = 0
    for found in told:
        used |= found.hit.used
    events = [found.hit for found in told if language.concepts[found.wording.name].kind is Kind.EVENT]
    passage = Passage(
        language=language,
        words=words.words,
        breaks=words.breaks,
        asked=words.asked,
        cues=cues,
        told=used,
        events=events,
    )
    person: str | None = None
    mentions: list[Mention] = []
    for found in told:
        name, hit = found.wording.name, found.hit
        ruling = scope.rule(passage, language.concepts[name], hit)
        certainty, because = ruling.certainty, ruling.because
        if certainty is not Certainty.EXCLUDED:
            for other in refused.get(name, ()):
                if other.start < hit.end and hit.start < other.end:
                    certainty, because = Certainty.EXCLUDED, f"not meant: {passage.quote(other)}"
                    break
            else:
                if _doubted(hit, found.wording.level, doubted.get(name, ())):
                    certainty, because = scope.rule_doubtful(passage, language.concepts[name], hit, ruling)
                person = person or ruling.person
        mentions.append(
            Mention(
                concept=ruling.name,
                certainty=certainty,
                start=words.starts[hit.start],
                end=words.ends[hit.end - 1],
                because=because,
            )
        )
    return _asked_after_telling(mentions, language), person


def _asked_after_telling(mentions: Sequence[Mention], language: Language) -> list[Mention]:
    """Leave out what is asked about after it was told as somebody else's or over ("stones in 2016, passed. A stone again?")."""
    told = {
        mention.concept: mention.because
        for mention in mentions
        if mention.certainty is Certainty.EXCLUDED and mention.because.startswith(("someone else", "past"))
    }
    return [
        replace(mention, certainty=Certainty.EXCLUDED, because=f"{mention.because}; told as {told[mention.concept]}")
        if mention.certainty is Certainty.POSSIBLE
        and mention.because.startswith("supposed")
        and mention.concept in told
        and language.concepts[mention.concept].kind in (Kind.SIGN, Kind.HISTORY)
        else mention
        for mention in mentions
    ]


def _doubted(hit: Hit, level: Level, doubted: Sequence[Hit]) -> bool:
    """Is a wording at most possible: by itself, or because a longer wording that can be harmless holds all of it?"""
    return level is Level.MAYBE or any(other.start <= hit.start and hit.end <= other.end for other in doubted)
