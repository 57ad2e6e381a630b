"""A clinic that is worked out once a minute promises what one worked out for every text does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import clinic
from bot.clinic_by_minute import ClinicByMinute

CLINICS = {which: clinic.load(which) for which in clinic.SAMPLES}
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)


@given(
    which=st.sampled_from(clinic.SAMPLES),
    minute=st.integers(0, 14 * 24 * 60),
    seconds=st.lists(st.integers(0, 59_999_999), min_size=2, max_size=3),
    practice=st.booleans(),
)
def test_no_promise_differs_within_a_minute(which: str, minute: int, seconds: list[int], practice: bool) -> None:
    """Two weeks, one of them with the change to daylight saving."""
    known = CLINICS[which]
    remembering = ClinicByMinute(known)
    for microseconds in seconds:
        at = MONDAY + timedelta(minutes=minute, microseconds=microseconds)
        assert remembering.view(at, practice) == known.view(at, practice)


def test_the_next_minute_and_the_end_of_practice_mode_are_seen() -> None:
    """What was worked out is remembered for one minute and one mode only."""
    remembering = ClinicByMinute(CLINICS["midtown"])
    at = MONDAY + timedelta(hours=15, seconds=30)
    first = remembering.view(at, True)
    assert first.practice
    assert not remembering.view(at, False).practice
    later = remembering.view(at + timedelta(minutes=1), True)
    assert later.person_by > first.person_by
