"""The second reader: a small learned model that may only raise doubt.

It reads the same text as the rules and says whether it is worried, about which code, and by which words. What a newcomer would
get wrong: it never decides. Its worry means "ask one clarifying question" where the rules found nothing; its silence means
nothing, and it never lowers what the rules found. It learned from texts of up to about 400 characters and cries wolf on longer
ones, so it keeps silent there. The weights (`second_reader.bin`) are data, rebuilt by `python scripts/train_second_reader.py`.
"""

import json
import math
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conversations.understanding.second_reader_features import Features, features

WEIGHTS = Path(__file__).with_suffix(".bin")
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
    """The learned weights, by the fingerprints of features.

    A text's danger is `bias` + `unit` * the sum of its known features' `danger` / sqrt(number of its features + `damping`); above
    `threshold` the reader is worried. Likewise for each code, from `code_biases`, by the row of `codes` that `code_rows` names.
    """

    damping: float
    bias: float
    unit: float
    threshold: float
    danger: dict[int, int]
    code_names: tuple[str, ...]
    code_biases: tuple[float, ...]
    code_unit: float
    code_rows: dict[int, int]
    codes: tuple[int, ...]

    def danger_of(self, name: str) -> int:
        """Look up what a feature adds to danger; 0 for one never learned."""
        return self.danger.get(fingerprint(name), 0)

    def codes_of(self, name: str) -> tuple[int, ...] | None:
        """Look up what a feature adds to each code; None for one that tells nothing: only word beginnings do."""
        if not tells_codes(name):
            return None
        row = self.code_rows.get(fingerprint(name))
        width = len(self.code_names)
        return None if row is None else self.codes[row * width : (row + 1) * width]


def tells_codes(name: str) -> bool:
    """Is a feature a single word's beginning? They tell codes apart as well as all features do."""
    return name.startswith("s:") and " " not in name


def fingerprint(name: str) -> int:
    """Shorten a feature's name to 32 bits; two names in a million share one."""
    return zlib.crc32(name.encode())


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
    heavy = _carried(weights, read)
    return tuple(
        Worry(
            code=weights.code_names[index], score=round(sure * share, 4), spans=_evidence(weights, read, heavy, index)
        )
        for index, share in _ranked(weights, read)
    )


def likeliest(weights: Weights, read: Features) -> tuple[str, ...]:
    """Name the codes that a text would be asked about if it is worrying, for measuring."""
    return tuple(weights.code_names[index] for index, _ in _ranked(weights, read))


def score(weights: Weights, read: Features) -> float:
    """How dangerous a text reads, before the threshold: below 0 ordinary, above 0 dangerous, for measuring."""
    known = weights.danger
    total = sum(known.get(zlib.crc32(name.encode()), 0) for name in read.shown_by)
    return weights.bias + weights.unit * total / _norm(weights, read)


def _norm(weights: Weights, read: Features) -> float:
    return math.sqrt(len(read.shown_by) + weights.damping)


def _ranked(weights: Weights, read: Features) -> list[tuple[int, float]]:
    """Divide one worry among the codes: the likeliest with their shares, at least one."""
    totals = [0] * len(weights.code_names)
    for name in read.shown_by:
        for index, weight in enumerate(weights.codes_of(name) or ()):
            totals[index] += weight
    unit = weights.code_unit / _norm(weights, read)
    odds = [math.exp(bias + total * unit) for bias, total in zip(weights.code_biases, totals, strict=True)]
    whole = sum(odds)
    ranked = sorted(((index, odd / whole) for index, odd in enumerate(odds)), key=lambda pair: (-pair[1], pair[0]))
    return ranked[:1] + [pair for pair in ranked[1:_MOST_WORRIES] if pair[1] >= _LEAST_SHARE]


def _carried(weights: Weights, read: Features) -> list[float]:
    """Share out what each feature adds to danger among the words that show it."""
    carried = [0.0] * len(read.words)
    for name, indexes in read.shown_by.items():
        if indexes and (weight := weights.danger_of(name)):
            for index in indexes:
                carried[index] += weights.unit * weight / len(indexes)
    return carried


def _evidence(weights: Weights, read: Features, heavy: list[float], code: int) -> tuple[tuple[int, int], ...]:
    """Find the words that weigh most for danger and for this code; neighbours become one span."""
    words = read.words
    carried = list(heavy)
    for name, indexes in read.shown_by.items():
        if told := weights.codes_of(name):
            for index in indexes:
                carried[index] += weights.code_unit * told[code]
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
    return read_weights(WEIGHTS.read_bytes())


def read_weights(written: bytes) -> Weights:
    """Read the weights file: one line of JSON, then the four arrays that it names, little-endian."""
    line, _, body = written.partition(b"\n")
    head = json.loads(line)
    parts: dict[str, tuple[int, ...]] = {}
    start = 0
    for name, kind, count in head["arrays"]:
        layout = struct.Struct(f"<{count}{kind}")
        parts[name] = layout.unpack_from(body, start)
        start += layout.size
    return Weights(
        damping=head["damping"],
        bias=head["bias"],
        unit=head["unit"],
        threshold=head["threshold"],
        danger=dict(zip(parts["prints"], parts["danger"], strict=True)),
        code_names=tuple(head["codes"]),
        code_biases=tuple(head["codes"].values()),
        code_unit=head["code_unit"],
        code_rows={shortened: row for row, shortened in enumerate(parts["code_prints"])},
        codes=parts["codes"],
    )
