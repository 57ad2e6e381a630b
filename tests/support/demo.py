"""A demo as `make run` starts it: real processes, and a phone that texts them with signed webhooks over HTTP."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

from tests.support.signing import FORM, inbound, sign

PATIENCE = 120.0
TOKEN = "demo-test-token-0001"


class Demo:
    """A running demo. `said` is what it printed so far."""

    def __init__(self, program: Path, folder: Path, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.said: list[str] = []
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("TWILIO_", "SECRET_"))}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "demo"],
            cwd=program,
            env={
                **environ,
                "PYTHONPATH": str(program),
                "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3",
                "TWILIO_AUTH_TOKEN": TOKEN,
                "PORT": str(port),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as out:
            self.said.extend(out)

    def wait_until_it_answers(self) -> None:
        """Wait for the web process; fail with what was printed when the demo ends instead."""
        wait_for(lambda: self.process.poll() is not None or self.get("/healthz") == 200, "the demo to answer")
        assert self.process.poll() is None, "".join(self.said)

    def get(self, path: str) -> int:
        """Ask for a page and return its status; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def text(self, number: int, body: str, **changes: str) -> list[str]:
        """Text the line as Twilio would, and return the replies."""
        fields = inbound(number, body, **changes)
        signature = sign(f"{self.address}/sms/inbound", fields, TOKEN)
        request = urllib.request.Request(
            f"{self.address}/sms/inbound",
            data=urlencode(fields).encode(),
            headers={"Content-Type": FORM, "X-Twilio-Signature": signature},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return [message.text or "" for message in ElementTree.fromstring(response.read()).iter("Message")]

    def children(self) -> list[int]:
        """List the processes that the demo started."""
        tasks = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in tasks.read_text().split()]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send the demo a signal and return how it ended."""
        self.process.send_signal(number)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status


@contextmanager
def running_demo(program: Path, folder: Path, port: int) -> Iterator[Demo]:
    """Start a demo of a program, wait until it answers, and end it afterwards."""
    demo = Demo(program, folder, port)
    try:
        demo.wait_until_it_answers()
        yield demo
    finally:
        if demo.process.poll() is None:
            demo.stop()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(happened: Callable[[], bool], what: str) -> None:
    """Wait until something happened, or fail."""
    until = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < until, f"waited in vain for {what}"
        time.sleep(0.1)
