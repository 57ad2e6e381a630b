"""Recompute the case after anything new, and act on what rose: PROTOCOL 2.1 steps 4 and 5, before anything else.

The disposition only rises here (2.3); nothing in the engine lowers it.
"""

from conversations import outcomes
from conversations.case import decide, record_of
from conversations.events import Priority
from conversations.flagging import Finding, Tier
from conversations.state import FlagRecord
from conversations.triage import Disposition
from conversations.turn import Turn


def settle(turn: Turn, *, complete: bool) -> Disposition | None:
    """Read the decision table into the state; the disposition never falls."""
    outcome = decide(turn.protocol, turn.state, turn.values(), complete=complete, at_least=turn.state.disposition)
    if outcome.disposition is None:
        return None
    turn.change(
        disposition=outcome.disposition,
        reason=outcome.reason or turn.state.reason,
        priority=outcome.priority if outcome.disposition is Disposition.BOOK else None,
    )
    return outcome.disposition


def assess(turn: Turn, *, source: str, confirmed: FlagRecord | None = None) -> bool:
    """Judge all facts, raise what is new and act on it. Say whether that settles what is sent now.

    `confirmed` is a doubt that counts as true although no rule raises it from certain facts alone.
    """
    before = turn.state.disposition
    new = _raise_flags(turn, source)
    if confirmed is not None and confirmed.code not in {flag.code for flag in turn.state.flags}:
        keep(turn, [confirmed])
        new.append(confirmed)
    settle(turn, complete=before is not None)
    emergencies = [flag.code for flag in new if flag.tier is Tier.EMERGENCY]
    if turn.state.reason == outcomes.UNCLEAR_EMERGENCY and not turn.has(f"emergency:{outcomes.UNCLEAR_EMERGENCY}"):
        emergencies = [*emergencies, outcomes.UNCLEAR_EMERGENCY]
    elif turn.is_at_least(Disposition.EMERGENCY) and before is not Disposition.EMERGENCY and not emergencies:
        emergencies = [turn.state.reason or outcomes.UNCLEAR_EMERGENCY]
    if emergencies:
        reason = turn.state.reason
        outcomes.tell_emergency(turn, sorted(emergencies, key=lambda code: code != reason))
        return True
    return _act_on_urgent(turn, before, new)


def _act_on_urgent(turn: Turn, before: Disposition | None, new: list[FlagRecord]) -> bool:
    if turn.is_at_least(Disposition.EMERGENCY):
        for flag in new:
            turn.ticket("red_flag", Priority.URGENT, flag.code)
        return False
    rose = turn.is_at_least(Disposition.URGENT) and before is not Disposition.URGENT
    codes = [flag.code for flag in new]
    if "abuse_or_unsafe" in codes and not turn.has("abuse_text"):
        outcomes.tell_unsafe(turn)
        return True
    if rose:
        outcomes.tell_urgent(turn, turn.state.reason or "other_urgent")
        return True
    for code in codes:
        turn.ticket("red_flag", Priority.URGENT, code)
    return False


def _raise_flags(turn: Turn, source: str) -> list[FlagRecord]:
    """Record codes that are new or at a higher tier; an urgent thing long known and unchanged still means a visit (3.2 N6)."""
    judgement = turn.judgement()
    known = {flag.code: flag.tier for flag in turn.state.flags}
    new = []
    for finding in judgement.flags:
        if finding.code not in known or (known[finding.code] is Tier.URGENT and finding.tier is Tier.EMERGENCY):
            new.append(record_of(finding, turn.state, turn.now, source=source))
    heard = {fact.name for fact in turn.state.facts}
    if any(finding.code not in known for finding in judgement.long_standing) and "long_standing" not in heard:
        turn.note_fact("long_standing", source=source)
    keep(turn, new)
    return new


def keep(turn: Turn, flags: list[FlagRecord]) -> None:
    """Add flags to the case; a higher tier replaces the lower one of the same code."""
    raised = {flag.code for flag in flags}
    turn.change(flags=(*(flag for flag in turn.state.flags if flag.code not in raised), *flags))
    turn.flags_raised.extend(flags)


def doubts(turn: Turn) -> list[Finding]:
    """What must still be asked about, most urgent first; what was answered NO is not asked again."""
    flagged = {flag.code for flag in turn.state.flags}
    return [finding for finding in turn.judgement().doubts if finding.code not in flagged]
