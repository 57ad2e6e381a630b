"""Conditions of the protocol's rules: a small language a clinician can read.

`"fever and (stiff_neck or area_neck)"`, `"age >= 60 and severity >= 8 and not onset_gradual"`. Names are facts; numbers may
be compared with constants. What is not known is false, also under a comparison: an unknown age is neither over nor under 60,
so a rule never fires on ignorance (the interview must ask; PROTOCOL 2.5 says how silence rounds up).
"""

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from conversations.errors import ConditionError

NUMBERS = frozenset({"age", "severity", "temperature_f", "hours_since_screens", "doses"})

Values = Mapping[str, bool | float]

_COMPARE: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: lambda a, b: a < b,
    ast.LtE: lambda a, b: a <= b,
    ast.Gt: lambda a, b: a > b,
    ast.GtE: lambda a, b: a >= b,
    ast.Eq: lambda a, b: a == b,
}


@dataclass(frozen=True)
class Condition:
    """A parsed condition. `names` are all facts and numbers it reads, `wanted` those that help to make it true.

    `of_nothing` is what it makes of no fact at all, and so of any facts that it does not read.
    """

    source: str
    names: frozenset[str]
    wanted: frozenset[str]
    of_nothing: bool
    _test: Callable[[Values], bool]

    def holds(self, values: Values) -> bool:
        """Is it true of these facts? A name that is absent is false."""
        if values.keys().isdisjoint(self.names):
            return self.of_nothing
        return self._test(values)


class Register:
    """Conditions filed by the names they read: most of them read nothing that a text said, and need not be tried.

    `makes` names what each of them makes true, when others that stand behind it may read that.
    """

    def __init__(self, conditions: Sequence[Condition], *, makes: Sequence[str] = ()) -> None:
        always: set[int] = set()  # true of nothing, with all that reads them
        readers: dict[str, set[int]] = {}
        for place in reversed(range(len(conditions))):
            condition = conditions[place]
            concerned = {place} | (readers.get(makes[place], set()) if makes else set())
            for name in condition.names:
                readers.setdefault(name, set()).update(concerned)
            if condition.of_nothing:
                always |= concerned
        self._always = frozenset(always)
        self._readers = {name: frozenset(places) for name, places in readers.items()}

    def read_any(self, *known: Values) -> list[int]:
        """The places, in order, of the conditions that may be true of such values."""
        readers = self._readers
        return sorted(self._always.union(*(readers[name] for values in known for name in values if name in readers)))


def parse(source: str) -> Condition:
    """Read a condition; raise ConditionError naming what it cannot be."""
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except SyntaxError as error:
        raise ConditionError(f"not a condition: {source!r} ({error.msg})") from error
    names: set[str] = set()
    wanted: set[str] = set()
    test = _compile(tree.body, names, wanted, positive=True, source=source)
    return Condition(source=source, names=frozenset(names), wanted=frozenset(wanted), of_nothing=test({}), _test=test)


def _compile(
    node: ast.expr, names: set[str], wanted: set[str], *, positive: bool, source: str
) -> Callable[[Values], bool]:
    match node:
        case ast.BoolOp(op=op, values=parts):
            tests = [_compile(part, names, wanted, positive=positive, source=source) for part in parts]
            if isinstance(op, ast.And):
                return lambda values: all(test(values) for test in tests)
            return lambda values: any(test(values) for test in tests)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            inner = _compile(operand, names, wanted, positive=not positive, source=source)
            return lambda values: not inner(values)
        case ast.Compare(left=ast.Name(id=name), ops=[op], comparators=[ast.Constant(value=bound)]) if type(
            op
        ) in _COMPARE and isinstance(bound, int | float):
            if name not in NUMBERS:
                raise ConditionError(f"{name!r} is not a number, in {source!r}")
            names.add(name)
            compare = _COMPARE[type(op)]
            return lambda values: name in values and compare(values[name], bound)
        case ast.Name(id=name):
            if name in NUMBERS:
                raise ConditionError(f"compare {name!r} with a number, in {source!r}")
            names.add(name)
            if positive:
                wanted.add(name)
            return lambda values: bool(values.get(name, False))
        case ast.Constant(value=bool() as constant):
            return lambda values: constant
        case _:
            raise ConditionError(f"cannot read {ast.unparse(node)!r}, in {source!r}")
