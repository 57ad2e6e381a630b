"""Logs: nothing that a patient wrote, and no phone number, comes out of them, whatever is put in."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from bot import logs

BODY = "I cant feel my legs"
NUMBER = "+12125550100"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Capture the log, and put the libraries' logging back afterwards."""
    handlers, level = logging.root.handlers, logging.root.level
    stream = io.StringIO()
    logs.configure("INFO", stream)
    yield stream
    logging.root.handlers = handlers
    logging.root.setLevel(level)
    logs.configure_ours("WARNING")


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    """Read what was logged."""
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_ids_names_and_figures_pass(out: io.StringIO) -> None:
    sid = "SM" + "1" * 32
    logs.get("inbound").info("text_received", action="receive_text", message_id=17, message_sid=sid, duration_ms=3.5)
    (line,) = lines(out)
    assert line["event"] == "text_received"
    assert line["message_id"] == 17
    assert line["message_sid"] == sid
    assert line["duration_ms"] == 3.5
    assert line["part"] == "inbound"


def test_an_unknown_key_is_left_out(out: io.StringIO) -> None:
    logs.get("inbound").info("text_received", body=BODY, sender=NUMBER, fields={"Body": BODY})
    assert set(lines(out)[0]) == {"part", "event", "level", "timestamp"}


@pytest.mark.parametrize("key", sorted(logs.ALLOWED))
@pytest.mark.parametrize(
    "value",
    [BODY, "ok i am", NUMBER, "12125550100", "212-555-0100", "x(212) 555 0100", 12125550100, [BODY], {"a": BODY}, b"x"],
)
def test_no_key_carries_a_body_or_a_number(out: io.StringIO, key: str, value: object) -> None:
    logs.get("inbound").info(**{"event": "text_received", key: value})
    line = lines(out)[0]
    assert line[key] == logs.WITHHELD or key in {"level", "timestamp"}
    assert BODY not in out.getvalue()


def test_words_put_into_the_event_are_withheld(out: io.StringIO) -> None:
    logs.get("inbound").warning("could not read %s", BODY)
    logs.get("inbound").warning(f"reply to {NUMBER}")
    assert [line["event"] for line in lines(out)] == [logs.WITHHELD, logs.WITHHELD]


def test_an_exception_keeps_its_type_and_place_and_loses_its_message(out: io.StringIO) -> None:
    try:
        raise ValueError(f"{BODY} from {NUMBER}")
    except ValueError:
        logs.get("inbound").exception("engine_failed", message_id=17)
    (line,) = lines(out)
    assert line["error"] == "ValueError"
    assert line["where"].startswith("test_logs:")
    assert BODY not in out.getvalue()


def test_a_librarys_line_loses_what_was_filled_in(out: io.StringIO) -> None:
    logging.getLogger("twilio.http_client").warning("Body=%s", BODY)
    logging.getLogger("twilio.http_client").warning(f"Body={BODY}")
    logging.getLogger("gunicorn.error").warning("Worker with pid %s sent %s", 17, BODY)
    first, second, third = lines(out)
    assert first["event"] == second["event"] == "library_message"
    assert third["event"] == "Worker with pid %s sent %s"
    assert BODY not in out.getvalue()


def test_a_librarys_exception_loses_its_message(out: io.StringIO) -> None:
    try:
        raise RuntimeError(BODY)
    except RuntimeError:
        logging.getLogger("gunicorn.error").exception("Error handling request %s", BODY)
    assert lines(out)[0]["error"] == "RuntimeError"
    assert BODY not in out.getvalue()
