"""How well single texts are understood: what is acted on, asked about or missed, and what ordinary texts suffer.

    python -m tests.benchmarks.understanding [--only NAME] [--show CODE|emergency|urgent|missed|clarify|false] [--real FILE]

A figure is as honest as its file. Rules and second reader were tuned on the files marked "tuned on": those figures flatter. The
files marked "held out" were counted and never read while tuning; their texts are never listed here.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from conversations.flagging import RuleBook
from conversations.protocol.rule_files import load_rules
from conversations.screening import Screening, screen_text

DATA = Path(__file__).resolve().parent.parent / "data" / "messages"
HELD_OUT = frozenset({"messages_dev.jsonl", "messages_authors_held.jsonl"})
TODAY = date(2026, 11, 20)
WANTED = ("emergency", "urgent", "clarify", "none")
DONE = ("emergency", "urgent", "ask", "none")

Row = dict[str, Any]


def load(folder: Path, only: str | None) -> list[Row]:
    """Read all labelled texts of a folder, each with the name of its file."""
    return [
        {**json.loads(line), "file": path.name}
        for path in sorted(folder.glob("messages_*.jsonl"))
        if not only or only in path.name
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def wanted(row: Row) -> str:
    """What its label asks for."""
    return "clarify" if row.get("clarify") else str(row["expected_tier"])


def done(screening: Screening) -> str:
    """What the line would do: act on an emergency or urgent flag, ask, or nothing."""
    judgement = screening.judgement
    if judgement.flags:
        return str(judgement.flags[0].tier)
    return "ask" if judgement.doubts else "none"


def is_wrong(row: Row, did: str) -> bool:
    """Does the outcome fall short of the label? Rounding up to more care is not counted against a danger."""
    fine = {"emergency": {"emergency"}, "urgent": {"urgent", "emergency"}, "clarify": {"ask"}, "none": {"none"}}
    return did not in fine[wanted(row)]


def table(results: Iterable[tuple[Row, str]], by: Callable[[Row], str]) -> None:
    """Print a line for each group and label: how many, and the share of each outcome."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row, did in results:
        counts[by(row), wanted(row)][did] += 1
    for group, label in sorted(counts, key=lambda key: (key[0], WANTED.index(key[1]))):
        outcomes = counts[group, label]
        size = outcomes.total()
        shares = "".join(f"{did:>12} {100 * outcomes[did] / size:5.1f} %" for did in DONE)
        print(f"{group:34} {label:10} n {size:5}{shares}")


def by_code(results: Iterable[tuple[Row, str]]) -> None:
    """Print for each code how many of its dangers were acted on, asked about and missed."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row, did in results:
        if wanted(row) in ("emergency", "urgent"):
            for code in row["flags"]:
                counts[code]["acted" if did in ("emergency", "urgent") else did] += 1
    for code, outcomes in sorted(counts.items()):
        print(f"{code:34} acted on {outcomes['acted']:4}  asked {outcomes['ask']:3}  missed {outcomes['none']:3}")


def told(screening: Screening) -> str:
    """Describe a screening in one line."""
    judgement = screening.judgement
    groups = (("flag", judgement.flags), ("doubt", judgement.doubts), ("long standing", judgement.long_standing))
    parts = [f"{name}:{finding.rule}/{finding.tier[0]}" for name, group in groups for finding in group]
    mentions = [f"{m.concept}={m.certainty}({m.because})" for m in screening.reading.mentions]
    return " ".join(parts) + " | " + "; ".join(mentions)


def is_shown(show: str | None, row: Row, did: str, screening: Screening) -> bool:
    """Is this one of the texts asked for? Held-out ones never are."""
    if show is None or row["file"] in HELD_OUT or not is_wrong(row, did):
        return False
    label = wanted(row)
    match show:
        case "false":
            return label == "none"
        case "missed":
            return label in ("emergency", "urgent") and did == "none"
        case "emergency" | "urgent" | "clarify":
            return label == show
        case code:
            raised = {finding.code for finding in (*screening.judgement.flags, *screening.judgement.doubts)}
            return code in row["flags"] or code in raised


def report(rows: list[Row], book: RuleBook, show: str | None) -> None:
    """Print every table of a set of texts."""
    results = []
    for row in rows:
        screening = screen_text(book, row["text"], today=TODAY)
        did = done(screening)
        results.append((row, did))
        if is_shown(show, row, did, screening):
            print(f"{row['id']} {row['lang']} {wanted(row)} {','.join(row['flags'])} -> {did}: {row['text']}")
            print(f"      {told(screening)}")
    for title, by in (
        ("held out or tuned on", lambda row: "held out" if row["file"] in HELD_OUT else "tuned on"),
        ("file", lambda row: row["file"].removeprefix("messages_").removesuffix(".jsonl")),
        ("language", lambda row: row["lang"]),
        ("trap", lambda row: row.get("trap") or "no trap"),
    ):
        print(f"\n--- by {title}")
        table(results, by)
    print("\n--- by code")
    by_code(results)


def report_real(path: Path, book: RuleBook) -> None:
    """Print how real patients' questions fare: those that must be acted on, and those that need nothing."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        accept = set(row["accept"])
        group = "needs nothing" if accept == {"none"} else "may be left alone" if "none" in accept else "must be seen"
        counts[group][done(screen_text(book, row["text"], today=TODAY))] += 1
    print("\n--- real questions")
    for group, outcomes in sorted(counts.items()):
        shares = "".join(f"{did:>12} {outcomes[did]:3}" for did in DONE)
        print(f"{group:34} n {outcomes.total():5}{shares}")


def main() -> None:
    """Read the arguments and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", help="only files whose name has this")
    parser.add_argument("--show", help="a code, emergency, urgent, missed, clarify or false")
    parser.add_argument("--real", type=Path, help="a file of real questions, with `accept` lists")
    arguments = parser.parse_args()
    book = load_rules()
    report(load(arguments.data, arguments.only), book, arguments.show)
    if arguments.real:
        report_real(arguments.real, book)


if __name__ == "__main__":
    main()
