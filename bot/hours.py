"""When the clinic is open, and what may therefore be promised. Pure: the time is an argument.

What a newcomer would get wrong: a promise counts OPEN time, not clock time. Sixty minutes promised at 12:30 run out at 14:30
when lunch is from 13:00 to 14:00, and ten minutes before closing there is no time left to promise. Opening blocks are wall-clock
times of the clinic's zone; lengths are counted in UTC, so a day that daylight saving makes shorter or longer comes out right.
With several offices, open means that any of them is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.holidays import HolidayRule

HORIZON_DAYS = 400  # an office that does not open within a year never opens
_BLOCK = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


@dataclass(frozen=True, order=True)
class Block:
    """Open from `opens` to `closes`, in minutes after the clinic's midnight; 1440 is the end of the day."""

    opens: int
    closes: int


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """One office's week (0 is Monday), lunch taken out, and the days that differ; the first that matches counts."""

    timezone: ZoneInfo
    week: Mapping[int, tuple[Block, ...]]
    special: tuple[tuple[HolidayRule, tuple[Block, ...]], ...] = ()

    def on(self, day: date) -> tuple[Block, ...]:
        """Tell when the office is open on a day of the clinic's calendar."""
        for rule, blocks in self.special:
            if rule.falls_on(day):
                return blocks
        return self.week.get(day.weekday(), ())


@dataclass(frozen=True, order=True)
class Span:
    """Open from `start` until `end`, both aware UTC, `end` exclusive."""

    start: datetime
    end: datetime


def parse_block(text: str) -> Block:
    """Read "09:00-17:30"; raise ValueError with a remedy."""
    found = _BLOCK.fullmatch(text.strip())
    if not found:
        raise ValueError('write opening hours as "09:00-17:30", on the 24-hour clock')
    hour, minute, to_hour, to_minute = (int(part) for part in found.groups())
    block = Block(hour * 60 + minute, to_hour * 60 + to_minute)
    if minute > 59 or to_minute > 59 or block.closes > 1440:
        raise ValueError(f"{text!r} is not a time of day; the last minute is 24:00")
    if block.opens >= block.closes:
        raise ValueError(f"{text!r} closes before it opens; write two blocks for hours past midnight")
    return block


def without(blocks: Sequence[Block], lunch: Block | None) -> tuple[Block, ...]:
    """Cut the lunch break out of opening blocks."""
    if lunch is None:
        return tuple(blocks)
    left = []
    for block in blocks:
        left += [
            Block(block.opens, min(block.closes, lunch.opens)),
            Block(max(block.opens, lunch.closes), block.closes),
        ]
    return tuple(block for block in left if block.opens < block.closes)


def is_open(schedules: Sequence[Schedule], at: datetime) -> bool:
    """Is any office open at this instant? Lunch counts as closed when every office is at lunch."""
    return closing(schedules, at) is not None


def closing(schedules: Sequence[Schedule], at: datetime) -> datetime | None:
    """Tell when the opening that is running ends, in UTC; None when closed."""
    span = next(spans(schedules, at), None)
    return span.end if span and span.start <= at else None


def last_closing_today(schedules: Sequence[Schedule], at: datetime) -> datetime | None:
    """Tell when the clinic closes for the day, lunch left aside; None when it does not open any more today."""
    last = None
    for span in spans(schedules, at):
        if _day(schedules, span.start) > _day(schedules, at):
            break
        last = span.end
    return last


def next_opening(schedules: Sequence[Schedule], at: datetime) -> datetime | None:
    """Tell when the clinic opens next, in UTC, strictly after this instant; None when it never does."""
    return next((span.start for span in spans(schedules, at) if span.start > at), None)


def after_open_time(schedules: Sequence[Schedule], at: datetime, wait: timedelta) -> datetime | None:
    """Tell when `wait` of open time has passed, in UTC; None when the clinic never opens that long."""
    left = wait
    for span in spans(schedules, at):
        begin = max(span.start, at.astimezone(UTC))  # adding to a local time would miss a clock change
        if begin + left <= span.end:
            return begin + left
        left -= span.end - begin
    return None


def spans(schedules: Sequence[Schedule], at: datetime) -> Iterator[Span]:
    """Yield the openings that are not over at `at`, in order, those of several offices merged."""
    held: Span | None = None
    first = _day(schedules, at) - timedelta(days=1)  # a block may run to midnight and on into the next day's first
    for offset in range(HORIZON_DAYS):
        day = first + timedelta(days=offset)
        for span in sorted(
            Span(_instant(day, block.opens, schedule.timezone), _instant(day, block.closes, schedule.timezone))
            for schedule in schedules
            for block in schedule.on(day)
        ):
            if held is None:
                held = span
            elif span.start <= held.end:
                held = Span(held.start, max(held.end, span.end))
            else:
                if held.end > at:
                    yield held
                held = span
    if held is not None and held.end > at:
        yield held


def _day(schedules: Sequence[Schedule], at: datetime) -> date:
    return at.astimezone(schedules[0].timezone).date()


def _instant(day: date, minutes: int, timezone: ZoneInfo) -> datetime:
    """Turn a wall-clock time into UTC. A time that daylight saving skips becomes the one an hour later."""
    day += timedelta(days=minutes // 1440)
    wall = time(minutes % 1440 // 60, minutes % 60)
    return datetime.combine(day, wall, tzinfo=timezone).astimezone(UTC)
