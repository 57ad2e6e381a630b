"""What the second reader earns: alone, and after the rules, on authors it did not learn from.

`python -m tests.benchmarks.second_reader [--real FILE]`, after `pip install --group training`; some minutes. Training files are
scored by weights learned from the other files. messages_dev.jsonl is held out: the committed weights never saw it, and it is only
counted.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from conversations.protocol.rule_files import load_rules
from conversations.screening import screen_text
from conversations.understanding import second_reader
from conversations.understanding.second_reader_features import features
from scripts.train_second_reader import DATA, FALSE_ALARMS, learn, texts, threshold_for

SHARES = (0.02, 0.03, 0.04, 0.05, 0.07, 0.10)
TODAY = date(2026, 11, 20)
Row = dict[str, Any]


def rules_say() -> Callable[[Row], str]:
    """Make a function that names what the rules do with a text: "flag", "ask" or "nothing"."""
    book = load_rules()

    def say(row: Row) -> str:
        judgement = screen_text(book, row["text"], today=TODAY).judgement
        return "flag" if judgement.flags else "ask" if judgement.doubts else "nothing"

    return say


def rows(path: Path) -> list[Row]:
    """Read the rows of a file of labelled texts."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def share(part: Sequence[object], whole: Sequence[object]) -> str:
    """Write "3/40 (7.5 %)"."""
    return f"{len(part)}/{len(whole)} ({100 * len(part) / max(1, len(whole)):.1f} %)"


def unseen() -> tuple[list[Row], dict[str, float], dict[str, tuple[str, ...]]]:
    """Score every training text, and name its likeliest codes, by weights learned from the other files."""
    learned_from = texts()
    scores: dict[str, float] = {}
    codes: dict[str, tuple[str, ...]] = {}
    by_id: dict[str, Row] = {}
    for path in sorted(DATA.glob("messages_train_*.jsonl")):
        weights = second_reader.read_weights(learn([text for text in learned_from if text.file != path.stem]))
        for row in rows(path):
            read = features(row["text"])
            scores[row["id"]] = second_reader.score(weights, read)
            codes[row["id"]] = second_reader.likeliest(weights, read)
            by_id[row["id"]] = row
    return list(by_id.values()), scores, codes


def report_unseen() -> None:
    """Print the figures of the training files."""
    labels = texts()
    found, scores, codes = unseen()
    said = {row["id"]: say for row, say in zip(found, map(rules_say(), found), strict=True)}
    judged = [text for text in labels if text.length <= second_reader.LONGEST]
    ordinary = [text for text in judged if text.ordinary]
    print("--- training files, each by weights learned from the others; longer texts left out")
    print(f"the rules alone ask {share([t for t in ordinary if said[t.id] == 'ask'], ordinary)} of ordinary texts")
    for wanted in SHARES:
        threshold = threshold_for(scores, labels, wanted)
        worried = {text.id for text in judged if scores[text.id] > threshold}
        cells = []
        for name, group in (
            ("emergency", [t for t in judged if t.tier == "emergency"]),
            ("urgent", [t for t in judged if t.tier == "urgent"]),
            ("unclear", [t for t in judged if t.unclear]),
            ("ordinary", ordinary),
        ):
            left = [t for t in group if said[t.id] == "nothing"]
            cells.append(
                f"{name} {100 * len([t for t in group if t.id in worried]) / len(group):.1f} %,"
                f" after the rules {len([t for t in left if t.id in worried])}/{len(left)}"
            )
        asked = [t for t in ordinary if said[t.id] == "ask" or (said[t.id] == "nothing" and t.id in worried)]
        marked = " <- chosen" if wanted == FALSE_ALARMS else ""
        print(
            f"{100 * wanted:4.0f} % false alarms: {'; '.join(cells)}; rules and reader ask {share(asked, ordinary)}{marked}"
        )
    threshold = threshold_for(scores, labels)
    caught = [t for t in judged if t.dangerous and scores[t.id] > threshold]
    rescued = [t for t in caught if said[t.id] == "nothing"]
    for name, group in (("caught", caught), ("caught after the rules", rescued)):
        first = [t for t in group if codes[t.id][0] in t.codes]
        three = [t for t in group if set(codes[t.id]) & set(t.codes)]
        print(f"{name}: first code right {share(first, group)}, one of three right {share(three, group)}")


def report(name: str, found: list[Row], needs: Callable[[Row], str]) -> None:
    """Print what the committed weights do with texts that they never saw."""
    say = rules_say()
    print(f"--- {name}, committed weights")
    for need in sorted({needs(row) for row in found}):
        group = [row for row in found if needs(row) == need]
        left = [row for row in group if say(row) == "nothing"]
        asked = [row for row in group if say(row) == "ask"]
        worried = [row for row in group if second_reader.worries(row["text"])]
        both = [row for row in left if row in worried]
        print(
            f"{need}: worried {share(worried, group)}; the rules ask {len(asked)} and say nothing of {len(left)},"
            f" and of those worried {share(both, left)}"
        )


def report_speed() -> None:
    """Print how long loading and reading take."""
    before = perf_counter()
    second_reader.read_weights(second_reader.WEIGHTS.read_bytes())
    print(f"--- weights read in {1000 * (perf_counter() - before):.1f} ms")
    for length in (160, second_reader.LONGEST, 1600, 100_000):
        text = ("my back locked up and i cant feel my left leg when i get up, no fever. is that bad? " * 1200)[:length]
        times = []
        for _ in range(50):
            before = perf_counter()
            second_reader.worries(text)
            times.append(perf_counter() - before)
        print(f"{length} characters: {1000 * sorted(times)[25]:.2f} ms")


def main() -> None:
    """Report everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--real", type=Path, help="a file of real questions, with `accept` lists")
    parser.add_argument("--quick", action="store_true", help="only what the committed weights do")
    arguments = parser.parse_args()
    report_speed()
    report("messages_dev.jsonl", rows(DATA / "messages_dev.jsonl"), lambda row: row["expected_tier"])
    if arguments.real:
        report("real questions", rows(arguments.real), lambda row: _need({*row["accept"]}))
    if not arguments.quick:
        report_unseen()


def _need(accepted: set[str]) -> str:
    if "none" not in accepted:
        return "must be acted on"
    return "must be left alone" if accepted == {"none"} else "either way"


if __name__ == "__main__":
    main()
