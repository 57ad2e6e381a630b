"""Reads the red-flag rules: catalogue.toml and the family files beside it, into one RuleBook.

What a newcomer would get wrong: a rule may name only facts somebody supplies. A misspelt concept would make a rule
that never fires, so every name is checked here, and all faults of all files are reported at once.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from conversations.errors import ConditionError, ProtocolError
from conversations.flagging import FlagRule, RuleBook, Tier
from conversations.protocol.conditions import NUMBERS, Condition, parse
from conversations.understanding import lexicon
from conversations.understanding.told_age import STEPS

RED_FLAGS = Path(__file__).resolve().parent.parent / "protocols" / "neck_back_spasm" / "red_flags"
CATALOGUE = "catalogue.toml"

# Facts that the conversation supplies besides concepts of the lexicons: letters, areas, and what questions settled.
_LETTER = re.compile(r"(SN_[A-F]|SE_[A-F]|SR_[A-H]|ID_[A-F]|MS_[A-F]|pattern_[A-E]|worry_[a-z_]+)\Z")
ENGINE_FACTS = frozenset({
    "area_neck", "area_upper_back", "area_mid_back", "area_low_back", "area_other", "under_18", "age_65_or_unknown",
    "onset_sudden", "onset_gradual", "onset_unsure", "can_walk", "cannot_walk", "injury_unsure", "checked_cleared",
})  # fmt: skip


@cache
def load_rules(folder: Path = RED_FLAGS) -> RuleBook:
    """Read all rule files of a folder; raise ProtocolError with every fault, each with its file and key."""
    faults: list[str] = []
    files = {path.name: _read(path, faults) for path in sorted(folder.glob("*.toml"))}
    codes = tuple(files.get(CATALOGUE, {}).get("codes", ()))
    if not codes:
        faults.append(f"{CATALOGUE} codes: missing")
    derived: dict[str, Condition] = {}
    rules: list[FlagRule] = []
    for name, data in files.items():
        for key, source in data.get("derived", {}).items():
            if key in derived:
                faults.append(f"{name} derived.{key}: stands in another file too")
            elif (condition := _condition(f"{name} derived.{key}", source, faults)) is not None:
                derived[key] = condition
        for number, row in enumerate(data.get("rule", ()), 1):
            rule = _rule(f"{name} rule {row.get('id', number)}", row, codes, faults)
            if rule is not None:
                rules.append(rule)
    context = frozenset(files.get(CATALOGUE, {}).get("context", ()))
    faults += [f"{CATALOGUE} context: no lexicon knows {name!r}" for name in sorted(context - lexicon.load().concepts)]
    faults += _unknown_names(derived, rules)
    faults += _repeated(rule.id for rule in rules)
    ordered = _in_order(derived, faults)
    if faults:
        raise ProtocolError(*faults)
    return RuleBook(codes=codes, derived=ordered, rules=tuple(rules), context=context)


def _read(path: Path, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path.name}: {error}")
        return {}


def _condition(where: str, source: object, faults: list[str]) -> Condition | None:
    try:
        return parse(str(source))
    except ConditionError as error:
        faults.append(f"{where}: {error}")
        return None


def _rule(where: str, row: Mapping[str, Any], codes: tuple[str, ...], faults: list[str]) -> FlagRule | None:
    missing = {"id", "code", "tier", "when", "source"} - set(row)
    unknown = set(row) - {"id", "code", "tier", "when", "source", "within_hours"}
    if missing or unknown:
        faults.append(f"{where}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return None
    if row["code"] not in codes:
        faults.append(f"{where}: {row['code']!r} is not a code of the catalogue")
    if row["tier"] not in set(Tier):
        faults.append(f"{where}: {row['tier']!r} is not a tier")
        return None
    condition = _condition(where, row["when"], faults)
    if condition is None:
        return None
    return FlagRule(
        id=row["id"],
        code=row["code"],
        tier=Tier(row["tier"]),
        when=condition,
        source=tuple(row["source"]),
        within_hours=row.get("within_hours"),
    )


def _unknown_names(derived: Mapping[str, Condition], rules: Iterable[FlagRule]) -> list[str]:
    supplied = lexicon.load().concepts | set(STEPS) | ENGINE_FACTS | NUMBERS | set(derived)
    places = [(f"derived.{name}", condition) for name, condition in derived.items()]
    places += [(f"rule {rule.id}", rule.when) for rule in rules]
    return [
        f"{where}: nothing supplies {name!r}"
        for where, condition in places
        for name in sorted(condition.names)
        if name not in supplied and not _LETTER.match(name)
    ]


def _repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    faults: list[str] = []
    for name in ids:
        if name in seen:
            faults.append(f"rule {name}: stands twice")
        seen.add(name)
    return faults


def _in_order(derived: Mapping[str, Condition], faults: list[str]) -> dict[str, Condition]:
    """Order derived names so that each needs only earlier ones."""
    ordered: dict[str, Condition] = {}
    left = dict(derived)
    while left:
        ready = [name for name, condition in left.items() if not condition.names & (set(left) - {name})]
        ready = [name for name in ready if name not in left[name].names]
        if not ready:
            faults.append(f"derived names that need each other: {', '.join(sorted(left))}")
            break
        for name in ready:
            ordered[name] = left.pop(name)
    return ordered
