"""Running processes side by side: a port in use is named. Starting again and stopping are shown by the acceptance tests."""

import socket

import pytest

from bot.commands import processes
from bot.errors import DemoError


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_in_use_is_named_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(DemoError, match=f"port {port}.*make run PORT="):
            processes.wait_for_free(port, patience=0.2)


def test_a_free_port_is_not_waited_for() -> None:
    processes.wait_for_free(free_port())
