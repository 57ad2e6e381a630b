"""Rules read in three worlds: certain, possible, long known and unchanged."""

from conversations.flagging import FlagRule, RuleBook, Tier
from conversations.protocol.conditions import parse
from conversations.understanding.findings import Certainty


def rule(rule_id: str, code: str, tier: Tier, when: str, within_hours: float | None = None) -> FlagRule:
    return FlagRule(id=rule_id, code=code, tier=tier, when=parse(when), source=("R1",), within_hours=within_hours)


BOOK = RuleBook(
    codes=("meningitis", "spinal_infection", "kidney_or_urinary"),
    derived={"any_fever": parse("fever or SR_A")},
    rules=(
        rule("infection.fever", "spinal_infection", Tier.URGENT, "any_fever"),
        rule("infection.severe", "spinal_infection", Tier.EMERGENCY, "any_fever and severity >= 8"),
        rule("meningitis.neck", "meningitis", Tier.EMERGENCY, "any_fever and stiff_neck", 72),
        rule("kidney.burning", "kidney_or_urinary", Tier.URGENT, "burning"),
    ),
)


def test_highest_tier_of_a_code_wins_and_emergencies_come_first() -> None:
    found = BOOK.judge({"fever": Certainty.DEFINITE, "burning": Certainty.DEFINITE}, {"severity": 9}).flags
    assert [(flag.code, flag.tier, flag.rule) for flag in found] == [
        ("spinal_infection", Tier.EMERGENCY, "infection.severe"),
        ("kidney_or_urinary", Tier.URGENT, "kidney.burning"),
    ]


def test_possible_words_raise_a_doubt_and_never_a_flag() -> None:
    judgement = BOOK.judge({"fever": Certainty.DEFINITE, "stiff_neck": Certainty.POSSIBLE}, {})
    assert [flag.code for flag in judgement.flags] == ["spinal_infection"]
    assert [doubt.code for doubt in judgement.doubts] == ["meningitis"]


def test_what_is_denied_raises_neither() -> None:
    judgement = BOOK.judge({"fever": Certainty.EXCLUDED}, {})
    assert judgement.flags == judgement.doubts == judgement.long_standing == ()


def test_long_known_and_unchanged_is_kept_apart_from_doubt() -> None:
    judgement = BOOK.judge({"burning": Certainty.UNCHANGED}, {})
    assert judgement.flags == judgement.doubts == ()
    assert [finding.code for finding in judgement.long_standing] == ["kidney_or_urinary"]


def test_long_known_and_unchanged_emergency_is_urgent_and_never_lower() -> None:
    judgement = BOOK.judge({"fever": Certainty.UNCHANGED, "stiff_neck": Certainty.UNCHANGED}, {})
    assert [(flag.code, flag.tier) for flag in judgement.flags] == [
        ("meningitis", Tier.URGENT),
    ]
    assert [finding.code for finding in judgement.long_standing] == ["spinal_infection"]


def test_finding_names_the_facts_behind_a_derived_name() -> None:
    finding = BOOK.judge({"SR_A": Certainty.DEFINITE, "stiff_neck": Certainty.DEFINITE}, {}).flags[0]
    assert finding.facts == ("SR_A", "stiff_neck")


def test_rule_with_a_time_window_sees_only_what_was_heard_within_it() -> None:
    heard = {"fever": Certainty.DEFINITE, "stiff_neck": Certainty.DEFINITE}
    recent = {72.0: {"stiff_neck": Certainty.DEFINITE}}
    assert [flag.code for flag in BOOK.judge(heard, {}, recent).flags] == ["spinal_infection"]
