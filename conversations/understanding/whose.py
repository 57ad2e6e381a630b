"""Whose sign or history a mention tells: the texter's, a relative's, or the dog's (PROTOCOL 3.2 N3, 2.6).

What a newcomer would get wrong: a person named before a mention does not yet own it. A present sign of somebody else counts,
unless the texter is plainly the patient; only a history, an event or something past is the relative's own affair.
"""

from conversations.understanding.lexicon import Concept, Cue, Kind
from conversations.understanding.passage import Passage
from conversations.understanding.patterns import Hit
from conversations.understanding.text import Break

PERSON_REACH = 14


def person_of(passage: Passage, hit: Hit) -> Hit | None:
    """Find the other person a mention is told of: the last person named before it, unless the texter came between."""
    last: Hit | None = None
    if any(found.start <= hit.start and hit.end <= found.end for found in passage.cues.get(Cue.PERSON, ())):
        return None  # "my mom" itself says that she is there, not whose sign is told
    for found in passage.cues.get(Cue.PERSON, ()):
        if found.start >= hit.end or found.end > hit.end or hit.start - found.end > PERSON_REACH:
            continue
        if not passage.same_sentence(found.start, hit.start):
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


def animal_of(passage: Passage, hit: Hit) -> Hit | None:
    """The animal that a sign is told of ("my dog limps"), if its sentence opens with one."""
    for found in passage.cues.get(Cue.ANIMAL, ()):
        if (
            found.end <= hit.start
            and _opens_clause(passage, found.start)
            and hit.start - found.end <= PERSON_REACH
            and passage.same_sentence(found.start, hit.start)
            and not passage.between(Cue.OWN_COMPLAINT, found.end, hit.end)
        ):
            return found
    return None


def is_not_the_patient(passage: Passage, concept: Concept, hit: Hit, past: Hit | None) -> bool:
    """Is the person named only a relative, a friend or the dog, while the texter is the patient?"""
    own = bool(passage.cues.get(Cue.OWN_PATIENT))
    if own and concept.kind is Kind.HISTORY:
        return True
    if passage.cues.get(Cue.ON_BEHALF):
        return False
    if passage.cues.get(Cue.SELF_INSTEAD):
        return True
    if passage.cues.get(Cue.THEIR_COMPLAINT):
        return False
    match concept.kind:
        case Kind.HISTORY:
            return past is not None
        case Kind.EVENT:
            return own
        case _:
            return past is not None or passage.time(Cue.OLD, hit) is not None
