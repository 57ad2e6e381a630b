"""What the words around a mention make of it: negated, past, somebody else's, supposed, long known (PROTOCOL 3.2).

What a newcomer would get wrong: a "not" inside the wording is the symptom itself ("cant pee", "no feeling down there")
and shields the mention from any other negation. And scope only ever lowers a mention; it never hides one: whatever is
lowered keeps the words that lowered it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from conversations.understanding.findings import Certainty
from conversations.understanding.lexicon import Concept, Cue, Kind, Language
from conversations.understanding.patterns import Hit
from conversations.understanding.text import Break

NEGATION_REACH = 7  # words from a "no" to what it denies, within one clause
LIST_REACH = 24  # the same along a plain list: "no fever, chills, weight loss or numbness"
SUPPOSED_REACH = 12
TIME_REACH = 12
PERSON_REACH = 14
ONSET_REACH = 6
STRANGE = 3  # so many other words after a "no" and it denies them, not the mention
# Words of time that say nothing when they belong to the wording itself. "New" and "today" inside one still say that
# it is recent.
_DATING = frozenset({Cue.OLD, Cue.LONG_STANDING, Cue.UNCHANGED})


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A text's words with the cues found among them; what every judgement of scope looks at."""

    language: Language
    words: Sequence[str]
    breaks: Sequence[Break]
    asked: Sequence[bool]
    cues: Mapping[str, Sequence[Hit]]
    told: int = 0  # a bit for each word that belongs to some danger wording

    def sentence_of(self, place: int) -> tuple[int, int]:
        """Bounds (first word, past the last) of the sentence around a word."""
        start = place
        while start > 0 and self.breaks[start] is not Break.SENTENCE:
            start -= 1
        end = place + 1
        while end < len(self.words) and self.breaks[end] is not Break.SENTENCE:
            end += 1
        return start, end

    def quote(self, hit: Hit) -> str:
        """Give a cue's own words."""
        return " ".join(self.words[hit.start : hit.end])

    def between(self, cue: Cue, start: int, end: int) -> bool:
        """Does a cue of this kind begin within these words?"""
        return any(start <= found.start < end for found in self.cues.get(cue, ()))


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
    person = _person(passage, hit)
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
    if (cue := _before(passage, Cue.HYPOTHETICAL, hit, SUPPOSED_REACH)) is not None:
        return ruling(Certainty.POSSIBLE, f"supposed: {passage.quote(cue)}")
    past = _near(passage, Cue.PAST, hit, 3)
    if (animal := _animal(passage, hit)) is not None:
        return ruling(Certainty.EXCLUDED, f"an animal: {passage.quote(animal)}")
    if person is not None and not _names(hit, person) and _not_the_patient(passage, concept, hit, past):
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
    if _near(passage, Cue.PAST, hit, 3) is not None and (cue := _time(passage, Cue.OLD, hit)) is not None:
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(cue)}")
    return ruling(Certainty.DEFINITE, "")


def _names(hit: Hit, person: Hit) -> bool:
    """Does the wording itself consist of the words for that person ("had the baby")? Then it is not told of somebody
    else."""
    return bool(hit.used & (((1 << person.end) - 1) ^ ((1 << person.start) - 1)))


def _by_time(passage: Passage, concept: Concept, hit: Hit, past: Hit | None, ruling: Callable[..., Ruling]) -> Ruling:
    old = _time(passage, Cue.OLD, hit)
    resolved = _after(passage, Cue.RESOLVED, hit)
    recent = _time(passage, Cue.RECENT, hit)
    if concept.kind is Kind.EVENT:
        if old is None or recent is not None:
            return ruling(Certainty.DEFINITE, "")
        if resolved is not None:
            return ruling(Certainty.EXCLUDED, f"past: {passage.quote(old)}; over: {passage.quote(resolved)}")
        return ruling(Certainty.DEFINITE, "", concept.old or concept.name)
    if old is not None and _is_onset(passage, old):
        old = None
    changed = _time(passage, Cue.CHANGED, hit)
    lasting = _time(passage, Cue.LONG_STANDING, hit)
    unchanged = _time(passage, Cue.UNCHANGED, hit)
    if unchanged is not None and changed is None and (recent is None or lasting is not None):
        return ruling(Certainty.UNCHANGED, f"unchanged: {passage.quote(unchanged)}")
    if lasting is not None and changed is None and recent is None:
        return ruling(Certainty.LONG_STANDING, f"long known: {passage.quote(lasting)}")
    if old is not None and recent is None:
        if resolved is not None:
            return ruling(Certainty.EXCLUDED, f"past: {passage.quote(old)}; over: {passage.quote(resolved)}")
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(old)}")
    if resolved is not None and concept.kind is not Kind.RECENT_COUNTS:
        return ruling(Certainty.EXCLUDED, f"over: {passage.quote(resolved)}")
    if past is not None and recent is None and concept.kind is not Kind.RECENT_COUNTS:
        return ruling(Certainty.POSSIBLE, f"past: {passage.quote(past)}")
    return ruling(Certainty.DEFINITE, "")


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
        if near and _same_sentence(passage, found.start, hit.start):
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
    if negation.end > hit.start or passage.between(Cue.STOP, negation.end, hit.start):
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
        if hit.start - negation.end > LIST_REACH:
            return None
        if joined or (of_nouns and (item_is_danger or strange == 0)):
            return True
        return False if of_nouns and strange < STRANGE else None
    if hit.start - negation.end > NEGATION_REACH or strange >= STRANGE:
        return None
    return strange == 0


def _same_sentence(passage: Passage, one: int, other: int) -> bool:
    low, high = min(one, other), max(one, other)
    return all(passage.breaks[place] is not Break.SENTENCE for place in range(low + 1, high + 1))


def _before(passage: Passage, cue: Cue, hit: Hit, reach: int) -> Hit | None:
    for found in reversed(passage.cues.get(cue, ())):
        if (
            found.start <= hit.start
            and hit.start - found.end <= reach
            and _same_sentence(passage, found.start, hit.start)
        ) and not passage.between(Cue.STOP, found.end, hit.start):
            return found
    return None


def _near(passage: Passage, cue: Cue, hit: Hit, reach: int) -> Hit | None:
    """Find a cue inside the mention or directly before it."""
    for found in passage.cues.get(cue, ()):
        if (
            hit.start - reach <= found.end
            and found.start <= hit.start
            and _same_sentence(passage, found.start, hit.start)
        ) and not _is_part(found, hit):
            return found
    return None


def _is_part(cue: Hit, hit: Hit) -> bool:
    """Does the wording itself consist of these words ("eating like always")? Then they date nothing."""
    span = ((1 << cue.end) - 1) ^ ((1 << cue.start) - 1)
    return hit.used & span == span


def _time(passage: Passage, cue: Cue, hit: Hit) -> Hit | None:
    """Find a word of time that belongs to the mention: the same sentence, nothing like "but" or "and now" between."""
    for found in passage.cues.get(cue, ()):
        if not _same_sentence(passage, found.start, hit.start):
            continue
        if cue in _DATING and _is_part(found, hit):
            continue
        low, high = (found.end, hit.start) if found.start < hit.start else (hit.end, found.start)
        # "For ten years, but worse": what comes after the "but" is what counts.
        if high - low > TIME_REACH or (cue is not Cue.CHANGED and passage.between(Cue.STOP, low, high)):
            continue
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


def _person(passage: Passage, hit: Hit) -> Hit | None:
    """Find the other person a mention is told of: the last person named before it, unless the texter came between."""
    last: Hit | None = None
    for found in passage.cues.get(Cue.PERSON, ()):
        if found.start >= hit.end or hit.start - found.end > PERSON_REACH:
            continue
        if not _same_sentence(passage, found.start, hit.start):
            continue
        last = found
    if last is None:
        return None
    if passage.between(Cue.OWN_COMPLAINT, last.end, hit.end):
        return None
    return last


def _opens_clause(passage: Passage, place: int) -> bool:
    """Is a word the head of its clause, and so who is told of ("the dog cant pee", not "tripped on the dog")?"""
    return passage.breaks[place] is not Break.NONE or passage.words[place - 1] in passage.language.clause_openers


def _animal(passage: Passage, hit: Hit) -> Hit | None:
    for found in passage.cues.get(Cue.ANIMAL, ()):
        if (
            found.end <= hit.start
            and _opens_clause(passage, found.start)
            and hit.start - found.end <= PERSON_REACH
            and _same_sentence(passage, found.start, hit.start)
            and not passage.between(Cue.OWN_COMPLAINT, found.end, hit.end)
        ):
            return found
    return None


def _not_the_patient(passage: Passage, concept: Concept, hit: Hit, past: Hit | None) -> bool:
    """Is the person named only a relative, a friend or the dog, while the texter is the patient?"""
    if passage.cues.get(Cue.ON_BEHALF):
        return False
    if passage.cues.get(Cue.SELF_INSTEAD):
        return True
    if passage.cues.get(Cue.THEIR_COMPLAINT):
        return False
    own = bool(passage.cues.get(Cue.OWN_PATIENT))
    match concept.kind:
        case Kind.HISTORY:
            return own or past is not None
        case Kind.EVENT:
            return own
        case _:
            return past is not None or _time(passage, Cue.OLD, hit) is not None
