"""Rebuild the second reader's weights (conversations/understanding/second_reader.txt) from tests/data/messages.

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

from conversations.understanding.second_reader import LONGEST, WEIGHTS, read_weights, score
from conversations.understanding.second_reader_features import Features, features

DATA = Path(__file__).resolve().parent.parent / "tests" / "data" / "messages"
FALSE_ALARMS = 0.05  # of ordinary texts, of an author not learned from: sets the threshold
DAMPING = 100.0  # features added to each text's count, so that "Y" or "neck" alone cannot weigh much
LEAST_TEXTS = 2  # that must show a feature
MOST_FEATURES = 12_000
MOST_FEATURES_A_CODE = 250
LEAST_TEXTS_A_CODE = 15
UNIT = 40.0
STRICTNESS = 5.0  # liblinear's C: larger fits the texts more closely
HEADER = """\
# What the second reader learned from {texts} texts of messages_train_*.jsonl. Made by scripts/train_second_reader.py.
# Below the empty line, tabs between: a feature, what it adds to danger, what it adds to codes (by their order here, from 0).
"""


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
    for path in sorted(DATA.glob("messages_train_*.jsonl")):
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


def learn(learned_from: Collection[Text], threshold: float = 0.0) -> str:
    """Learn danger and codes, as the weights file's text without its comments.

    Unclear texts teach codes only: taught as danger they cost more false alarms than they caught.
    """
    clear = [text for text in learned_from if not text.unclear]
    dangerous = np.array([text.dangerous for text in clear])
    names, rarity = _weightiest(clear, dangerous)
    model = _fit(_matrix(clear, names, rarity), dangerous)
    danger = np.rint(model.coef_[0] * rarity * UNIT).astype(int)
    flagged = [text for text in learned_from if not text.ordinary]
    matrix = _matrix(flagged, names, rarity)
    counts = Counter(code for text in flagged for code in text.codes)
    codes = sorted(code for code, count in counts.items() if count >= LEAST_TEXTS_A_CODE)
    head = [f"unit {UNIT:g}", f"damping {DAMPING:g}", f"bias {model.intercept_[0]:.4f}", f"threshold {threshold:.4f}"]
    telling: dict[int, list[str]] = {}
    for index, code in enumerate(codes):
        told = _fit(matrix, np.array([code in text.codes for text in flagged]))
        parts = np.rint(told.coef_[0] * rarity * UNIT).astype(int)
        head.append(f"code {code} {told.intercept_[0]:.4f}")
        for feature in np.argsort(-np.abs(parts), kind="stable")[:MOST_FEATURES_A_CODE].tolist():
            if parts[feature]:
                telling.setdefault(feature, []).append(f"{index}:{parts[feature]}")
    body = [
        "\t".join([name, str(danger[feature]), *([",".join(telling[feature])] if feature in telling else [])])
        for feature, name in enumerate(names)
        if danger[feature] or feature in telling
    ]
    return "\n".join(head) + "\n\n" + "\n".join(body) + "\n"


def _weightiest(learned_from: Collection[Text], dangerous: np.ndarray) -> tuple[list[str], np.ndarray]:
    """Choose the features that matter most when all are learned together, in order of the alphabet, with their rarity."""
    counts = Counter(name for text in learned_from for name in text.features.shown_by)
    names = sorted(name for name, count in counts.items() if count >= LEAST_TEXTS)
    seen = np.array([counts[name] for name in names])
    rarity = np.log(len(learned_from) / seen)
    moved = np.abs(_fit(_matrix(learned_from, names, rarity), dangerous).coef_[0] * rarity) * np.sqrt(seen)
    kept = np.sort(np.argsort(-moved, kind="stable")[:MOST_FEATURES])
    return [names[feature] for feature in kept], rarity[kept]


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


def _fit(matrix: sparse.csr_matrix, wanted: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRICTNESS, solver="liblinear", tol=0.01, random_state=0).fit(matrix, wanted)


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
    written = HEADER.format(texts=len(learned_from)) + learn(learned_from, threshold)
    WEIGHTS.write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
