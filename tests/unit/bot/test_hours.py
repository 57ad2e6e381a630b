"""Opening hours and promises, at the edges: lunch, holidays, closing time, daylight saving, several offices."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import hours
from bot.holidays import parse as holiday
from bot.hours import Block, Schedule

NEW_YORK = ZoneInfo("America/New_York")
NINE_TO_SIX = Block(540, 1080)
LUNCH = Block(780, 840)
MONDAY = date(2026, 3, 2)


def local(text: str) -> datetime:
    """Read a New York wall-clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def office(week: dict[int, tuple[Block, ...]] | None = None, **special: tuple[Block, ...]) -> Schedule:
    """Make an office that is open on weekdays, 9 to 13 and 14 to 18; `special` names a holiday by its month and day."""
    weekdays = {day: hours.without([NINE_TO_SIX], LUNCH) for day in range(5)}
    days = tuple((holiday(name[1:].replace("_", "-")), blocks) for name, blocks in special.items())
    return Schedule(timezone=NEW_YORK, week=weekdays if week is None else week, special=days)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-02T08:59", False),
        ("2026-03-02T09:00", True),
        ("2026-03-02T12:59", True),
        ("2026-03-02T13:00", False),
        ("2026-03-02T13:59", False),
        ("2026-03-02T14:00", True),
        ("2026-03-02T17:59", True),
        ("2026-03-02T18:00", False),
        ("2026-03-07T10:00", False),
    ],
)
def test_clinic_is_open_inside_its_blocks_only(at: str, expected: bool) -> None:
    assert hours.is_open([office()], local(at)) is expected


def test_opening_hours_hold_for_an_instant_given_in_another_zone() -> None:
    assert hours.is_open([office()], datetime(2026, 3, 2, 14, 0, tzinfo=UTC))  # 9:00 in New York
    assert not hours.is_open([office()], datetime(2026, 3, 2, 13, 59, tzinfo=UTC))


def test_a_holiday_closes_the_clinic_and_a_half_day_shortens_it() -> None:
    closed_then_half = office(d03_02=(), d03_03=(Block(540, 720),))
    assert not hours.is_open([closed_then_half], local("2026-03-02T10:00"))
    assert hours.is_open([closed_then_half], local("2026-03-03T11:59"))
    assert not hours.is_open([closed_then_half], local("2026-03-03T12:00"))


def test_next_opening_skips_lunch_evening_weekend_and_holiday() -> None:
    assert hours.next_opening([office()], local("2026-03-02T13:10")) == local("2026-03-02T14:00")
    assert hours.next_opening([office()], local("2026-03-02T18:00")) == local("2026-03-03T09:00")
    assert hours.next_opening([office()], local("2026-03-06T18:00")) == local("2026-03-09T09:00")
    assert hours.next_opening([office(d03_09=())], local("2026-03-06T18:00")) == local("2026-03-10T09:00")


def test_a_promise_counts_open_time_across_lunch_night_and_weekend() -> None:
    hour = timedelta(hours=1)
    assert hours.after_open_time([office()], local("2026-03-02T10:00"), hour) == local("2026-03-02T11:00")
    assert hours.after_open_time([office()], local("2026-03-02T12:30"), hour) == local("2026-03-02T14:30")
    assert hours.after_open_time([office()], local("2026-03-02T13:30"), hour) == local("2026-03-02T15:00")
    assert hours.after_open_time([office()], local("2026-03-02T17:30"), hour) == local("2026-03-03T09:30")
    assert hours.after_open_time([office()], local("2026-03-06T17:30"), hour) == local("2026-03-09T09:30")


def test_a_promise_that_ends_exactly_at_closing_is_kept_the_same_day() -> None:
    assert hours.after_open_time([office()], local("2026-03-02T17:00"), timedelta(hours=1)) == local("2026-03-02T18:00")


def test_daylight_saving_neither_adds_nor_takes_an_hour_of_promise() -> None:
    all_night = Schedule(timezone=NEW_YORK, week={day: (Block(0, 1440),) for day in range(7)})
    two_hours = timedelta(hours=2)
    spring = hours.after_open_time([all_night], local("2026-03-08T01:30"), two_hours)
    autumn = hours.after_open_time([all_night], local("2026-11-01T00:30"), two_hours)
    assert spring is not None
    assert autumn is not None
    assert spring.astimezone(NEW_YORK) == local("2026-03-08T04:30")  # 2:30 does not exist that night
    assert autumn.astimezone(NEW_YORK).replace(tzinfo=None) == datetime(2026, 11, 1, 1, 30)  # noqa: DTZ001
    assert autumn.astimezone(NEW_YORK).fold == 1


def test_opening_time_is_wall_clock_time_on_both_sides_of_a_clock_change() -> None:
    friday, monday = local("2026-03-06T20:00"), local("2026-03-09T09:00")
    assert hours.next_opening([office({0: (NINE_TO_SIX,)})], friday) == monday


def test_a_group_is_open_when_any_office_is() -> None:
    early, late = office({0: (Block(480, 720),)}), office({0: (Block(660, 1140),)})
    assert hours.is_open([early, late], local("2026-03-02T08:30"))
    assert hours.is_open([early, late], local("2026-03-02T18:30"))
    assert hours.closing([early, late], local("2026-03-02T08:30")) == local("2026-03-02T19:00")


def test_blocks_that_meet_at_midnight_are_one_opening() -> None:
    round_the_clock = Schedule(timezone=NEW_YORK, week={0: (Block(1200, 1440),), 1: (Block(0, 120),)})
    assert hours.is_open([round_the_clock], local("2026-03-03T01:00"))
    assert hours.closing([round_the_clock], local("2026-03-02T23:00")) == local("2026-03-03T02:00")


def test_last_closing_today_looks_past_lunch_and_is_none_when_the_day_is_over() -> None:
    assert hours.last_closing_today([office()], local("2026-03-02T10:00")) == local("2026-03-02T18:00")
    assert hours.last_closing_today([office()], local("2026-03-02T18:00")) is None
    assert hours.last_closing_today([office()], local("2026-03-07T10:00")) is None


def test_a_clinic_that_never_opens_promises_nothing() -> None:
    never = Schedule(timezone=NEW_YORK, week={})
    assert hours.next_opening([never], local("2026-03-02T10:00")) is None
    assert hours.after_open_time([never], local("2026-03-02T10:00"), timedelta(minutes=1)) is None


@pytest.mark.parametrize("text", ["9-17", "09:00", "17:00-09:00", "09:00-09:00", "09:60-10:00", "09:00-24:01", ""])
def test_a_block_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"24-hour clock|time of day|before it opens"):
        hours.parse_block(text)


def test_lunch_is_cut_out_also_where_it_touches_an_end() -> None:
    assert hours.without([NINE_TO_SIX], LUNCH) == (Block(540, 780), Block(840, 1080))
    assert hours.without([Block(540, 800)], LUNCH) == (Block(540, 780),)
    assert hours.without([Block(790, 830)], LUNCH) == ()
    assert hours.without([NINE_TO_SIX], None) == (NINE_TO_SIX,)


@pytest.mark.parametrize(
    ("on", "falls", "does_not"),
    [
        ("2026-12-24", date(2026, 12, 24), date(2027, 12, 24)),
        ("12-25", date(2031, 12, 25), date(2031, 12, 26)),
        ("4th thu nov", date(2026, 11, 26), date(2026, 11, 19)),
        ("last mon may", date(2026, 5, 25), date(2026, 5, 18)),
        ("1st mon sep", date(2026, 9, 7), date(2026, 9, 14)),
        ("02-29", date(2028, 2, 29), date(2028, 2, 28)),
    ],
)
def test_a_holiday_falls_on_its_day_and_no_other(on: str, falls: date, does_not: date) -> None:
    assert holiday(on).falls_on(falls)
    assert not holiday(on).falls_on(does_not)


@pytest.mark.parametrize("on", ["", "5th thu nov", "thu nov", "2026-02-30", "13-01", "Christmas"])
def test_a_holiday_that_cannot_be_read_is_refused(on: str) -> None:
    with pytest.raises(ValueError, match="write a day as"):
        holiday(on)
