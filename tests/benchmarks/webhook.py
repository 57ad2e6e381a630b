"""How fast the webhook is, beside a bare route on the same server with the same settings, in one run.

    python -m tests.benchmarks.webhook [--texts 2000] [--rate 100] [--seconds 20]

What a newcomer would get wrong: the database must be on a real disk (it is made under var/), else committing costs nothing and
the comparison flatters. Patients play whole conversations, with the real engine and a signed protocol.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bot import migrations, settings
from bot.clock import utc_now
from bot.commands.web import server_command
from bot.services.sign_off import sign as sign_off
from bot.store.engine import Database
from conversations.protocol.loader import load_protocol
from tests.benchmarks.load import Connection, Figures, run
from tests.support.lines import PUBLIC_URL
from tests.support.processes import PROJECT, environment
from tests.support.signing import FORM, inbound, sign

STORY = (
    "my lower back locked up lifting boxes this morning",
    "none",
    "none",
    "none",
    "34",
    "low back 4",
    "B",
    "none",
    "1",
    "thanks",
)
CONNECTIONS = 8
BLOCK = 50
LONGEST_START = 60.0


def main() -> int:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--texts", type=int, default=2000)
    options.add_argument("--rate", type=float, default=100)
    options.add_argument("--seconds", type=float, default=20)
    given = options.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="bench", dir=_var()))
    try:
        _measure(folder, given.texts, given.rate, given.seconds)
    finally:
        shutil.rmtree(folder)
    return 0


def _measure(folder: Path, texts: int, rate: float, seconds: float) -> None:
    at_rate = int(rate * seconds)
    requests = _requests(texts + at_rate + 1)
    figures: dict[str, tuple[Figures, Figures]] = {}
    for name, application in (("bare route", "tests.benchmarks.bare:application()"), ("webhook", None)):
        env = environment(_prepared(folder / f"{name.replace(' ', '-')}.sqlite3"))
        with _served(env, application) as (port, process, began):
            first = _first_answer(port, requests[0], began)
            fast = run(port, requests[1 : texts + 1], connections=CONNECTIONS)
            steady = run(port, requests[texts + 1 :], connections=CONNECTIONS * 2, per_second=rate)
            megabytes = _memory(process.pid)
        figures[name] = (fast, steady)
        print(
            f"{name:<11} {fast.per_second:7.0f} texts/s  p50 {fast.p50:6.1f} ms  p99 {fast.p99:6.1f} ms"
            f"   at {rate:.0f}/s: p50 {steady.p50:5.1f} ms  p99 {steady.p99:6.1f} ms"
            f"   memory {megabytes:4.0f} MB   start to first answer {first:4.1f} s",
            flush=True,
        )
    ratio = figures["webhook"][0].per_second / figures["bare route"][0].per_second
    print(f"webhook / bare route: {ratio:.2f} of the throughput ({texts} texts, {CONNECTIONS} connections, SQLite)")


def _requests(number: int) -> list[bytes]:
    """Signed requests: every patient's texts in order, patients interleaved, no number twice within a minute's limit."""
    made = []
    for index in range(number):
        # Patients of one block text in turns, so that neighbours in time are different phones.
        block, within = divmod(index, BLOCK * len(STORY))
        step, patient = divmod(within, BLOCK)
        patient += block * BLOCK
        phone = f"+1{212 + patient // 99:03d}555{100 + patient % 99:04d}"
        fields = inbound(index, STORY[step], From=phone)
        body = urlencode(fields).encode()
        head = (
            f"POST /sms/inbound HTTP/1.1\r\nHost: clinic.example\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n"
            f"X-Twilio-Signature: {sign(f'{PUBLIC_URL}/sms/inbound', fields)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def _prepared(path: Path) -> str:
    url = f"sqlite:///{path}"
    database = Database(url)
    migrations.migrate(database)
    version = load_protocol().version
    sign_off(database, utc_now, version=version, clinician="Dr. Example", license_number="000000")
    database.close()
    return url


@contextmanager
def _served(env: dict[str, str], application: str | None) -> Iterator[tuple[int, "subprocess.Popen[bytes]", float]]:
    """Serve with gunicorn as `text-us web` does, another application in its place where one is given."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command: Sequence[str] = [sys.executable, "-m", "bot", "web"]
    if application:
        command = [*server_command(settings.load({**env, "PORT": str(port)}))[:-1], application]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=PROJECT, env={**env, "PORT": str(port)}, start_new_session=True)
    try:
        yield port, process, began
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _first_answer(port: int, request: bytes, began: float) -> float:
    """Ask until the first answer and return how long that took from the start of the process."""
    while time.perf_counter() - began < LONGEST_START:
        connection = Connection(port)
        try:
            connection.exchange(request)
            return time.perf_counter() - began
        except OSError:
            time.sleep(0.02)
        finally:
            connection.close()
    raise RuntimeError("the server did not start")


def _memory(pid: int) -> float:
    """Megabytes of a process and its children, what they share counted once."""
    kilobytes = 0
    for member in [pid, *_children(pid)]:
        for line in Path(f"/proc/{member}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kilobytes += int(line.split()[1])
    return kilobytes / 1024


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed]


def _var() -> Path:
    folder = PROJECT / "var"
    folder.mkdir(exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main())
