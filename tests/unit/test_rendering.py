"""Placeholders are filled strictly, and times are said as both languages say them in New York."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from conversations.errors import CopyError
from conversations.rendering import fill, format_clock, format_moment
from conversations.wording import Wording

NEW_YORK = ZoneInfo("America/New_York")
MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=NEW_YORK)
EN = Wording(
    lang="en",
    texts={
        "promise": "We call within {minutes} minutes, by {by_time}.",
        "pick": "Which office?\n{offices}",
        "plain": "Emergency? Call 911.",
        "call": "Call {phone}.",
    },
)
ES = Wording(lang="es", texts={"opens": "Abrimos: {opens}."})


def test_values_fill_their_placeholders_and_other_values_are_left_alone() -> None:
    values = {"minutes": 60, "by_time": MONDAY_NOON, "clinic": "Sample Clinic"}
    assert fill(EN, "promise", values, "en", today=MONDAY_NOON.date()) == "We call within 60 minutes, by 12 PM."


@pytest.mark.parametrize("values", [{}, {"phone": None}, {"phone": ""}, {"phone": ()}])
def test_a_text_is_never_sent_with_a_gap(values: dict[str, object]) -> None:
    with pytest.raises(CopyError, match=r"call needs a value for \{phone\}"):
        fill(EN, "call", values, "en")


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(CopyError, match=r"no text has the key emergency\.opning"):
        fill(EN, "emergency.opning", {}, "en")


@pytest.mark.parametrize("value", [2.5, ["a"], date(2026, 3, 2)])
def test_a_value_nobody_knows_how_to_say_is_refused(value: object) -> None:
    with pytest.raises(CopyError, match="cannot be put into a text"):
        fill(EN, "call", {"phone": value}, "en")


def test_a_tuple_becomes_a_numbered_list() -> None:
    body = fill(EN, "pick", {"offices": ("Midtown", "Bronx")}, "en")
    assert body == "Which office?\n1 Midtown\n2 Bronx"


def test_braces_in_a_value_are_not_filled_again() -> None:
    assert fill(EN, "call", {"phone": "{clinic}", "clinic": "Sample"}, "en") == "Call {clinic}."


def test_values_are_cleaned_for_sending() -> None:
    assert fill(EN, "call", {"phone": "212–555\u00a00100\x00"}, "en") == "Call 212-555 0100."


@pytest.mark.parametrize(
    ("at", "english", "spanish"),
    [
        (datetime(2026, 3, 2, 15, 10, tzinfo=NEW_YORK), "3:10 PM", "3:10 PM"),
        (datetime(2026, 3, 2, 0, 5, tzinfo=NEW_YORK), "12:05 AM", "12:05 AM"),
        (datetime(2026, 3, 3, 9, 0, tzinfo=NEW_YORK), "Tue 9 AM", "mar 9 AM"),
        (datetime(2026, 3, 7, 9, 30, tzinfo=NEW_YORK), "Sat 9:30 AM", "sab 9:30 AM"),
        (datetime(2026, 3, 8, 12, 0, tzinfo=NEW_YORK), "Sun 12 PM", "dom 12 PM"),
        (datetime(2026, 3, 9, 9, 0, tzinfo=NEW_YORK), "Mon Mar 9, 9 AM", "lun 9 mar, 9 AM"),
        (datetime(2026, 2, 28, 9, 0, tzinfo=NEW_YORK), "Sat Feb 28, 9 AM", "sab 28 feb, 9 AM"),
    ],
)
def test_a_moment_names_its_day_unless_it_is_today(at: datetime, english: str, spanish: str) -> None:
    assert format_moment(at, "en", today=MONDAY_NOON.date()) == english
    assert format_moment(at, "es", today=MONDAY_NOON.date()) == spanish


def test_without_knowing_today_the_weekday_stands() -> None:
    assert fill(ES, "opens", {"opens": datetime(2026, 3, 4, 9, 0, tzinfo=NEW_YORK)}, "es") == "Abrimos: mie 9 AM."


def test_a_moment_is_said_on_the_clock_it_carries() -> None:
    in_utc = datetime(2026, 3, 2, 20, 10, tzinfo=UTC)
    assert format_clock(in_utc) == "8:10 PM"
    assert format_clock(in_utc.astimezone(NEW_YORK)) == "3:10 PM"


def test_a_time_without_a_zone_is_refused() -> None:
    naive = MONDAY_NOON.replace(tzinfo=None)
    with pytest.raises(CopyError, match="without a zone"):
        format_moment(naive, "en")
