"""The demo as a stranger gets it from `make run`: real processes, killed and started again."""

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.support.demo import free_port, running_demo, wait_for

OPENING = "my lower back locked up at the gym this morning"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks processes up as Linux shows them")


def test_demo_prints_its_addresses_and_log_ins_and_answers_a_text(program: Path, tmp_path: Path) -> None:
    port = free_port()
    with running_demo(program, tmp_path, port) as demo:
        assert demo.get("/simulator") == 200
        assert demo.get("/staff/") in {200, 302}
        wait_for(lambda: demo.get("/readyz") == 200, "the worker's first heartbeat")
        replies = demo.text(1, OPENING)
        assert "911" in replies[0]
        assert "1 of 3" in replies[-1]
        assert demo.stop() == 0
        printed = "".join(demo.said)
    assert f"http://localhost:{port}/simulator" in printed
    assert f"http://localhost:{port}/staff/" in printed
    assert printed.count("password") == 3


def test_demo_never_answers_a_number_that_somebody_could_have(program: Path, tmp_path: Path) -> None:
    with running_demo(program, tmp_path, free_port()) as demo:
        assert demo.text(1, OPENING, From="+12126217746") == []
        assert demo.text(2, OPENING, From="+12125550123") != []


def test_conversation_goes_on_after_the_web_process_is_killed_between_two_texts(program: Path, tmp_path: Path) -> None:
    with running_demo(program, tmp_path, free_port()) as demo:
        demo.text(1, OPENING)
        for pid in demo.children():
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda: demo.get("/healthz") == 0, "the web process to be gone")
        wait_for(lambda: demo.get("/healthz") == 200, "the web process to be started again")
        assert "2 of 3" in demo.text(2, "NONE")[-1]


def test_conversation_goes_on_after_the_whole_demo_is_killed_and_started_again(program: Path, tmp_path: Path) -> None:
    port = free_port()
    with running_demo(program, tmp_path, port) as demo:
        demo.text(1, OPENING)
        demo.stop(signal.SIGKILL)
    with running_demo(program, tmp_path, port) as demo:
        assert "2 of 3" in demo.text(2, "NONE")[-1]
