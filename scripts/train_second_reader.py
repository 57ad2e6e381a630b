"""Rebuild the second reader's weights (conversations/understanding/second_reader.bin) from tests/data/messages.

Run by hand, after `pip install --group training`: `python scripts/train_second_reader.py`, about a minute. The same
data give the same weights. messages_dev.jsonl is never read here: it is held out. What a newcomer would get wrong: the threshold
is not taken from the texts that the weights were learned from, but from scores that each file got from weights learned on the
others, for every file is another author (cross-validation; `tests/benchmarks/second_reader.py` prints its figures).
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from conversations.understanding.second_reader import LONGEST, WEIGHTS, fingerprint, read_weights, score, tells_codes
from conversations.understanding.second_reader_features import Features, features

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "messages"
HELD_OUT = ("messages_dev.jsonl", "messages_authors_held.jsonl")  # counted by the benchmarks, never learned from
FALSE_ALARMS = 0.08  # of ordinary texts, of an author not learned from: sets the threshold
DAMPING = 100.0  # features added to each text's count, so that "Y" or "neck" alone cannot weigh much
LEAST_TEXTS = 2  # that must show a feature
LEAST_TEXTS_A_CODE = 15  # that must bear a code
STRICTNESS = 5.0  # liblinear's C: larger fits the texts more closely
CODE_STRICTNESS = 20.0
LAYOUT = {1: "b", 2: "h", 4: "I"}  # how struct names a number of so many bytes


@dataclass(frozen=True, kw_only=True)
class Text:
    """A labelled text: `codes` are its flags; an ordinary text has none, an unclear one must be asked about first."""

    id: str
    file: str
    tier: str
    unclear: bool
    codes: tuple[str, ...]
    features: Features
    length: int

    @property
    def dangerous(self) -> bool:
        """Must be acted on."""
        return self.tier != "none"

    @property
    def ordinary(self) -> bool:
        """Must be left alone."""
        return self.tier == "none" and not self.unclear


def texts() -> list[Text]:
    """Read the training texts in order of file."""
    return [labelled(json.loads(line), path.stem) for path, line in _lines()]


def _lines() -> Iterator[tuple[Path, str]]:
    for path in sorted(set(DATA.glob("messages_*.jsonl")) - {DATA / name for name in HELD_OUT}):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path, line


def labelled(row: dict[str, Any], file: str) -> Text:
    """Turn a row of a message file into a text."""
    return Text(
        id=row["id"],
        file=file,
        tier=row["expected_tier"],
        unclear=bool(row.get("clarify")),
        codes=tuple(row["flags"]),
        features=features(row["text"]),
        length=len(row["text"]),
    )


def learn(learned_from: Collection[Text], threshold: float = 0.0) -> bytes:
    """Learn danger and codes, as the bytes of the weights file.

    Unclear texts teach codes only: taught as danger they cost more false alarms than they caught. All features that two texts
    show are kept: with 12,000 of them, 51 instead of 54 % of the emergencies were caught at 5 % false alarms, and the right code
    came first in 59 instead of 76 %. Beginnings of words tell codes apart as well as all features do.
    """
    clear = [text for text in learned_from if not text.unclear]
    names, rarity = _vocabulary(clear)
    model = _fit(_matrix(clear, names, rarity), np.array([text.dangerous for text in clear]), STRICTNESS)
    prints, danger, unit = _quantised(names, (model.coef_[0] * rarity)[:, np.newaxis], np.int16)

    flagged = [text for text in learned_from if not text.ordinary]
    code_names, code_rarity = _vocabulary(flagged, stems_only=True)
    matrix = _matrix(flagged, code_names, code_rarity)
    counts = Counter(code for text in flagged for code in text.codes)
    heads = {
        code: _fit(matrix, np.array([code in text.codes for text in flagged]), CODE_STRICTNESS)
        for code in sorted(code for code, count in counts.items() if count >= LEAST_TEXTS_A_CODE)
    }
    told = np.stack([head.coef_[0] * code_rarity for head in heads.values()], axis=1)
    code_prints, codes, code_unit = _quantised(code_names, told, np.int8)
    arrays = {"prints": prints, "danger": danger, "code_prints": code_prints, "codes": codes}
    head = {
        "damping": DAMPING,
        "bias": round(float(model.intercept_[0]), 4),
        "unit": unit,
        "threshold": round(threshold, 4),
        "codes": {code: round(float(head.intercept_[0]), 4) for code, head in heads.items()},
        "code_unit": code_unit,
        "arrays": [(name, LAYOUT[part.dtype.itemsize], part.size) for name, part in arrays.items()],
    }
    return (
        json.dumps(head).encode()
        + b"\n"
        + b"".join(part.astype(part.dtype.newbyteorder("<")).tobytes() for part in arrays.values())
    )


def _vocabulary(of: Collection[Text], *, stems_only: bool = False) -> tuple[list[str], np.ndarray]:
    """List the features that enough texts show, in order of the alphabet, and how rare they are."""
    counts = Counter(name for text in of for name in text.features.shown_by)
    wanted = (name for name, count in counts.items() if count >= LEAST_TEXTS)
    names = sorted(name for name in wanted if not stems_only or tells_codes(name))
    return names, np.log(len(of) / np.array([counts[name] for name in names]))


def _quantised(
    names: list[str], weights: np.ndarray, width: type[np.signedinteger]
) -> tuple[np.ndarray, np.ndarray, float]:
    """Turn weights into whole numbers of a width, by fingerprint: the prints, one row a feature, and a step's worth."""
    most = np.iinfo(width).max
    unit = round(float(np.abs(weights).max()) / most, 9)
    prints = np.array([fingerprint(name) for name in names], dtype="<u4")
    order = np.argsort(prints, kind="stable")
    return prints[order], np.rint(np.clip(weights[order] / unit, -most, most)).astype(width).ravel(), unit


def _matrix(of: Collection[Text], names: list[str], rarity: np.ndarray) -> sparse.csr_matrix:
    """One row a text: each of its features by rarity, over the root of how many it shows (known or not) and the damping."""
    place = {name: index for index, name in enumerate(names)}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in of:
        shown = sorted(place[name] for name in text.features.shown_by if name in place)
        norm = np.sqrt(len(text.features.shown_by) + DAMPING)
        columns += shown
        values += (rarity[shown] / norm).tolist()
        ends.append(len(columns))
    return sparse.csr_matrix((values, columns, ends), shape=(len(of), len(names)))


def _fit(matrix: sparse.csr_matrix, wanted: np.ndarray, strictness: float) -> LogisticRegression:
    return LogisticRegression(C=strictness, solver="liblinear", tol=0.01, random_state=0).fit(matrix, wanted)


def unseen_scores(of: Collection[Text]) -> dict[str, float]:
    """Score each text by weights learned from the other files; by text id."""
    scores: dict[str, float] = {}
    for file in sorted({text.file for text in of}):
        weights = read_weights(learn([text for text in of if text.file != file]))
        scores |= {text.id: score(weights, text.features) for text in of if text.file == file}
    return scores


def threshold_for(scores: dict[str, float], of: Collection[Text], share: float = FALSE_ALARMS) -> float:
    """Find the score that this share of the ordinary texts exceeds; longer texts are never judged."""
    judged = [scores[text.id] for text in of if text.ordinary and text.length <= LONGEST]
    return float(np.quantile(judged, 1 - share))


def main() -> None:
    """Learn from all training texts and write the weights."""
    learned_from = texts()
    threshold = threshold_for(unseen_scores(learned_from), learned_from)
    WEIGHTS.write_bytes(learn(learned_from, threshold))


if __name__ == "__main__":
    main()
