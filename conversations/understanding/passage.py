"""A text's words with the cues found among them, and which cue belongs to which mention.

What a newcomer would get wrong: time crosses a full stop only when the next sentence refers back ("My toe is numb. Had it for
years."). A date in a sentence of its own dates nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.understanding.lexicon import Cue, Language
from conversations.understanding.patterns import Hit
from conversations.understanding.text import Break

TIME_REACH = 12
UNCHANGED_REACH = 18
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
    events: Sequence[Hit] = ()  # wordings of what happened once: a crash, a fall

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

    def same_sentence(self, one: int, other: int) -> bool:
        """Do two words stand in one sentence?"""
        low, high = min(one, other), max(one, other)
        return all(self.breaks[place] is not Break.SENTENCE for place in range(low + 1, high + 1))

    def same_story(self, one: int, other: int) -> bool:
        """Do two words stand in one sentence, or the later in the next one and that one refers back?"""
        low, high = min(one, other), max(one, other)
        ends = [place for place in range(low + 1, high + 1) if self.breaks[place] is Break.SENTENCE]
        if not ends:
            return True
        # "It has been there for years" refers back; "ate it on a bike" does not: the word must open the sentence.
        opens = ends[0] + (self.words[ends[0]] in self.language.clause_openers)
        return len(ends) == 1 and self.between(Cue.REFERS_BACK, ends[0], opens + 1)

    def time(self, cue: Cue, hit: Hit, spared: frozenset[str] = frozenset()) -> Hit | None:
        """Find a word of time that belongs to the mention: the same story, nothing like "but" or "and now" between.

        Cues that begin with one of the `spared` words do not count.
        """
        for found in self.cues.get(cue, ()):
            if self.words[found.start] in spared or not self.same_story(found.start, hit.start):
                continue
            if cue in _DATING and is_part(found, hit):
                continue
            low, high = (found.end, hit.start) if found.start < hit.start else (hit.end, found.start)
            # "For ten years, but worse": what comes after the "but" is what counts.
            if high - low > (UNCHANGED_REACH if cue is Cue.UNCHANGED else TIME_REACH):
                continue
            if cue is not Cue.CHANGED and self.between(Cue.STOP, low, high):
                continue
            return found
        return None

    def neighbour(self, cue: Cue, hit: Hit) -> Hit | None:
        """Find a cue in the mention's sentence or in one beside it."""
        for found in self.cues.get(cue, ()):
            low, high = min(found.start, hit.start), max(found.start, hit.start)
            if sum(self.breaks[place] is Break.SENTENCE for place in range(low + 1, high + 1)) <= 1:
                return found
        return None


def is_part(cue: Hit, hit: Hit) -> bool:
    """Does the wording itself consist of these words ("eating like always")? Then they date nothing."""
    span = ((1 << cue.end) - 1) ^ ((1 << cue.start) - 1)
    return hit.used & span == span
