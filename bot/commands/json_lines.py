"""JSON Lines in, JSON Lines out, an error for each line that cannot be used.

What a newcomer would get wrong: a bad line does not stop the rest. It is answered in its place by {"id", "error"}, and the exit
status tells at the end.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

Request = Mapping[str, Any]


class LineError(Exception):
    """This line cannot be used, and why."""


def answer_each(lines: Iterable[str], out: TextIO, answer: Callable[[Request], Mapping[str, Any]]) -> int:
    """Answer each line as it comes; return the exit status: 1 when any could not be used."""
    status = 0
    for line in lines:
        if not line.strip():
            continue
        request: Request = {}
        try:
            request = _object(line)
            answered = answer(request)
        except LineError as error:
            status = 1
            answered = {"id": request.get("id"), "error": str(error)}
        except Exception as error:  # our own bug on this line must not cost the lines after it
            status = 1
            answered = {"id": request.get("id"), "error": f"failed on this line: {error!r}"}
        out.write(json.dumps(answered, ensure_ascii=False) + "\n")
        out.flush()
    return status


def text_of(request: Request, key: str) -> str:
    """Get a key's text; raise LineError when it is missing or something else."""
    value = request.get(key)
    if not isinstance(value, str):
        raise LineError(f"{key} must be a text")
    return value


def choice_of(request: Request, key: str, allowed: Iterable[str], default: str) -> str:
    """Get a key's value among those allowed; raise LineError otherwise."""
    value = request.get(key, default)
    if value not in allowed:
        raise LineError(f"{key} must be one of {', '.join(allowed)}")
    return str(value)


def _object(line: str) -> Request:
    try:
        request = json.loads(line)
    except ValueError as error:
        raise LineError(f"not JSON: {error}") from error
    if not isinstance(request, dict):
        raise LineError("not a JSON object")
    return request
