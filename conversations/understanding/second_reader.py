"""The second reader: a small learned model that may only raise doubt.

It reads the same text as the rules and says whether it is worried, about which code, and by which words. What a newcomer would
get wrong: it never decides. Its worry means "ask one clarifying question" where the rules found nothing; its silence means
nothing, and it never lowers what the rules found. It learned from texts of up to about 400 characters and cries wolf on longer
ones, so it keeps silent there. The weights (`second_reader.txt`) are data, rebuilt by `python scripts/train_second_reader.py`.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conversations.understanding.second_reader_features import Features, features

WEIGHTS = Path(__file__).with_suffix(".txt")
LONGEST = 400  # code points of a text that it will judge
_MOST_WORRIES = 3
_LEAST_SHARE = 0.1  # of the worry that a code must have to be named behind the first
_MOST_SPANS = 4
_SPAN_SHARE = 0.4  # of the heaviest word's weight that a word must have to count as evidence


@dataclass(frozen=True, kw_only=True)
class Worry:
    """A code that the text may be about. `score` is 0 to 1, for comparing worries; `spans` are the words that weigh most.

    Spans are code points of the original text, end exclusive, in order of place.
    """

    code: str
    score: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The learned weights, in whole units of 1/`unit`.

    A text's danger is `bias` + the sum of its features' `danger` weights / sqrt(number of its features + `damping`); above
    `threshold` the reader is worried. `codes[feature]` tells codes apart, "index of the code:weight" and commas, read only for
    a worrying text; summed likewise on `code_biases`.
    """

    unit: float
    damping: float
    bias: float
    threshold: float
    code_names: tuple[str, ...]
    code_biases: tuple[float, ...]
    danger: dict[str, int]
    codes: dict[str, str]

    def telling(self, name: str) -> Iterator[tuple[int, int]]:
        """Yield what a feature adds to which code, by its index."""
        for pair in filter(None, self.codes.get(name, "").split(",")):
            index, weight = pair.split(":")
            yield int(index), int(weight)


def worries(text: str) -> tuple[Worry, ...]:
    """Say what this text may be about, most worrying first; empty when the reader is not worried."""
    if len(text) > LONGEST:
        return ()
    weights = load()
    read = features(text)
    danger = score(weights, read)
    if danger <= weights.threshold:
        return ()
    sure = 1 / (1 + math.exp(-danger))
    return tuple(
        Worry(code=weights.code_names[index], score=round(sure * share, 4), spans=_evidence(weights, read, index))
        for index, share in _ranked(weights, read)
    )


def likeliest(weights: Weights, read: Features) -> tuple[str, ...]:
    """Name the codes that a text would be asked about if it is worrying, for measuring."""
    return tuple(weights.code_names[index] for index, _ in _ranked(weights, read))


def score(weights: Weights, read: Features) -> float:
    """How dangerous a text reads, before the threshold: below 0 ordinary, above 0 dangerous, for measuring."""
    total = sum(weights.danger.get(name, 0) for name in read.shown_by)
    return weights.bias + total / (weights.unit * _norm(weights, read))


def _norm(weights: Weights, read: Features) -> float:
    return math.sqrt(len(read.shown_by) + weights.damping)


def _ranked(weights: Weights, read: Features) -> list[tuple[int, float]]:
    """Divide one worry among the codes: the likeliest with their shares, at least one."""
    totals = [0] * len(weights.code_names)
    for name in read.shown_by:
        for index, weight in weights.telling(name):
            totals[index] += weight
    unit = weights.unit * _norm(weights, read)
    odds = [math.exp(bias + total / unit) for bias, total in zip(weights.code_biases, totals, strict=True)]
    whole = sum(odds)
    ranked = sorted(((index, odd / whole) for index, odd in enumerate(odds)), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:1] + [pair for pair in ranked[1:_MOST_WORRIES] if pair[1] >= _LEAST_SHARE]


def _evidence(weights: Weights, read: Features, code: int) -> tuple[tuple[int, int], ...]:
    """Find the words that weigh most for danger and for this code; neighbours become one span."""
    words = read.words
    carried = [0.0] * len(words)
    for name, indexes in read.shown_by.items():
        weight = weights.danger.get(name, 0) + sum(part for index, part in weights.telling(name) if index == code)
        for index in indexes:
            carried[index] += weight / len(indexes)
    heaviest = max(carried, default=0.0)
    if heaviest <= 0:
        return ()
    chosen = sorted(sorted(range(len(words)), key=lambda index: (-carried[index], index))[: 2 * _MOST_SPANS])
    return _joined((index for index in chosen if carried[index] >= _SPAN_SHARE * heaviest), words.starts, words.ends)


def _joined(indexes: Iterable[int], starts: tuple[int, ...], ends: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """Turn word indexes in order into spans; words that follow each other share one."""
    spans: list[tuple[int, int]] = []
    before = -2
    for index in indexes:
        if index == before + 1:
            spans[-1] = (spans[-1][0], ends[index])
        else:
            spans.append((starts[index], ends[index]))
        before = index
    return tuple(spans[:_MOST_SPANS])


@cache
def load() -> Weights:
    """Read the weights, once for the process."""
    return read_weights(WEIGHTS.read_text(encoding="utf-8"))


def read_weights(written: str) -> Weights:
    """Read the weights file: comments, `name value` lines, one `code` line each, an empty line, then one line a feature.

    A feature's line is its name, a tab, its danger weight, and where it tells codes apart a tab and `index:weight` pairs.
    """
    head, _, body = written.partition("\n\n")
    numbers: dict[str, float] = {}
    names: list[str] = []
    biases: list[float] = []
    for line in head.splitlines():
        match line.split():
            case ["code", name, bias]:
                names.append(name)
                biases.append(float(bias))
            case [key, value] if not key.startswith("#"):
                numbers[key] = float(value)
    danger: dict[str, int] = {}
    codes: dict[str, str] = {}
    for line in body.splitlines():
        name, weight, *told = line.split("\t")
        danger[name] = int(weight)
        if told:
            codes[name] = told[0]
    return Weights(
        unit=numbers["unit"],
        damping=numbers["damping"],
        bias=numbers["bias"],
        threshold=numbers["threshold"],
        code_names=tuple(names),
        code_biases=tuple(biases),
        danger=danger,
        codes=codes,
    )
