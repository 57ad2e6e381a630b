"""Structured logs that cannot carry a patient's words or number.

What a newcomer would get wrong: this is no filter for bad words, it is a list of what may pass. The last processor before the
renderer keeps known keys only, and under them only values with the shape of an id, a name or a figure; an event is a name such as
`text_received`, never a sentence. Log lines of libraries keep their place in the code and, where the operator needs it, the
message before anything is filled into it; only their warnings are kept. Exceptions keep their type and place: their messages
quote what was being handled.

    log = logs.get("inbound")
    log.info("text_received", action="receive_text", message_id=17)
"""

import json
import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO, cast

import structlog

ALLOWED = frozenset(
    (
        "action alert_id attempt code contact_id conversation_id count duration_ms episode error error_code event kind "
        "lang level logger message_id message_sid method num_segments outcome part pid place protocol_version reason "
        "route staff_id status ticket_id timer_id timestamp topic where"
    ).split()
)
WITHHELD = "withheld"

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:/<>\-]{0,99}")
_LONG_NUMBER = re.compile(r"[0-9](?:[-. ()]?[0-9]){6}")
_SHAPES = {
    "message_sid": re.compile(r"[A-Z]{2}[0-9a-f]{32}"),
    "protocol_version": re.compile(r"[0-9a-f]{12,64}"),
    "timestamp": re.compile(r"[0-9T:.+Z\-]{10,40}"),
}
_TEMPLATES_KEPT = ("gunicorn", "alembic")
_BIGGEST = 10**9  # ids and figures; a phone number is larger

Excused = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str, out: TextIO | None = None) -> None:
    """Send our logs and the libraries' to `out` (stderr) as JSON lines. May be repeated: the last call counts."""
    stream = out or sys.stderr
    configure_ours(level, stream)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LibraryFormatter())
    logging.root.handlers = [handler]
    logging.root.setLevel(logging.WARNING)


def configure_ours(level: str, out: TextIO | None = None) -> None:
    """Send our own logs to `out` (stderr), and leave the libraries' alone."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _place_of_exception,
            keep_allowed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(out or sys.stderr),
        cache_logger_on_first_use=False,
    )


def get(name: str) -> structlog.typing.FilteringBoundLogger:
    """Get a logger that names the part of the program it speaks for."""
    return cast(structlog.typing.FilteringBoundLogger, structlog.get_logger(part=name))


def keep_allowed(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Keep known keys, and of their values only what cannot be a text or a number; say that something was withheld."""
    return {key: value if _may_pass(key, value) else WITHHELD for key, value in event.items() if key in ALLOWED}


class LibraryFormatter(logging.Formatter):
    """Writes a library's log line without anything that was filled into it."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one JSON line: when, how bad, whose, where, and the bare message of the libraries we know."""
        line = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name if _may_pass("logger", record.name) else WITHHELD,
            "where": f"{record.module}:{record.lineno}",
            "event": "library_message",
        }
        if record.name.split(".")[0] in _TEMPLATES_KEPT and isinstance(record.msg, str):
            line["event"] = _LONG_NUMBER.sub("...", record.msg)
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _place(record.exc_info[2]) or line["where"]
        return json.dumps(line)


def _may_pass(key: str, value: object) -> bool:
    match value:
        case None | bool():
            return True
        case int() | float():
            return -_BIGGEST < value < _BIGGEST
        case str():
            if shape := _SHAPES.get(key):
                return shape.fullmatch(value) is not None
            return _NAME.fullmatch(value) is not None and _LONG_NUMBER.search(value) is None
        case _:
            return False


def _place_of_exception(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn `exc_info` into the exception's type and the line it came from."""
    given = event.pop("exc_info", None)
    excused = cast("Excused | tuple[None, None, None]", sys.exc_info() if given is True else given)
    if isinstance(given, BaseException):
        excused = (type(given), given, given.__traceback__)
    if isinstance(excused, tuple) and excused[0] is not None:
        event["error"] = excused[0].__name__
        event["where"] = _place(excused[2])
    return event


def _place(traceback: TracebackType | None) -> str | None:
    """Name the deepest line of an exception as file:line; a full traceback would quote values."""
    if traceback is None:
        return None
    while traceback.tb_next:
        traceback = traceback.tb_next
    return f"{Path(traceback.tb_frame.f_code.co_filename).stem}:{traceback.tb_lineno}"


# Also before anybody configures anything: structlog's own default would print whatever it is given.
configure_ours("WARNING")
