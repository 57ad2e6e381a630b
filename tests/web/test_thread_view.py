"""Cutting evidence out of a text, wording codes, and counting waiting time."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Author, Status
from bot.web.labels import answer_value, known, label
from bot.web.marking import pieces
from bot.web.thread_view import waiting
from conversations.events import Priority, WaitKind
from conversations.flagging import Tier
from conversations.protocol.loader import load_protocol
from conversations.state import Place
from conversations.triage import Disposition

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TOPIC = re.compile(r'\.ticket\(\s*"(\w+)"')
REASON = re.compile(r'\.ticket\(\s*"\w+",[^"()]*"(\w+)"\)')
SPANS = st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40)), max_size=6)


@given(st.text(max_size=30), SPANS)
def test_marking_never_loses_or_repeats_a_character(body: str, spans: list[tuple[int, int]]) -> None:
    assert "".join(piece.text for piece in pieces(body, spans)) == body


@given(st.text(min_size=1, max_size=30), SPANS)
def test_exactly_the_characters_inside_a_span_are_marked(body: str, spans: list[tuple[int, int]]) -> None:
    marks = [piece.marked for piece in pieces(body, spans) for _ in piece.text]
    assert marks == [any(start <= at < end for start, end in spans) for at in range(len(body))]


def test_offsets_count_code_points_also_beside_emoji() -> None:
    assert [(piece.text, piece.marked) for piece in pieces("😖 numb 😖", [(2, 6)])] == [
        ("😖 ", False),
        ("numb", True),
        (" 😖", False),
    ]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("place", Place),
        ("disposition", Disposition),
        ("tone", Disposition),
        ("icon", Disposition),
        ("tier", Tier),
        ("priority", Priority),
        ("wait", WaitKind),
        ("author", Author),
        ("status", set(Status) - {Status.RECEIVED}),
    ],
)
def test_staff_have_words_for_every_code(kind: str, codes: set[str]) -> None:
    assert {str(code) for code in codes} - known(kind) == set()


def test_staff_have_words_for_every_red_flag_reason_and_question() -> None:
    protocol = load_protocol()
    assert set(protocol.rules.codes) - known("reason") == set()
    assert {row.reason for row in protocol.logic.decision if row.reason} - known("reason") == set()
    assert set(protocol.questions) - known("question") == set()


def test_staff_have_words_for_every_ticket_that_a_conversation_opens() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path("conversations").glob("*.py")]
    topics = {topic for source in sources for topic in TOPIC.findall(source)}
    reasons = {reason for source in sources for reason in REASON.findall(source)}
    assert {"red_flag", "asks_for_person"} <= topics
    assert "asks_for_person" in reasons
    assert topics - known("topic") == set()
    assert reasons - known("reason") == set()


@pytest.mark.parametrize(
    "reason",
    [
        "engine_failed",
        "malformed_text",
        "unanswerable_sender",
        "texts_without_pause",
        "text_not_sent",
        "text_not_delivered",
        "maybe_sent",
        "emergency_text_unconfirmed",
    ],
)
def test_staff_have_words_for_every_trouble_of_the_line(reason: str) -> None:
    assert reason in known("reason")


def test_code_without_words_is_still_readable() -> None:
    assert label("reason", "brand_new_reason") == "Brand new reason"


def test_letters_are_followed_by_what_they_stand_for() -> None:
    assert answer_value("screen_nerve", "A,C") == "A: hard to pee, or leaking pee or poop; C: new weak arm or leg"
    assert answer_value("age", "35") == "35"


@pytest.mark.parametrize(
    ("waited", "words"),
    [
        (timedelta(seconds=30), "just now"),
        (timedelta(minutes=3), "3 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 5 min"),
        (timedelta(days=1, hours=3), "1 day"),
        (timedelta(days=4), "4 days"),
    ],
)
def test_waiting_time_is_said_in_words(waited: timedelta, words: str) -> None:
    assert waiting(NOON - waited, NOON) == words
