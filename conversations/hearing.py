"""From a patient's text to facts of the case: danger words, plain slots, and whose symptoms they are.

A positive fact may fill an answer; a negative one never does (PROTOCOL 5.1 skip rule).
"""

from datetime import datetime

from conversations.screening import worry_about
from conversations.state import Fact
from conversations.turn import Turn
from conversations.understanding.findings import Certainty, Reading, Slots

HOURS_SHORT_SPELL = 2  # [Q1]: "more than a couple of hours"
# Urgent codes that a question of the interview asks about by name.
ASKED_ANYWAY = {
    "child": "age",
    "pregnancy": "screen_risk",
    "cancer": "screen_risk",
    "fragility_fracture": "screen_risk",
    "kidney_or_urinary": "screen_risk",
    "spinal_infection": "screen_risk",
    "nerve_root": "screen_nerve",
    "myelopathy": "screen_nerve",
}
_SELF = (None, "self", "patient")


def names_another_person(turn: Turn, reading: Reading) -> bool:
    """Does this text tell a present symptom of somebody else than the person this episode is about (PROTOCOL 2.6)?"""
    if reading.person in _SELF:
        return False
    return bool(turn.state.facts or turn.state.answers) and reading.person != turn.state.subject


def note_worry(turn: Turn, body: str) -> None:
    """Let the second reader doubt a text in which the rules found nothing; its doubt is asked about like any other.

    What the interview is still going to ask in so many words is left to it: one question less for a worry that may be idle.
    """
    worries = tuple(
        worry
        for worry in worry_about(body)
        if ASKED_ANYWAY.get(worry.concept.removeprefix("worry_")) in (None, *turn.state.answers)
    )
    facts = facts_of(Reading(mentions=worries), turn.now, turn.message_id, source="second_reader")
    turn.change(facts=(*turn.state.facts, *facts))


def facts_of(reading: Reading, now: datetime, message_id: int | None, *, source: str) -> tuple[Fact, ...]:
    """The mentions of a text as facts, excluded ones too: they are logged with what excluded them."""
    return tuple(
        Fact(
            name=mention.concept,
            certainty=mention.certainty,
            at=now,
            source=source,
            message_id=message_id,
            span=(mention.start, mention.end),
        )
        for mention in reading.mentions
    )


def forget_context(turn: Turn) -> None:
    """Let go of everyday words that only mean something beside others of the same texts."""
    context = turn.protocol.rules.context
    turn.change(facts=tuple(fact for fact in turn.state.facts if fact.name not in context))


def hear(turn: Turn, reading: Reading, *, source: str, slots: Slots | None) -> bool:
    """Add what a text says to the case; `slots` are its plain facts that fill answers. Say whether it stated anything."""
    facts = facts_of(reading, turn.now, turn.message_id, source=source)
    turn.change(facts=(*turn.state.facts, *facts))
    if turn.state.subject is None and reading.person is not None:
        turn.change(subject=reading.person)
    stated = any(fact.certainty is not Certainty.EXCLUDED for fact in facts)
    return stated if slots is None else fill_answers(turn, slots) or stated


def fill_answers(turn: Turn, slots: Slots) -> bool:
    """Fill answers from slots: age, area, severity, pattern, temperature. Say whether there was any."""
    filled = False
    if slots.age_low is not None and slots.age_high is not None:
        note_age(turn, slots.age_low, slots.age_high)
        filled = True
    if slots.regions:
        note_areas(turn, slots.regions)
        filled = True
    if slots.severity is not None:
        note_severity(turn, slots.severity)
        filled = True
    if slots.temperature_f is not None:
        turn.note_answer("temperature_f", str(slots.temperature_f))
        filled = True
    return _fill_pattern(turn, slots) or filled


def note_age(turn: Turn, low: int, high: int) -> None:
    """Store an age; a second one widens the range, so that the more urgent reading stands."""
    known = turn.state.answers.get("age")
    if known is not None:
        earlier_low, _, earlier_high = known.value.partition("-")
        low, high = min(low, int(earlier_low)), max(high, int(earlier_high or earlier_low))
    turn.note_answer("age", str(low) if low == high else f"{low}-{high}")


def note_areas(turn: Turn, regions: tuple[str, ...]) -> None:
    """Store where it hurts; places add up."""
    known = turn.state.answers.get("area")
    regions = tuple(dict.fromkeys((*(known.value.split(",") if known and known.value else ()), *regions)))
    turn.note_answer("area", ",".join(regions))
    turn.note_fact(*(f"area_{region}" for region in regions), source="free_text")


def note_severity(turn: Turn, severity: int) -> None:
    """Store how bad it is; the worst stands (PROTOCOL 5.2)."""
    known = turn.state.answers.get("severity")
    turn.note_answer("severity", str(max(severity, int(known.value)) if known else severity))


def _fill_pattern(turn: Turn, slots: Slots) -> bool:
    """Length and recurrence fill `pattern` once both are known; either alone is remembered."""
    hours = slots.duration_hours
    if hours is None and slots.onset_days is not None and slots.onset_days >= 1:
        hours = slots.onset_days * 24.0
    if hours is not None:
        turn.note_answer("duration_hours", str(hours))
    if slots.recurring is not None:
        turn.note_answer("recurring", "yes" if slots.recurring else "no")
        if slots.recurring:
            turn.note_fact("keeps_returning", source="free_text")
    if hours is None and slots.recurring is None:
        return False
    answers = turn.state.answers
    if "duration_hours" in answers and "recurring" in answers and "pattern" not in answers:
        recurring = answers["recurring"].value == "yes"
        length = float(answers["duration_hours"].value)
        if recurring and length > HOURS_SHORT_SPELL:
            # How long it has been coming back is not how long this spell lasts: ask.
            return True
        letter = pattern_letter(length, recurring)
        turn.note_answer("pattern", letter)
        turn.note_fact(f"pattern_{letter}", source="free_text")
    return True


def pattern_letter(hours: float, recurring: bool) -> str:
    """The letter of `pattern` for a length in hours (PROTOCOL 5.2)."""
    if hours > 14 * 24:
        return "E"
    if hours > 7 * 24:
        return "D"
    if hours > HOURS_SHORT_SPELL:
        return "C"
    return "B" if recurring else "A"
