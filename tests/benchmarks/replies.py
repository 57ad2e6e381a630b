"""How well replies and requests are understood: answers right, wrong or asked again per question, opt-outs, intents, plain facts.

`python tests/benchmarks/replies.py [--data DIR] [--only train|dev] [--show answers|stop|<intent>|<slot>]`.
A wrong reading costs far more than asking again, so the two are told apart.
Texts of messages_dev.jsonl are counted and never listed: they are held out.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.commands import CommandKind, read_command
from conversations.understanding.quantities import read_slots

DATA = Path(__file__).resolve().parent.parent / "data" / "messages"
HELD_OUT = frozenset({"messages_dev.jsonl", "messages_authors_held.jsonl"})
TODAY = date(2026, 11, 20)
QUESTIONS = {"checkin": "checkin_1", "clarify_yes_no": "clarify_flag"}
OPT_OUTS = (CommandKind.OPT_OUT, CommandKind.OPT_OUT_PHRASE)
SLOTS = ("region", "severity", "onset_days", "recurring", "tried_home_care", "better_same_worse")
ASKED_AGAIN = (AnswerKind.UNREADABLE, AnswerKind.OUT_OF_RANGE)

Row = dict[str, Any]


def rows(folder: Path, only: str | None) -> Iterator[Row]:
    """Read all labelled texts of a folder, each with the name of its file."""
    for path in sorted(folder.glob("messages_*.jsonl")):
        if only and only not in path.name:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "file": path.name}


def is_right(answer: Answer, wanted: Any) -> bool:
    """Compare a reading with a label: letters, a number, a place and score, a word, true or false."""
    match wanted:
        case "unreadable":
            return answer.kind is AnswerKind.UNREADABLE
        case None:
            return answer.kind is AnswerKind.TEXT
        case "NONE":
            return answer.kind is AnswerKind.NONE
        case "NOT_SURE":
            return answer.kind is AnswerKind.NOT_SURE
        case bool():
            return answer.kind is (AnswerKind.YES if wanted else AnswerKind.NO)
        case list():
            return answer.kind is AnswerKind.LETTERS and list(answer.letters) == wanted
        case int():
            return answer.kind is AnswerKind.NUMBER and answer.high == wanted
        case dict():
            area = wanted.get("area")
            placed = len(answer.areas) > 1 if area == "several" else answer.areas[:1] == ((area,) if area else ())
            return placed and answer.severity == wanted.get("severity")
        case _:
            return answer.choice == wanted


def measure_answers(texts: Iterable[Row], *, show: bool) -> None:
    """Count right, wrong and asked again per question."""
    counts: dict[str, Counter[str]] = {}
    for row in texts:
        if not row.get("question"):
            continue
        question = QUESTIONS.get(row["question"], row["question"])
        answer = read_answer(question, row["text"], today=TODAY, lang=row["lang"])
        right = is_right(answer, row["answer"])
        result = "right" if right else "again" if answer.kind in ASKED_AGAIN else "wrong"
        counts.setdefault(question, Counter())[result] += 1
        if show and not right and row["file"] != HELD_OUT:
            print(f"  {result} {question} | {row['text']} | {row['answer']} | {answer}")
    total: Counter[str] = Counter()
    for question in sorted(counts):
        total += counts[question]
        print(f"{question:18} {_three(counts[question])}")
    print(f"{'all questions':18} {_three(total)}")


def _three(count: Counter[str]) -> str:
    return f"right {count['right']:4}  wrong {count['wrong']:3}  asked again {count['again']:3}"


def measure_opt_outs(texts: Iterable[Row], *, show: bool) -> None:
    """Count opt-outs found, missed, wrongly taken, and asked about."""
    count: Counter[str] = Counter()
    for row in texts:
        kind = read_command(row["text"]).kind
        wanted = row["intent"] == "stop"
        taken, asked = kind in OPT_OUTS, kind is CommandKind.OPT_OUT_UNSURE
        result = f"{'stop' if wanted else 'other'} {'taken' if taken else 'asked' if asked else 'left'}"
        count[result] += 1
        if show and result not in ("stop taken", "other left") and row["file"] != HELD_OUT:
            print(f"  {result} | {row['text'][:200]}")
    taken = count["stop taken"] + count["other taken"]
    wanted_all = sum(number for result, number in count.items() if result.startswith("stop"))
    print(
        f"opt-outs: precision {_ratio(count['stop taken'], taken)}  recall {_ratio(count['stop taken'], wanted_all)}",
        end="  ",
    )
    print(f"asked about {count['stop asked']} opt-outs and {count['other asked']} other texts")


def measure_intents(texts: Iterable[Row], *, show: str | None) -> None:
    """Count intents read as labelled; a symptom and an answer are told apart by the open question, so both count as one."""
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for row in texts:
        wanted, got = _merged(row["intent"]), _merged(read_command(row["text"]).intent)
        found[wanted] += wanted == got
        missed[wanted] += wanted != got
        taken[got] += wanted != got
        if show in (wanted, got) and wanted != got and row["file"] != HELD_OUT:
            print(f"  {wanted} read as {got} | {row['text'][:200]}")
    for intent in sorted({*found, *missed, *taken}, key=lambda name: -found[name] - missed[name]):
        print(f"{intent:22} {_ratio(found[intent], found[intent] + missed[intent])}  wrongly taken {taken[intent]}")
    print(f"{'all intents':22} {_ratio(sum(found.values()), sum(found.values()) + sum(missed.values()))}")


def _merged(intent: str) -> str:
    return "symptom or answer" if intent in ("symptom", "answer", "correction") else intent


def measure_slots(texts: Iterable[Row], *, show: str | None) -> None:
    """Count plain facts right, wrong, missed, and stated only by us (the labels leave some out)."""
    counts: dict[str, Counter[str]] = {slot: Counter() for slot in SLOTS}
    for row in texts:
        if "slots" not in row:
            continue
        slots = read_slots(row["text"], today=TODAY)
        got: Row = {
            "region": _label_region(slots.regions),
            "severity": slots.severity,
            "onset_days": slots.onset_days,
            "recurring": slots.recurring,
            "tried_home_care": slots.tried_home_care,
            "better_same_worse": slots.better_same_worse,
        }
        for slot in SLOTS:
            wanted = (row["slots"] or {}).get(slot)
            wanted = {"lower_back": "low_back"}.get(wanted, wanted) if isinstance(wanted, str) else wanted
            if got[slot] is None and wanted is None:
                continue
            result = (
                "right"
                if got[slot] == wanted
                else "missed"
                if got[slot] is None
                else "extra"
                if wanted is None
                else "wrong"
            )
            counts[slot][result] += 1
            if show == slot and result != "right" and row["file"] != HELD_OUT:
                print(f"  {result} {slot}: {wanted}, read {got[slot]} | {row['text'][:300]}")
    for slot, count in counts.items():
        print(
            f"{slot:18} right {count['right']:4}  wrong {count['wrong']:3}  missed {count['missed']:3}  extra {count['extra']:3}"
        )


def _label_region(regions: tuple[str, ...]) -> str | None:
    return next((region for region in regions if region != "other"), None)


def _ratio(part: int, whole: int) -> str:
    return f"{part:4} of {whole:4} ({part / whole:.1%})" if whole else "   0 of    0"


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--only", choices=("train", "dev"))
    parser.add_argument("--show")
    options = parser.parse_args()
    texts = list(rows(options.data, options.only))
    print(f"{len(texts)} texts")
    measure_answers(texts, show=options.show == "answers")
    measure_opt_outs(texts, show=options.show == "stop")
    measure_intents(texts, show=options.show)
    measure_slots(texts, show=options.show)


if __name__ == "__main__":
    main()
