"""A load generator for one route on this machine: requests made beforehand, sent over a few kept connections, each timed.

What a newcomer would get wrong: it shares the machine's cores with the server it measures, so it does as little as it can: no
HTTP library, no signature while the clock runs. Figures of two servers compare; a figure alone says little.
"""

import re
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PATIENCE = 30.0


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What came out of one load; times in milliseconds."""

    texts: int
    seconds: float
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        """Texts answered in a second."""
        return self.texts / self.seconds


class Connection:
    """One kept connection; opened again when the server closes it between requests."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def exchange(self, request: bytes) -> bytes:
        """Send a request and return the body of its answer; raise RuntimeError unless it is 200."""
        try:
            return self._exchange(request)
        except (ConnectionError, BrokenPipeError):
            self.close()
            return self._exchange(request)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, request: bytes) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._receive()
        head, _, body = received.partition(b"\r\n\r\n")
        found = LENGTH.search(head)
        assert found
        while len(body) < int(found[1]):
            body += self._receive()
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode())
        if b"connection: close" in head.lower():
            self.close()
        return body

    def _receive(self) -> bytes:
        assert self._socket is not None
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError
        return received


def run(port: int, requests: Sequence[bytes], *, connections: int, per_second: float | None = None) -> Figures:
    """Send every request once: as fast as `connections` allow, or each at its own time for a fixed rate.

    At a fixed rate a time counts from when the request was due, so that a server that stalls cannot hide the queue behind it.
    """
    taken: list[float] = [0.0] * len(requests)
    faults: list[BaseException] = []
    numbers = count()
    began = time.perf_counter() + 0.05

    def work() -> None:
        connection = Connection(port)
        try:
            while (number := next(numbers)) < len(requests):
                due = began + number / per_second if per_second else time.perf_counter()
                if (early := due - time.perf_counter()) > 0:
                    time.sleep(early)
                connection.exchange(requests[number])
                taken[number] = time.perf_counter() - due
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    seconds = time.perf_counter() - began
    in_order = sorted(taken)
    return Figures(
        texts=len(requests),
        seconds=seconds,
        p50=in_order[len(in_order) // 2] * 1000,
        p99=in_order[len(in_order) * 99 // 100] * 1000,
    )
