"""What the words around a mention make of it: negated, past, somebody else's, supposed, long known (PROTOCOL 3.2).

What a newcomer would get wrong: a "not" inside the wording is the symptom itself ("cant pee", "no feeling down there")
and shields the mention from any other negation. And scope only ever lowers a mention; it never hides one: whatever is
lowered keeps the words that lowered it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from conversations.understanding.findings import Certainty
from conversations.understanding.lexicon import Concept, Cue, Kind
from conversations.understanding.passage import TIME_REACH, Passage, is_part
from conversations.understanding.patterns import Hit
from conversations.understanding.text import Break
from conversations.understanding.whose import animal_of, is_not_the_patient, person_of

NEGATION_REACH = 7  # words from a "no" to what it denies, within one clause
LIST_REACH = 24  # the same along a plain list: "no fever, chills, weight loss or numbness"
SUPPOSED_REACH = 12
ONSET_REACH = 6
STRANGE = 3  # so many other words after a "no" and it denies them, not the mention


@dataclass(frozen=True, slots=True)
class Ruling:
    """What scope makes of a mention. `name` is the concept, or what it is called when it is old; `person` whose it
    is."""

    certainty: Certainty
    because: str
    name: str
    person: str | None = None


def rule(passage: Passage, concept: Concept, hit: Hit) -> Ruling:
    """Judge one mention by the words around it."""
    person = person_of(passage, hit)
    who = passage.quote(person) if person is not None else None

    def ruling(certainty: Certainty, because: str, name: str = concept.name) -> Ruling:
        return Ruling(certainty, because, name, who if certainty is not Certainty.EXCLUDED else None)

    if (idiom := _covering(passage, Cue.IDIOM, hit)) is not None:
        return ruling(Certainty.EXCLUDED, f"idiom: {passage.quote(idiom)}")
    if (cue := _double_negation(passage, hit)) is not None:
        return ruling(Certainty.POSSIBLE, f"double negation: {passage.quote(cue)}")
    if concept.kind is Kind.ALWAYS:
        return _never_silenced(passage, concept, hit, ruling)
    if not concept.negation_is_symptom and (denial := _negation(passage, hit)) is not None:
        cue, sure = denial
        if sure:
            return ruling(Certainty.EXCLUDED, f"negated: {passage.quote(cue)}")
        return ruling(Certainty.POSSIBLE, f"perhaps negated: {passage.quote(cue)}")
    if (lasts := _covering(passage, Cue.TO_COME, hit)) is not None:
        return ruling(Certainty.EXCLUDED, f"still to come: {passage.quote(lasts)}")
    if (cue := _before(passage, Cue.HYPOTHETICAL, hit, SUPPOSED_REACH)) is not None:
        if (none := _disowned(passage, concept, cue, hit)) is not None:
            return ruling(Certainty.EXCLUDED, f"supposed: {passage.quote(cue)}; not so: {passage.quote(none)}")
        return ruling(Certainty.POSSIBLE, f"supposed: {passage.quote(cue)}")
    past = _near(passage, Cue.PAST, hit, 3)
    if (animal := animal_of(passage, hit)) is not None:
        return ruling(Certainty.EXCLUDED, f"an animal: {passage.quote(animal)}")
    if person is not None and not _names(hit, person) and is_not_the_patient(passage, concept, hit, past):
        return ruling(Certainty.EXCLUDED, f"someone else: {passage.quote(person)}")
    if concept.kind is Kind.HISTORY:
        return ruling(Certainty.DEFINITE, "")
    return _by_time(passage, concept, hit, past, ruling)


def _never_silenced(passage: Passage, concept: Concept, hit: Hit, ruling: Callable[..., Ruling]) -> Ruling:
    """Judge words that a denial, a supposition or the past leave possible (a wish to die, a threat)."""
    if not concept.negation_is_symptom and (denial := _negation(passage, hit)) is not None:
        return ruling(Certainty.POSSIBLE, f"denied: {passage.quote(denial[0])}")
    if (cue := _before(passage, Cue.HYPOTHETICAL, hit, SUPPOSED_REACH)) is not None:
        return ruling(Certainty.POSSIBLE, f"supposed: {passage.quote(cue)}")
    if _near(passage, Cue.PAST, hit, 3) is not None and (cue := passage.time(Cue.OLD, hit)) is not None:
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(cue)}")
    return ruling(Certainty.DEFINITE, "")


def _names(hit: Hit, person: Hit) -> bool:
    """Does the wording itself consist of the words for that person ("had the baby")? Then it is not told of somebody
    else."""
    return bool(hit.used & (((1 << person.end) - 1) ^ ((1 << person.start) - 1)))


def rule_doubtful(passage: Passage, concept: Concept, hit: Hit, ruling: Ruling) -> tuple[Certainty, str]:
    """Judge words that can be harmless, given what scope makes of them: asked about at most.

    Not even that when they have always been so, or when an examiner is told to have called them harmless.
    """
    if concept.kind in (Kind.SIGN, Kind.RECENT_COUNTS):
        if (calm := passage.neighbour(Cue.HARMLESS, hit)) is not None:
            return Certainty.EXCLUDED, f"explained: {passage.quote(calm)}"
        if ruling.certainty is Certainty.UNCHANGED and passage.time(Cue.LONG_STANDING, hit) is not None:
            return Certainty.EXCLUDED, f"{ruling.because}, and such words can be harmless"
    if ruling.certainty in (Certainty.DEFINITE, Certainty.UNCHANGED):
        return Certainty.POSSIBLE, "such words can be harmless"
    return ruling.certainty, ruling.because


def _disowned(passage: Passage, concept: Concept, supposed: Hit, hit: Hit) -> Hit | None:
    """Find what says that something asked about is not there ("i have none of that"), or is long known and explained.

    An explanation does not clear what counts although it is gone: a stroke sign, the bladder, the chest.
    """
    for found in passage.cues.get(Cue.NONE_OF_THAT, ()):
        if found.start >= supposed.start:
            return found
    lasts = any(passage.neighbour(cue, hit) for cue in (Cue.LONG_STANDING, Cue.SOME_MONTHS, Cue.OLD))
    return passage.neighbour(Cue.EXPLAINED, hit) if lasts and concept.kind is Kind.SIGN else None


def _by_time(passage: Passage, concept: Concept, hit: Hit, past: Hit | None, ruling: Callable[..., Ruling]) -> Ruling:
    old = passage.time(Cue.OLD, hit)
    resolved = _after(passage, Cue.RESOLVED, hit)
    recent = passage.time(Cue.RECENT, hit)
    if concept.kind is Kind.EVENT:
        if old is None and recent is None:
            old = _told_of_before(passage, hit)
        if old is None or recent is not None:
            return ruling(Certainty.DEFINITE, "")
        over = resolved or _in_childhood(passage, old)
        if over is not None:
            return ruling(Certainty.EXCLUDED, f"past: {passage.quote(old)}; over: {passage.quote(over)}")
        return ruling(Certainty.DEFINITE, "", concept.old or concept.name)
    if old is not None and _is_onset(passage, old):
        old = None
    changed = passage.time(Cue.CHANGED, hit)
    if changed is None and (lowered := _long_known(passage, concept, hit)) is not None:
        return ruling(*lowered)
    if old is not None and recent is None:
        over = resolved or passage.neighbour(Cue.EXPLAINED, hit)
        if over is not None:
            return ruling(Certainty.EXCLUDED, f"past: {passage.quote(old)}; over: {passage.quote(over)}")
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(old)}")
    if resolved is not None and concept.kind is not Kind.RECENT_COUNTS:
        return ruling(Certainty.EXCLUDED, f"over: {passage.quote(resolved)}")
    if past is not None and recent is None and concept.kind is not Kind.RECENT_COUNTS:
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(past)}")
    return ruling(Certainty.DEFINITE, "")


def _long_known(passage: Passage, concept: Concept, hit: Hit) -> tuple[Certainty, str] | None:
    """Say what a sign is that nothing shows to have changed: long standing, or known not to have changed; None when it is new."""
    language = passage.language
    recent = passage.time(Cue.RECENT, hit)
    fresh = passage.time(Cue.RECENT, hit, language.lasting_words)
    lasting = passage.time(Cue.LONG_STANDING, hit)
    unchanged = passage.time(Cue.UNCHANGED, hit)
    explained = passage.neighbour(Cue.EXPLAINED, hit) if concept.kind is Kind.SIGN else None
    if unchanged is not None and (recent is None or lasting is not None):
        return Certainty.UNCHANGED, f"unchanged: {passage.quote(unchanged)}"
    for_years = lasting is not None and not any(
        word in language.short_units for word in passage.words[lasting.start : lasting.end]
    )
    if lasting is not None and (recent is None or (fresh is None and for_years)):
        if explained is not None and for_years:
            return Certainty.UNCHANGED, f"long known: {passage.quote(lasting)}; explained: {passage.quote(explained)}"
        return Certainty.LONG_STANDING, f"long known: {passage.quote(lasting)}"
    if explained is not None and fresh is None and (months := passage.time(Cue.SOME_MONTHS, hit)) is not None:
        return Certainty.LONG_STANDING, f"known: {passage.quote(months)}; explained: {passage.quote(explained)}"
    return None


def _told_of_before(passage: Passage, hit: Hit) -> Hit | None:
    """Find the date of an event told earlier that this one speaks of again ("rear-ended in 2016 ... can whiplash last")."""
    dates = [
        passage.time(Cue.OLD, other) if passage.time(Cue.RECENT, other) is None else None
        for other in passage.events
        if other.end <= hit.start
    ]
    return dates[0] if dates and all(dates) else None


def _in_childhood(passage: Passage, old: Hit) -> Hit | None:
    return old if any(word in passage.language.childhood_words for word in passage.words[old.start : old.end]) else None


def _is_onset(passage: Passage, old: Hit) -> bool:
    """Does a date tell since when ("since the disc slipped three weeks ago"), and not when it was?"""
    return any(
        word in passage.language.since_words for word in passage.words[max(0, old.start - ONSET_REACH) : old.start]
    )


def _covering(passage: Passage, cue: Cue, hit: Hit) -> Hit | None:
    """Find a cue whose words hold at least half of the mention's own."""
    for found in passage.cues.get(cue, ()):
        if found.start < hit.end and hit.start < found.end:
            span = ((1 << found.end) - 1) ^ ((1 << found.start) - 1)
            if 2 * (hit.used & span).bit_count() >= hit.used.bit_count():
                return found
    return None


def _double_negation(passage: Passage, hit: Hit) -> Hit | None:
    for found in passage.cues.get(Cue.DOUBLE_NEGATION, ()):
        near = found.start <= hit.start < hit.end and hit.start - found.end <= NEGATION_REACH
        if near and passage.same_sentence(found.start, hit.start):
            return found
    return None


def _negation(passage: Passage, hit: Hit) -> tuple[Hit, bool] | None:
    """Find the negation that reaches the mention, and whether it surely does. One inside the wording itself shields
    it."""
    negators = passage.language.negators
    own = any(passage.words[place] in negators for place in range(hit.start, hit.end) if hit.used >> place & 1)
    if own:
        return None
    for found in reversed(passage.cues.get(Cue.NEGATION, ())):
        if hit.used >> found.start & 1 or found.start >= hit.end:
            continue
        if any(fake.start <= found.start < fake.end for fake in passage.cues.get(Cue.NOT_A_NEGATION, ())):
            continue
        if found.start > hit.start:
            return found, True
        sure = _reaches(passage, found, hit)
        if sure is not None:
            return found, sure
    for found in passage.cues.get(Cue.DENIED_AFTER, ()):
        if found.start == hit.end and (found.end == len(passage.words) or passage.breaks[found.end] is not Break.NONE):
            return found, True
    return None


def _reaches(passage: Passage, negation: Hit, hit: Hit) -> bool | None:
    """Say whether a negation before the mention surely reaches it; None when it does not.

    "No fever, chills or numbness" denies all three; "didnt sleep, chest pain" denies the sleep alone, and "no diabetes, cancer"
    leaves a doubt: words that are neither danger signs nor the small change of denials ("history of", "me", "tengo").
    """
    language = passage.language
    if not 0 <= hit.start - negation.end <= LIST_REACH or passage.between(Cue.STOP, negation.end, hit.start):
        return None
    of_nouns = passage.words[negation.start] in language.noun_negators
    in_list = joined = item_is_danger = False
    strange = 0
    for place in range(negation.end, hit.start + 1):
        if passage.breaks[place] is Break.SENTENCE:
            return None
        in_list = in_list or passage.breaks[place] is Break.CLAUSE
        if place == hit.start:
            break
        word = passage.words[place]
        if word in language.and_words and not of_nouns:
            return None
        if word in language.list_words:
            joined = True
        elif passage.told >> place & 1:
            item_is_danger = item_is_danger or not in_list
        elif word in language.denial_words and not in_list:
            of_nouns = of_nouns or word in language.having_words
        elif word in language.clause_openers:
            return None
        elif not in_list and word not in language.fillers:
            strange += 1
    if in_list or joined:
        # A list item is a bare noun or two; a whole clause after a comma speaks for itself.
        if any(passage.words[place] in language.clause_openers for place in range(hit.start, hit.end)):
            return None
        if joined or (of_nouns and (item_is_danger or strange == 0)):
            return True
        return False if of_nouns and strange < STRANGE else None
    if hit.start - negation.end > NEGATION_REACH or strange >= STRANGE:
        return None
    return strange == 0


def _before(passage: Passage, cue: Cue, hit: Hit, reach: int) -> Hit | None:
    for found in reversed(passage.cues.get(cue, ())):
        if (
            found.start <= hit.start
            and hit.start - found.end <= reach
            and passage.same_sentence(found.start, hit.start)
        ) and not passage.between(Cue.STOP, found.end, hit.start):
            return found
    return None


def _near(passage: Passage, cue: Cue, hit: Hit, reach: int) -> Hit | None:
    """Find a cue inside the mention or directly before it."""
    for found in passage.cues.get(cue, ()):
        if (
            hit.start - reach <= found.end
            and found.start <= hit.start
            and passage.same_sentence(found.start, hit.start)
        ) and not is_part(found, hit):
            return found
    return None


def _after(passage: Passage, cue: Cue, hit: Hit) -> Hit | None:
    """Find a cue after the mention, in the same sentence or at the head of the next."""
    for found in passage.cues.get(cue, ()):
        if found.end <= hit.end:
            continue
        if found.start - hit.end > TIME_REACH:
            break
        ends = sum(
            passage.breaks[place] is Break.SENTENCE
            for place in range(hit.end, found.start + 1)
            if place < len(passage.words)
        )
        if ends == 0 or (ends == 1 and found.start - hit.end <= 4):
            return found
    return None
