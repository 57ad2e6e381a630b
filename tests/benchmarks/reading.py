"""How fast one text is read: ordinary texts, texts of 1,600 characters made to hurt, loading, and memory over many texts.

`python -m tests.benchmarks.reading [--texts N]`. Times are of the process alone, in milliseconds, so that a busy machine counts
less; of a hostile text the best of three readings counts, each of a text not read before.
"""

import argparse
import json
import random
import resource
import string
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from time import process_time

from conversations.flagging import RuleBook
from conversations.protocol.loader import load_protocol
from conversations.screening import screen_text
from conversations.understanding import commands, language, quantities, red_flags

DATA = Path(__file__).resolve().parent.parent / "data" / "messages"
TODAY = date(2026, 11, 20)
LONGEST = 1600  # code points that carriers deliver in one text
SEED = 20261120
Reader = Callable[[str], object]


def texts() -> list[str]:
    """The training texts, as typed."""
    lines = [
        line for path in sorted(DATA.glob("*train*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [json.loads(line)["text"] for line in lines]


def hostile(rng: random.Random) -> dict[str, str]:
    """Texts of full length that ask the most of a reader."""
    danger = "no not numb leg my cant feel and but since 2 weeks ago mom had fever pee back pain weak fell without or if".split()
    typos = "numbnss tinglng bladdr weknes hospitl sudenly emergncy".split()

    def words(count: int, make: Callable[[], str]) -> str:
        return " ".join(make() for _ in range(count))

    made = {
        "no no no": "no " * 600,
        "digits": "1 " * 900,
        "one number": "5" * LONGEST,
        "one word": "a" * LONGEST,
        "one wording": "cant pee " * 200,
        "denials": "no fever " * 200,
        "times": "3 days " * 250,
        "scores": "7/10 " * 330,
        "ages": "62, " * 400,
        "short sentences": "numb. " * 300,
        "line breaks": "\n" * LONGEST,
        "emoji": "\U0001f600" * LONGEST,
        "any script": "".join(chr(rng.randrange(32, 0x3000)) for _ in range(LONGEST)),
        "gibberish": words(200, lambda: "".join(rng.choices(string.ascii_lowercase, k=rng.randint(5, 10)))),
        "typos": words(200, lambda: rng.choice(typos) + rng.choice(string.ascii_lowercase)),
        "danger words in any order": words(400, lambda: rng.choice(danger)),
        "a long story": "my back locked up and i cant feel my left leg when i get up, no fever. is that bad? " * 20,
    }
    return {name: text[:LONGEST] for name, text in made.items()}


def took(read: Reader, text: str) -> float:
    """Milliseconds of processor time for one reading."""
    before = process_time()
    read(text)
    return 1000 * (process_time() - before)


def report_ordinary(readers: dict[str, Reader], sample: Sequence[str]) -> None:
    """Print median, 99th percentile and worst of each reader."""
    for name, read in readers.items():
        times = sorted(took(read, text) for text in sample)
        print(
            f"{name:10} median {times[len(times) // 2]:6.2f}  p99 {times[len(times) * 99 // 100]:6.2f}  worst {times[-1]:6.2f}"
        )


def report_hostile(screen: Reader) -> None:
    """Print the time of each hostile text, the slowest first."""
    rounds = [hostile(random.Random(SEED + number)) for number in range(3)]
    best = {
        name: min(took(screen, made[name] + "." * number) for number, made in enumerate(rounds)) for name in rounds[0]
    }
    for name, time in sorted(best.items(), key=lambda row: -row[1]):
        print(f"{name:26} {time:6.2f}")


def report_memory(screen: Reader, sample: Sequence[str], count: int) -> None:
    """Print how much the process grows while it reads that many texts, no two alike."""
    rng = random.Random(SEED)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(count):
        screen(f"{rng.choice(sample)} {''.join(rng.choices(string.ascii_lowercase, k=8))} {number}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{count} texts: {grown / 1024:.1f} MB more than the {before / 1024:.0f} MB before")


def main() -> None:
    """Report everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=20_000, help="how many to read for the memory")
    arguments = parser.parse_args()
    before = process_time()
    rules: RuleBook = load_protocol().rules
    print(f"load_protocol {process_time() - before:.2f} s")
    readers: dict[str, Reader] = {
        "mentions": red_flags.read_mentions_and_person,
        "slots": lambda text: quantities.read_slots(text, today=TODAY),
        "command": commands.read_command,
        "language": language.detect,
        "screen": lambda text: screen_text(rules, text, today=TODAY),
    }
    sample = texts()
    for number, read in enumerate(readers.values()):
        read(f"my back hurts {number}")  # what is read once for all is not the texts' time
    print(f"--- {len(sample)} training texts, ms")
    report_ordinary(readers, sample)
    print(f"--- hostile texts of {LONGEST} characters, screened, ms")
    report_hostile(readers["screen"])
    print("--- memory")
    report_memory(readers["screen"], sample, arguments.texts)


if __name__ == "__main__":
    main()
