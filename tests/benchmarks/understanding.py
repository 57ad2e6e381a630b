"""How well single texts are understood: per tier what was acted on, asked about or missed, and what ordinary texts
suffer.

`python tests/benchmarks/understanding.py [--data DIR] [--only train|dev] [--show CODE|emergency|urgent|false] [--real
FILE]`. Texts of
messages_dev.jsonl are counted and never listed: they are held out.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from conversations.flagging import RuleBook
from conversations.protocol.rule_files import load_rules
from conversations.screening import Screening, screen_text

DATA = Path(__file__).resolve().parent.parent / "data" / "messages"
HELD_OUT = "messages_dev.jsonl"
TODAY = date(2026, 11, 20)


def rows(folder: Path, only: str | None) -> Iterator[dict[str, Any]]:
    """Read all labelled texts of a folder, each with the name of its file."""
    for path in sorted(folder.glob("messages_*.jsonl")):
        if only and only not in path.name:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "file": path.name}


def outcome(screening: Screening) -> str:
    """Name what the line would do: act on an emergency or urgent flag, ask, or nothing."""
    judgement = screening.judgement
    if judgement.flags:
        return str(judgement.flags[0].tier)
    if judgement.doubts:
        return "ask"
    return "none"


def told(screening: Screening) -> str:
    """Describe a screening in one line."""
    judgement = screening.judgement
    parts = [
        f"{name}:{finding.code}/{finding.tier[0]}"
        for name, group in (
            ("flag", judgement.flags),
            ("doubt", judgement.doubts),
            ("long standing", judgement.long_standing),
        )
        for finding in group
    ]
    mentions = [
        f"{m.concept}={m.certainty}{'(' + m.because + ')' if m.because else ''}" for m in screening.reading.mentions
    ]
    return " ".join(parts) + " | " + "; ".join(mentions)


def report(texts: list[dict[str, Any]], book: RuleBook, show: str | None) -> None:
    """Print the figures of a set of texts, and list those that fail and are asked for."""
    table: dict[str, Counter[str]] = {}
    missed: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    slowest = 0.0
    started = perf_counter()
    for row in texts:
        before = perf_counter()
        screening = screen_text(book, row["text"], today=TODAY)
        slowest = max(slowest, perf_counter() - before)
        wanted = "clarify" if row.get("clarify") else row["expected_tier"]
        did = outcome(screening)
        table.setdefault(wanted, Counter())[did] += 1
        judgement = screening.judgement
        codes = {finding.code for finding in (*judgement.flags, *judgement.doubts, *judgement.long_standing)}
        wrong = {
            "emergency": did != "emergency",
            "urgent": did in ("none", "ask"),
            "none": did != "none",
            "clarify": did in ("emergency", "urgent"),
        }[wanted]
        for code in row["flags"]:
            whole[code] += 1
            if wanted in ("emergency", "urgent") and (code not in codes or did in ("none", "ask")):
                missed[code] += 1
        if row["file"] == HELD_OUT or show is None:
            continue
        listed = {
            "false": wanted == "none" and wrong,
            "clarify": wanted == "clarify" and wrong,
            "missed": wanted in ("emergency", "urgent") and did == "none",
        }.get(show, wrong and (wanted == show or show in row["flags"] or (show in codes and wanted == "none")))
        if listed:
            print(
                f"{row['id']} {row['lang']} {wanted} {','.join(row['flags'])} -> {did}: {row['text']}\n      {told(screening)}"
            )
    elapsed = perf_counter() - started
    for wanted in ("emergency", "urgent", "clarify", "none"):
        counts = table.get(wanted, Counter())
        size = sum(counts.values()) or 1
        shares = "  ".join(
            f"{did} {counts[did]} ({100 * counts[did] / size:.1f} %)" for did in ("emergency", "urgent", "ask", "none")
        )
        print(f"{wanted:10} {size:5}   {shares}")
    print("codes missed:", "  ".join(f"{code} {count}/{whole[code]}" for code, count in missed.most_common()))
    print(f"{1000 * elapsed / max(1, len(texts)):.2f} ms a text, slowest {1000 * slowest:.1f} ms")


def main() -> None:
    """Read the arguments and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", help="only files whose name has this")
    parser.add_argument("--show", help="a code, emergency, urgent, missed, clarify or false")
    parser.add_argument("--real", type=Path, help="a file of real questions, with `accept` lists")
    arguments = parser.parse_args()
    book = load_rules()
    texts = list(rows(arguments.data, arguments.only))
    for name in ("train", "dev"):
        chosen = [row for row in texts if (row["file"] == HELD_OUT) == (name == "dev")]
        if chosen:
            print(f"--- {name}")
            report(chosen, book, arguments.show)
    if arguments.real:
        real = [json.loads(line) for line in arguments.real.read_text(encoding="utf-8").splitlines()]
        right = Counter(
            (
                outcome(screen_text(book, row["text"], today=TODAY)) in _accepted(row["accept"]),
                bool(row.get("about_spine")),
            )
            for row in real
        )
        print("--- real questions (right, about the spine):", dict(right))


def _accepted(accept: list[str]) -> set[str]:
    return {"ask" if item in ("clarify", "ask") else item for item in accept}


if __name__ == "__main__":
    main()
