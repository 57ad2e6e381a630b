"""Screening of one text by itself: what it says, and which red flags that raises.

What a newcomer would get wrong: this is one text without its conversation. The engine judges all facts of an episode
together; this serves the `screen` command, measurements and tests.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from conversations.flagging import Judgement, RuleBook
from conversations.understanding import language, old_stories, quantities, red_flags, second_reader
from conversations.understanding.composed import Composed, compose
from conversations.understanding.findings import Certainty, Mention, Reading, Slots

_SPACES = re.compile(r"[^\S\n]+")
# "back spasm since lunch yesterday" says too little for a learned guess; danger signs this short are the rules' work.
FEWEST_WORDS = 6
# A worry spread thinly over many codes has no question to ask.
LEAST_SCORE = 0.12
# What the rules understood although it is no flag: it has a row of its own in the decision table, and the screens follow.
UNDERSTOOD = frozenset({"one_limb_pain", "minor_fall"})


@dataclass(frozen=True, kw_only=True)
class Screening:
    """What a text says (`reading`) and what the rules make of it (`judgement`)."""

    reading: Reading
    judgement: Judgement


def screen_text(book: RuleBook, text: str, *, today: date) -> Screening:
    """Read one text and judge it by the rules; where they find nothing, ask the second reader."""
    reading = read_text(text, today=today)
    known = slot_facts(reading.slots)
    judgement = book.judge(reading.certainties(), known)
    if not judgement.flags and not judgement.doubts and (worry := worry_about(text)):
        reading = replace(reading, mentions=(*reading.mentions, *worry))
        judgement = book.judge(reading.certainties(), known)
    return Screening(reading=reading, judgement=judgement)


def worry_about(text: str) -> tuple[Mention, ...]:
    """What the second reader doubts most about a text in which the rules found nothing: at most one code, never certain."""
    if len(text.split()) < FEWEST_WORDS or not (worries := second_reader.worries(text)):
        return ()
    worst = worries[0]
    if worst.score < LEAST_SCORE or old_stories.tells_only_old_stories(text):
        return ()
    mentions = red_flags.read_mentions(text)
    if old_stories.is_settled(worst.spans, mentions) or any(mention.concept in UNDERSTOOD for mention in mentions):
        return ()
    return tuple(
        Mention(
            concept=f"worry_{worst.code}", certainty=Certainty.POSSIBLE, start=start, end=end, because="second reader"
        )
        for start, end in worst.spans or ((0, len(text)),)
    )


def read_text(text: str, *, today: date) -> Reading:
    """Read everything one text says: danger words, plain facts, whose symptoms they are, and its language."""
    composed = compose(text)
    if composed is not None:
        reading = read_text(composed.text, today=today)
        return replace(reading, mentions=tuple(_as_given(mention, composed) for mention in reading.mentions))
    mentions, person = red_flags.read_mentions_and_person(text)
    # Plain facts have no place in the text, so its spaces may be evened out for them.
    slots = quantities.read_slots(_SPACES.sub(" ", text), today=today)
    return Reading(mentions=mentions, slots=slots, person=person, lang=language.detect(text))


def _as_given(mention: Mention, composed: Composed) -> Mention:
    start, end = composed.given_span(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def slot_facts(slots: Slots) -> dict[str, bool | float]:
    """Turn plain slots into facts for the rules: places, the upper bound of the age, severity, temperature."""
    facts: dict[str, bool | float] = {f"area_{region}": True for region in slots.regions}
    if slots.age_high is not None:
        facts["age"] = slots.age_high
    if slots.age_low is not None and slots.age_low < 18:
        facts["under_18"] = True
    if slots.severity is not None:
        facts["severity"] = slots.severity
    if slots.temperature_f is not None:
        facts["temperature_f"] = slots.temperature_f
    return facts
