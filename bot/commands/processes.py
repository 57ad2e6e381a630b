"""Running several of our processes side by side on one machine, for the demo.

What a newcomer would get wrong: a process that dies is started again, because a demo is also where people try what happens when
something is killed. And when this process itself is killed, its children must not stay behind and keep the port.
"""

import ctypes
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from bot.errors import DemoError

PATIENCE_SECONDS = 90.0  # a small machine that compiles the program for the first time, busy with other things
PORT_PATIENCE_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.1
SOON_DEAD_SECONDS = 5.0
_PR_SET_PDEATHSIG = 1


def wait_for_free(port: int, patience: float = PORT_PATIENCE_SECONDS) -> None:
    """Wait until nothing listens on a port of this machine (a killed demo frees it in a moment); raise DemoError if it stays."""
    until = time.monotonic() + patience
    while _answers(port):
        if time.monotonic() > until:
            raise DemoError(f"Something else listens on port {port}. Stop it, or choose another: make run PORT=5050")
        time.sleep(LOOK_EVERY_SECONDS)


def run_together(commands: Mapping[str, Sequence[str]], *, environ: Mapping[str, str], port: int, announce: str) -> int:
    """Run our own commands until told to stop; print `announce` once the port answers. Return the exit status.

    A process that ends is started again, unless it ended within seconds of the first start: then all stop, with status 1.
    """
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    started: dict[str, float] = {}
    running: dict[str, subprocess.Popen[bytes]] = {}
    announced = False
    give_up = time.monotonic() + PATIENCE_SECONDS
    try:
        while not stopping:
            for name, command in commands.items():
                process = running.get(name)
                if process is not None and process.poll() is None:
                    continue
                # Before the port ever answered this is a fault of the start; later somebody killed it, however soon.
                if process is not None and not announced and time.monotonic() - started[name] < SOON_DEAD_SECONDS:
                    print(f"{name} ended at once, see above.", file=sys.stderr)
                    return 1
                started[name] = time.monotonic()
                running[name] = _start(command, environ)
            if not announced and _answers(port):
                print(announce, flush=True)
                announced = True
            elif not announced and time.monotonic() > give_up:
                print(f"Nothing answers on port {port}.", file=sys.stderr)
                return 1
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            process.wait()
    return 0


def _start(command: Sequence[str], environ: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    # A session of its own: Ctrl-C reaches us alone, and we stop the others in order.
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *command], env=environ, start_new_session=True, preexec_fn=_die_with_parent()
    )


def _die_with_parent() -> Callable[[], None] | None:
    """Ask Linux to end a child when its parent is gone, however it went; elsewhere nothing can be asked."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return ask


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
