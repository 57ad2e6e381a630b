"""A Twilio that speaks HTTP: takes texts, and fails as scripted.

Faults, one a request, in order: an error as (HTTP status, Twilio's code); "drop" takes the text and closes the connection
without an answer; "hang" takes it and answers only when the server stops.
"""

import json
import threading
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.support.lines import ACCOUNT, AUTH_TOKEN

Fault = tuple[int, int] | str


class TwilioServer:
    """Started on entry, stopped on exit. `taken` lists the form of each text that was taken."""

    def __init__(self) -> None:
        self.taken: list[dict[str, str]] = []
        self._faults: list[Fault] = []
        self._stopping = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """What TWILIO_API_URL has to be."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail_next(self, *faults: Fault) -> None:
        """Fail the next requests."""
        self._faults.extend(faults)

    def __enter__(self) -> "TwilioServer":
        """Serve."""
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Stop serving, and let go whoever hangs."""
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        twilio = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_POST(self) -> None:
                """Take a text, or fail."""
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                fields = {key: values[0] for key, values in form.items()}
                expected = "Basic " + b64encode(f"{ACCOUNT}:{AUTH_TOKEN}".encode()).decode()
                if self.headers.get("Authorization") != expected:
                    self._answer(401, {"code": 20003, "message": "Authenticate", "status": 401})
                    return
                if self.path != f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json":
                    self._answer(404, {"code": 20404, "message": "Not found", "status": 404})
                    return
                fault = twilio._faults.pop(0) if twilio._faults else None
                if isinstance(fault, tuple):
                    status, code = fault
                    self._answer(status, {"code": code, "message": "refused", "status": status})
                    return
                twilio.taken.append(fields)
                if fault == "hang":
                    twilio._stopping.wait(30)
                if fault is not None:
                    self.close_connection = True
                    return
                sid = f"SM{len(twilio.taken):032x}"
                self._answer(201, {"sid": sid, "status": "queued", "num_segments": "1", "body": fields["Body"]})

            def _answer(self, status: int, content: dict[str, Any]) -> None:
                body = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
