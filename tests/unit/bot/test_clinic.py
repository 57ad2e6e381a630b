"""The clinic file: what it gives a conversation, and how a broken one is refused."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot import clinic
from bot.errors import ClinicFileError

NEW_YORK = ZoneInfo("America/New_York")

GOOD = """
name = "Riverside Clinic"
name_in_texts = "Riverside Clinic"
phone = "(212) 555-0100"
timezone = "America/New_York"
languages = ["en"]
keyword_mode = "app"

[[offices]]
name = "Riverside"
address = "1 River St, New York, NY 10001"
phone = "(212) 555-0101"
booking_link = "https://book.riverside.example"
lunch = "13:00-14:00"
hours = { mon = ["09:00-18:00"], tue = ["09:00-18:00"], sat = ["09:30-12:00"] }
"""


def local(text: str) -> datetime:
    """Read a New York wall-clock time."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def faults(text: str) -> tuple[str, ...]:
    """Load a broken file and return what is said about it."""
    with pytest.raises(ClinicFileError) as refused:
        clinic.parse(text, "clinic.toml")
    return refused.value.faults


@pytest.mark.parametrize("name", clinic.SAMPLES)
def test_each_sample_loads_and_says_that_it_is_one(name: str) -> None:
    assert clinic.load(name).sample


def test_samples_cover_one_office_and_several_with_and_without_on_call() -> None:
    midtown, group = (clinic.load(name) for name in clinic.SAMPLES)
    assert len(midtown.offices) == 1
    assert {office.name for office in group.offices} == {"Long Island", "Brooklyn", "Bronx"}
    assert not midtown.on_call
    assert group.on_call


@pytest.mark.parametrize("name", clinic.SAMPLES)
def test_a_sample_invents_no_real_number(name: str) -> None:
    sample = clinic.load(name)
    numbers = {sample.phone, *(office.phone for office in sample.offices), *(step.phone for step in sample.on_call)}
    assert all("55501" in number for number in numbers - {"+12126217746"})


def test_open_clinic_promises_a_time_in_open_hours() -> None:
    view = clinic.parse(GOOD, "clinic.toml").view(local("2026-03-02T12:30"), practice=False)
    assert view.is_open
    assert view.contact_by == local("2026-03-02T14:30")
    assert view.urgent_minutes == 120
    assert view.next_open is None
    assert view.alerted


def test_promise_to_an_urgent_patient_never_runs_past_closing() -> None:
    view = clinic.parse(GOOD, "clinic.toml").view(local("2026-03-02T17:30"), practice=False)
    assert view.contact_by == local("2026-03-02T18:00")
    assert view.urgent_minutes == 30
    assert view.person_by == local("2026-03-03T09:30")


def test_minutes_before_closing_nobody_is_promised_any_more() -> None:
    view = clinic.parse(GOOD, "clinic.toml").view(local("2026-03-02T17:50"), practice=False)
    assert not view.is_open
    assert view.contact_by is None
    assert view.next_open == local("2026-03-03T09:00")


def test_closed_clinic_with_nobody_on_call_claims_no_alert() -> None:
    view = clinic.parse(GOOD, "clinic.toml").view(local("2026-03-01T03:00"), practice=False)
    assert not view.alerted
    assert view.contact_by is None
    assert view.person_by == local("2026-03-02T10:00")


def test_closed_group_with_somebody_on_call_promises_on_the_clock() -> None:
    view = clinic.load("total_orthopedics").view(local("2026-03-01T03:00"), practice=False)
    assert not view.is_open
    assert view.alerted
    assert view.contact_by == local("2026-03-01T03:30")


def test_group_is_open_when_only_one_office_is() -> None:
    assert clinic.load("total_orthopedics").view(local("2026-03-07T10:00"), practice=False).is_open


def test_a_promised_time_is_rounded_up_never_down() -> None:
    view = clinic.parse(GOOD, "clinic.toml").view(local("2026-03-02T10:00:20"), practice=False)
    assert view.contact_by == local("2026-03-02T11:01")


def test_holidays_of_one_office_leave_the_others_open() -> None:
    view = clinic.load("total_orthopedics").view(local("2026-10-12T10:00"), practice=False)
    assert view.is_open
    assert not clinic.load("midtown").view(local("2026-11-26T10:00"), practice=False).is_open


def test_view_shows_hours_in_each_language_of_the_clinic_without_costly_accents() -> None:
    view = clinic.load("midtown").view(local("2026-03-02T10:00"), practice=True)
    assert view.hours["en"] == "Mon-Thu 9am-1pm & 2pm-6pm, Fri 9am-1pm & 2pm-5pm"
    assert view.hours["es"] == "lun a jue 9am-1pm y 2pm-6pm, vie 9am-1pm y 2pm-5pm"
    assert view.phone == "212-621-7746"
    assert view.practice


def test_every_fault_is_listed_at_once_with_file_key_and_remedy() -> None:
    broken = GOOD.replace("America/New_York", "New York").replace('"(212) 555-0101"', '"911"').replace("app", "bot")
    listed = faults(broken.replace('["09:30-12:00"]', '["9:30"]'))
    assert [fault.split(": ")[1] for fault in listed] == [
        "timezone",
        "keyword_mode",
        "offices[1].phone",
        "offices[1].hours.sat[1]",
    ]
    assert all(fault.startswith("clinic.toml: ") for fault in listed)
    assert all("write" in fault or "correct" in fault for fault in listed)


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (('name_in_texts = "Riverside Clinic"\n', ""), "name_in_texts: is missing"),
        (('keyword_mode = "app"', 'keyword_mode = "app"\nkeywordmode = 1'), "keywordmode: is not a key"),
        (('name_in_texts = "R', 'name_in_texts = "Clínica R'), "name_in_texts: holds í"),
        (("https://book", "book"), "offices[1].booking_link: write a full link"),
        (('"13:00-14:00"', '"00:00-24:00"'), "offices[1]: is never open"),
        (("sat =", "saturday ="), "hours.saturday: is not a weekday"),
        (('["09:30-12:00"]', '["09:00-12:00", "11:00-13:00"]'), "two blocks overlap"),
        (('languages = ["en"]', "languages = []"), "languages: is empty"),
        (('keyword_mode = "app"', 'keyword_mode = "app"\ntext_911 = { es = "Hola" }'), "text_911: has no words for en"),
        (('keyword_mode = "app"', 'keyword_mode = "app"\npromises = { on_call_minutes = 30 }'), "on_call and promises"),
        (
            ('keyword_mode = "app"', 'keyword_mode = "app"\ncheck_ins = { earliest = "07:00" }'),
            "check_ins: earliest and latest must lie between 09:00 and 20:00",
        ),
    ],
)
def test_a_broken_file_is_refused_by_key(change: tuple[str, str], key: str) -> None:
    assert any(key in fault for fault in faults(GOOD.replace(*change)))


def test_a_file_that_is_no_toml_or_not_there_is_refused_in_words() -> None:
    assert "is not TOML" in faults("name = ")[0]
    with pytest.raises(ClinicFileError, match="there is no such file; set CLINIC_FILE"):
        clinic.load("nowhere.toml")
