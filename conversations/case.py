"""The facts of a case, as the protocol's conditions see them, and what follows from them.

The only reader of `ConversationState.facts`. Numbers keep the more urgent value: the worst severity, the lower age for the
under-18 test and the upper for every other (PROTOCOL 2.5, 5.2).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.flagging import Finding, Judgement, Tier
from conversations.protocol.conditions import Values
from conversations.protocol.model import DecisionRow, Protocol
from conversations.state import ConversationState, Fact, FlagRecord
from conversations.triage import Disposition
from conversations.understanding.findings import Certainty

_RANK = {certainty: rank for rank, certainty in enumerate(Certainty)}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the decision table says now: a disposition with its reason, or only a reason that is not an outcome yet."""

    disposition: Disposition | None
    reason: str | None
    priority: str | None = None


def certainties(state: ConversationState, *, since: datetime | None = None) -> dict[str, Certainty]:
    """The most certain statement of each fact, optionally only of facts heard since an instant."""
    best: dict[str, Certainty] = {}
    for fact in state.facts:
        if since is not None and fact.at < since:
            continue
        known = best.get(fact.name)
        if known is None or _RANK[fact.certainty] < _RANK[known]:
            best[fact.name] = fact.certainty
    return best


def numbers(state: ConversationState) -> dict[str, bool | float]:
    """Age, severity and temperature, and what follows from the age alone."""
    known: dict[str, bool | float] = {}
    severities = [int(state.answers[key].value) for key in ("severity", "severity_now") if key in state.answers]
    if severities:
        known["severity"] = max(severities)
    if "age" in state.answers:
        low, high = age_range(state.answers["age"].value)
        known["age"] = high
        known["under_18"] = low < 18
    if "temperature_f" in state.answers:
        known["temperature_f"] = float(state.answers["temperature_f"].value)
    return known


def age_range(stored: str) -> tuple[int, int]:
    """Read a stored age, "35" or "40-49"."""
    low, _, high = stored.partition("-")
    return int(low), int(high or low)


def judge(protocol: Protocol, state: ConversationState, now: datetime) -> Judgement:
    """The red-flag rules over all facts so far; rules with a time window see only what was heard within it."""
    windows = {rule.within_hours for rule in protocol.rules.rules if rule.within_hours is not None}
    recent = {hours: certainties(state, since=now - timedelta(hours=hours)) for hours in windows}
    return protocol.rules.judge(certainties(state), numbers(state), recent=recent)


def values(protocol: Protocol, state: ConversationState) -> Values:
    """Everything certain about the case, by name, for the conditions of logic.toml."""
    known: dict[str, bool | float] = {
        name: True for name, certainty in certainties(state).items() if certainty is Certainty.DEFINITE
    }
    known.update(numbers(state))
    for flag in state.flags:
        known[f"{flag.tier.value}_{flag.code}"] = True
    if "med_safety" in state.answers:
        known["med_safety_answered"] = True
    if state.reason:
        known[f"reason_{state.reason}"] = True
    if state.disposition is Disposition.BOOK:
        known["booked"] = True
    known = protocol.rules.complete(known)
    for name, condition in protocol.logic.derived.items():
        if condition.holds(known):
            known[name] = True
    return known


def decide(
    protocol: Protocol, state: ConversationState, known: Values, *, complete: bool, at_least: Disposition | None
) -> Outcome:
    """Read the decision table from the top. BOOK and SELF_CARE rows count once the interview is `complete`.

    `known` are the case's `values`. Never answers with a lower tier than `at_least` (PROTOCOL 2.3): the first row at or above
    it gives the reason.
    """
    for row in protocol.logic.decision:
        if row.disposition.rank < Disposition.URGENT.rank and not complete:
            continue
        if at_least is not None and row.disposition.rank < at_least.rank:
            continue
        if row.flag is not None:
            code = first_flag(protocol, state.flags, Tier(row.flag), known)
            if code is not None:
                return Outcome(disposition=row.disposition, reason=code)
        elif row.when.holds(known):
            return _outcome(row)
    return Outcome(disposition=at_least, reason=None)


def first_flag(protocol: Protocol, flags: Iterable[FlagRecord], tier: Tier, known: Values) -> str | None:
    """The first code of a tier in catalogue order; `post_procedure` before `spinal_infection` when one was named (note e)."""
    codes = {flag.code for flag in flags if flag.tier is tier}
    if {"post_procedure", "spinal_infection"} <= codes and known.get("procedure_named"):
        codes.discard("spinal_infection")
    return next((code for code in protocol.rules.codes if code in codes), None)


def _outcome(row: DecisionRow) -> Outcome:
    return Outcome(disposition=row.disposition, reason=row.reason, priority=row.priority)


def record_of(finding: Finding, state: ConversationState, now: datetime, *, source: str) -> FlagRecord:
    """Make the record of a finding, pointing at the words and letters it rests on."""
    evidence = tuple(
        dict.fromkeys(
            (fact.message_id, *fact.span)
            for fact in state.facts
            if fact.name in finding.facts and fact.span is not None and fact.certainty is not Certainty.EXCLUDED
        )
    )
    return FlagRecord(code=finding.code, tier=finding.tier, rule=finding.rule, source=source, at=now, evidence=evidence)


def regraded(state: ConversationState, names: Iterable[str], certainty: Certainty) -> ConversationState:
    """Give the doubtful facts of these names another certainty: a doubt was answered."""
    wanted = set(names)
    doubtful = (Certainty.POSSIBLE, Certainty.LONG_STANDING)
    return state.but(
        facts=tuple(
            Fact(
                name=fact.name,
                certainty=certainty,
                at=fact.at,
                source=fact.source,
                message_id=fact.message_id,
                span=fact.span,
            )
            if fact.name in wanted and fact.certainty in doubtful
            else fact
            for fact in state.facts
        )
    )
