"""The loader of red-flag rules: a rule that could never fire, or not be understood, is refused with its file and key."""

from pathlib import Path

import pytest

from conversations.errors import ProtocolError
from conversations.protocol.rule_files import load_rules

CATALOGUE = 'codes = ["cauda_equina"]\n'
RULE = """
[[rule]]
id = "cauda_equina.test"
code = "{code}"
tier = "{tier}"
when = "{when}"
source = ["C1"]
"""


def faults_of(folder: Path, rules: str, catalogue: str = CATALOGUE) -> str:
    (folder / "catalogue.toml").write_text(catalogue, encoding="utf-8")
    (folder / "nerves.toml").write_text(rules, encoding="utf-8")
    with pytest.raises(ProtocolError) as caught:
        load_rules(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"when": "sadle_numb"}, "nothing supplies 'sadle_numb'"),
        ({"when": "saddle_numb and"}, "not a condition"),
        ({"code": "cauda"}, "'cauda' is not a code"),
        ({"tier": "soon"}, "'soon' is not a tier"),
    ],
)
def test_a_rule_that_cannot_work_is_refused(tmp_path: Path, changes: dict[str, str], fault: str) -> None:
    row = {"code": "cauda_equina", "tier": "emergency", "when": "saddle_numb", **changes}
    assert fault in faults_of(tmp_path, RULE.format(**row))


def test_derived_names_that_need_each_other_are_refused(tmp_path: Path) -> None:
    faults = faults_of(tmp_path, '[derived]\none = "two"\ntwo = "one"\n')
    assert "need each other: one, two" in faults


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    rules = RULE.format(code="cauda", tier="emergency", when="sadle_numb")
    faults = faults_of(tmp_path, rules)
    assert "'cauda' is not a code" in faults
    assert "'sadle_numb'" in faults


def test_the_protocols_own_rules_load() -> None:
    book = load_rules()
    assert {rule.code for rule in book.rules} <= set(book.codes)
    assert all(rule.source for rule in book.rules)
