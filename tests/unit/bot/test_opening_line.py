"""A week's hours as one line of a text."""

import pytest

from bot.hours import Block
from bot.opening_line import line, merged

MORNING, AFTERNOON, DAY = Block(540, 780), Block(840, 1050), Block(540, 1080)


def test_days_alike_are_written_together_and_closed_days_left_out() -> None:
    week = {0: (MORNING, AFTERNOON), 1: (MORNING, AFTERNOON), 3: (DAY,), 5: (MORNING,)}
    assert line(week, "en") == "Mon-Tue 9am-1pm & 2pm-5:30pm, Thu 9am-6pm, Sat 9am-1pm"
    assert line(week, "es") == "lun a mar 9am-1pm y 2pm-5:30pm, jue 9am-6pm, sab 9am-1pm"


@pytest.mark.parametrize(("block", "said"), [(Block(0, 720), "midnight-12pm"), (Block(750, 1440), "12:30pm-midnight")])
def test_noon_and_midnight_are_said_plainly(block: Block, said: str) -> None:
    assert line({0: (block,)}, "en") == f"Mon {said}"


def test_offices_together_are_open_when_any_is() -> None:
    assert merged([{0: (MORNING,)}, {0: (Block(720, 900),), 2: (DAY,)}]) == {
        0: (Block(540, 900),),
        **dict.fromkeys((1, 3, 4, 5, 6), ()),
        2: (DAY,),
    }
