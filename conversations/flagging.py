"""From facts to red flags: the protocol's combination rules, read in three worlds.

What a newcomer would get wrong: a rule is not simply true or false. It is read once with what is certain (those codes
are DEFINITE), once with what is merely possible as well (further codes are doubts, to be asked about), and once with
long-known things that the patient says have not changed (PROTOCOL 3.2 N6: those score one tier lower). Negation can
therefore lower a finding, and never hides that something was said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from conversations.protocol.conditions import Condition, Register, Values
from conversations.understanding.findings import Certainty


class Tier(StrEnum):
    """How urgent a red flag is."""

    EMERGENCY = "emergency"
    URGENT = "urgent"


@dataclass(frozen=True, kw_only=True)
class FlagRule:
    """One line of the catalogue: when `when` holds, `code` is raised at `tier`. `source` names where it comes from."""

    id: str
    code: str
    tier: Tier
    when: Condition
    source: tuple[str, ...]
    within_hours: float | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A code that some rule raises, and the facts that made it so."""

    code: str
    tier: Tier
    rule: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What the rules make of the facts; each code stands once in each list, most urgent first.

    `flags` are certain; a long-known, unchanged emergency stands there as urgent, never lower. `doubts` must be asked about.
    `long_standing` are urgent codes that have not changed: no flag, but a visit (PROTOCOL 3.2 N6).
    """

    flags: tuple[Finding, ...] = ()
    doubts: tuple[Finding, ...] = ()
    long_standing: tuple[Finding, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RuleBook:
    """The compiled catalogue.

    `derived` is ordered so that each name only needs earlier ones (the loader sees to it). `context` names everyday words that
    mean something only beside others of the same words, such as "spasm" or "kitchen": they are not remembered as facts.
    """

    codes: tuple[str, ...]
    derived: Mapping[str, Condition]
    rules: tuple[FlagRule, ...]
    context: frozenset[str] = frozenset()

    def complete(self, values: Values) -> dict[str, bool | float]:
        """Add the derived names to plain values."""
        known = dict(values)
        for place in self._derived_register.read_any(values):
            name, condition = self._derived_in_order[place]
            if not known.get(name) and condition.holds(known):
                known[name] = True
        return known

    def findings(self, values: Values, recent: Mapping[float, Values] | None = None) -> tuple[Finding, ...]:
        """Every code that these values raise, at its highest tier, emergency first, then in catalogue order.

        `recent` gives, for each time window in hours that a rule names, the values heard within it; a rule without an
        entry there sees all values.
        """
        everything = self.complete(values)
        within = {hours: self.complete(seen) for hours, seen in (recent or {}).items()}
        best: dict[str, Finding] = {}
        for place in self._rule_register.read_any(everything, *within.values()):
            rule = self.rules[place]
            known = everything if rule.within_hours is None else within.get(rule.within_hours, everything)
            held = best.get(rule.code)
            if held is not None and (held.tier is Tier.EMERGENCY or rule.tier is Tier.URGENT):
                continue
            if rule.when.holds(known):
                best[rule.code] = Finding(
                    code=rule.code, tier=rule.tier, rule=rule.id, facts=tuple(sorted(self._support(rule.when, known)))
                )
        return self.in_order(best.values())

    def judge(
        self,
        certainties: Mapping[str, Certainty],
        known: Values,
        recent: Mapping[float, Mapping[str, Certainty]] | None = None,
    ) -> Judgement:
        """Read the rules in the three worlds.

        `known` holds numbers and answers, which are certain; `recent` is as in `findings`.
        """

        heard = set(certainties.values()).union(*(seen.values() for seen in (recent or {}).values()))
        judged: dict[frozenset[Certainty], tuple[Finding, ...]] = {}

        def world(*wanted: Certainty) -> tuple[Finding, ...]:
            # Worlds that differ only by certainties nobody expressed are the same world.
            key = frozenset(heard.intersection(wanted))
            if key not in judged:
                judged[key] = judge_world(*wanted)
            return judged[key]

        def judge_world(*wanted: Certainty) -> tuple[Finding, ...]:
            windows = {hours: {**_true(seen, *wanted), **known} for hours, seen in (recent or {}).items()}
            return self.findings({**_true(certainties, *wanted), **known}, windows)

        definite = world(Certainty.DEFINITE)
        certain = {finding.code for finding in definite}
        unchanged = [
            finding for finding in world(Certainty.DEFINITE, Certainty.UNCHANGED) if finding.code not in certain
        ]
        lowered = [replace(finding, tier=Tier.URGENT) for finding in unchanged if finding.tier is Tier.EMERGENCY]
        flagged = certain | {finding.code for finding in lowered}
        possible = world(Certainty.DEFINITE, Certainty.POSSIBLE, Certainty.LONG_STANDING)
        return Judgement(
            flags=self.in_order([*definite, *lowered]),
            doubts=tuple(finding for finding in possible if finding.code not in flagged),
            long_standing=tuple(finding for finding in unchanged if finding.tier is Tier.URGENT),
        )

    def in_order(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Emergency first, then catalogue order."""
        return tuple(sorted(findings, key=lambda f: (f.tier is Tier.URGENT, self.codes.index(f.code))))

    @cached_property
    def _derived_in_order(self) -> tuple[tuple[str, Condition], ...]:
        return tuple(self.derived.items())

    @cached_property
    def _derived_register(self) -> Register:
        return Register(tuple(self.derived.values()), makes=tuple(self.derived))

    @cached_property
    def _rule_register(self) -> Register:
        return Register(tuple(rule.when for rule in self.rules))

    def _support(self, condition: Condition, known: Values) -> set[str]:
        leaves: set[str] = set()
        for name in condition.wanted:
            if not known.get(name):
                continue
            if name in self.derived and (inner := self._support(self.derived[name], known)):
                leaves |= inner
            else:
                leaves.add(name)
        return leaves


def _true(certainties: Mapping[str, Certainty], *wanted: Certainty) -> dict[str, bool]:
    return {name: True for name, certainty in certainties.items() if certainty in wanted}
