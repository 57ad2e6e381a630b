"""Real processes: the web server and the worker as they are started in production, to be killed.

What a newcomer would get wrong: they are started several times in one test and must be the same program each time, whatever is
edited meanwhile. So tests run a copy of it.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.support.lines import ACCOUNT, AUTH_TOKEN, NUMBER, PUBLIC_URL, SECRET_KEY
from tests.support.signing import FORM, inbound, replies_of, sign

PROJECT = Path(__file__).parents[2]
LONGEST_START = 120


def copy_program(folder: Path) -> Path:
    """Copy what the processes run, compiled files included, and return where it is."""
    for package in ("bot", "conversations"):
        shutil.copytree(PROJECT / package, folder / package)
    return folder


def environment(database_url: str, *, program: Path = PROJECT, **changes: str) -> dict[str, str]:
    """What a clinic sets, and nothing else of ours; `program` is the copy to run."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(program),
        "DATABASE_URL": database_url,
        "SECRET_KEY": SECRET_KEY,
        "PUBLIC_URL": PUBLIC_URL,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": AUTH_TOKEN,
        "TWILIO_NUMBER": NUMBER,
        "CLINIC_FILE": "midtown",
        **changes,
    }


class Process:
    """One text-us command and the processes it starts, in a group of their own."""

    def __init__(self, *arguments: str, env: Mapping[str, str], log: Path) -> None:
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=env["PYTHONPATH"],
                env=dict(env),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End the whole group at once, as a crash or a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to end, and return its exit status."""
        return self._end(signal.SIGTERM)

    def has_ended(self) -> bool:
        """Did it end by itself?"""
        return self._process.poll() is not None

    def _end(self, how: signal.Signals) -> int:
        if not self.has_ended():
            os.killpg(self._process.pid, how)
        return self._process.wait(timeout=30)


class WebProcess(Process):
    """The web server, on a free port."""

    def __init__(self, *, env: Mapping[str, str], log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._log = log
        super().__init__("web", env={**env, "PORT": str(self.port)}, log=log)

    def wait_until_alive(self) -> None:
        """Return as soon as it answers."""
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until and not self.has_ended():
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise AssertionError(f"the web server did not start: {self._log.read_text()[-2000:]}")

    def text(self, number: int, body: str, **changes: str) -> list[str]:
        """Send a signed text and return the replies."""
        fields = inbound(number, body, **changes)
        request = Request(
            f"http://127.0.0.1:{self.port}/sms/inbound",
            data=urlencode(fields).encode(),
            headers={"Content-Type": FORM, "X-Twilio-Signature": sign(f"{PUBLIC_URL}/sms/inbound", fields)},
        )
        try:
            with urlopen(request, timeout=60) as response:
                return [body for _, body in replies_of(response.read())]
        except HTTPError as error:
            raise AssertionError(f"{error.code}: {self._log.read_text()[-2000:]}") from error


def wait_for(condition: object, seconds: float = 120) -> None:
    """Return when `condition()` is true."""
    assert callable(condition)
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)
