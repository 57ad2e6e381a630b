"""The language of the protocol's rules."""

import pytest

from conversations.errors import ConditionError
from conversations.protocol.conditions import parse


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("fever and (stiff_neck or area_neck)", {"fever": True, "area_neck": True}, True),
        ("fever and (stiff_neck or area_neck)", {"fever": True}, False),
        ("not fever", {}, True),
        ("age >= 60 and severity >= 8", {"age": 60, "severity": 8}, True),
        ("age >= 60", {"age": 59}, False),
        ("True", {}, True),
    ],
)
def test_condition_holds_of_the_facts_it_names(source: str, values: dict[str, bool | float], expected: bool) -> None:
    assert parse(source).holds(values) is expected


@pytest.mark.parametrize("source", ["age >= 60", "age < 60"])
def test_unknown_number_is_neither_over_nor_under_a_bound(source: str) -> None:
    assert parse(source).holds({}) is False


@pytest.mark.parametrize(
    "source", ["fever and", "fever + 1", "__import__('os')", "age", "fever >= 3", "a.b", "[fever]", "1 < age < 3", ""]
)
def test_what_is_not_a_condition_is_refused_by_name(source: str) -> None:
    with pytest.raises(ConditionError):
        parse(source)


def test_wanted_names_leave_out_what_is_negated() -> None:
    condition = parse("fever and not (checked and old)")
    assert condition.names == {"fever", "checked", "old"}
    assert condition.wanted == {"fever"}
