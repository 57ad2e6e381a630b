"""JSON Lines commands: every line is answered in its place, a bad one too."""

import io
import json
from collections.abc import Mapping
from typing import Any

from bot.commands.json_lines import Request, answer_each, choice_of, text_of


def echo(request: Request) -> Mapping[str, Any]:
    """Answer with what was asked."""
    return {
        "id": request.get("id"),
        "text": text_of(request, "text"),
        "lang": choice_of(request, "lang", ("en", "es"), "en"),
    }


def run(*lines: str) -> tuple[int, list[dict[str, Any]]]:
    """Feed lines to the echo and read what came out."""
    out = io.StringIO()
    status = answer_each(lines, out, echo)
    return status, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order_and_blank_ones_are_passed_over() -> None:
    status, answers = run('{"id": 1, "text": "a"}\n', "\n", '{"id": "two", "text": "ñ", "lang": "es"}')
    assert status == 0
    assert answers == [{"id": 1, "text": "a", "lang": "en"}, {"id": "two", "text": "ñ", "lang": "es"}]


def test_a_bad_line_is_answered_and_stops_nothing() -> None:
    status, answers = run("nope", "[1]", '{"id": 3}', '{"id": 4, "text": "x", "lang": "fr"}', '{"id": 5, "text": "x"}')
    assert status == 1
    assert [answer["id"] for answer in answers] == [None, None, 3, 4, 5]
    assert ["error" in answer for answer in answers] == [True, True, True, True, False]


def test_words_come_out_as_they_are_and_not_escaped() -> None:
    out = io.StringIO()
    answer_each(['{"id": 1, "text": "mañana 😷"}'], out, echo)
    assert "mañana 😷" in out.getvalue()


def test_a_bug_on_one_line_costs_no_other_line() -> None:
    def stumble(request: Request) -> Mapping[str, Any]:
        return {"id": 1 / request["id"]}

    out = io.StringIO()
    assert answer_each(['{"id": 0}', '{"id": 1}'], out, stumble) == 1
    first, second = (json.loads(line) for line in out.getvalue().splitlines())
    assert first["id"] == 0
    assert "ZeroDivisionError" in first["error"]
    assert second == {"id": 1.0}
