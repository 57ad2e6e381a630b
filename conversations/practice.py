"""Practice mode: what a real phone gets until a clinician has signed the protocol (PRODUCT promise 12).

Every text is screened and stored, flags open tickets; the patient gets one fixed text at first, then at most every four
hours, and at once on an emergency code. No questions, outcomes or check-ins.
"""

from conversations.assessment import doubts, keep
from conversations.case import record_of
from conversations.consent import opt_in, opt_out
from conversations.events import Priority, TextReceived
from conversations.flagging import Tier
from conversations.hearing import hear
from conversations.screening import read_text
from conversations.turn import Turn
from conversations.understanding.commands import CommandKind, read_command


def receive(turn: Turn, event: TextReceived) -> None:
    """Screen a text and answer with the practice text where it is due."""
    command = read_command(event.body)
    if command.kind is CommandKind.OPT_OUT:
        opt_out(turn, event.body)
        return
    reading = read_text(event.body, today=turn.today)
    if reading.lang in turn.clinic.languages:
        turn.change(lang=reading.lang)
    hear(turn, reading, source="free_text", slots=reading.slots)
    codes = _raise_flags(turn)
    if turn.state.opted_out and command.kind is CommandKind.START:
        opt_in(turn)
    _answer(turn, codes)
    if command.kind is CommandKind.OPT_OUT_PHRASE:
        opt_out(turn, event.body)


def _raise_flags(turn: Turn) -> list[str]:
    """Raise what is new as tickets; return the new emergency codes. A doubt cannot be asked about here, so a person looks."""
    known = {(flag.code, flag.tier) for flag in turn.state.flags}
    found = turn.judgement().flags
    new = [finding for finding in found if (finding.code, finding.tier) not in known]
    keep(turn, [record_of(finding, turn.state, turn.now, source="free_text") for finding in new])
    for finding in new:
        turn.ticket("red_flag", Priority(finding.tier.value), finding.code)
    for finding in doubts(turn):
        if turn.once_in(f"doubt_shown:{finding.code}", 24 * 60):
            turn.ticket("doubt", Priority.URGENT, finding.code)
    return [finding.code for finding in new if finding.tier is Tier.EMERGENCY]


def _answer(turn: Turn, emergencies: list[str]) -> None:
    lang = turn.state.lang
    if emergencies:
        parts = [turn.text("system.practice_emergency")]
        if "self_harm" in emergencies:
            parts.insert(0, turn.text("system.practice_988"))
        parts.append(turn.text("system.practice", hours=turn.clinic.hours[lang]))
        turn.mark("practice_text")
        turn.send("system.practice_emergency", " ".join(parts), emergency=True)
    elif turn.once_in("practice_text", turn.limits.practice_repeat_hours * 60):
        turn.say("system.practice", hours=turn.clinic.hours[lang])
