"""The clinic file: everything that differs from clinic to clinic, in TOML, checked as a whole.

What a newcomer would get wrong: a broken file is refused, never patched up. Every fault is listed at once with file, key and
remedy, because the person who mends it is a manager with an editor. Patients' texts are built from these words, so they are
checked here for what a text can carry.
"""

import tomllib
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from bot import hours as opening
from bot import phone
from bot.errors import ClinicFileError
from bot.holidays import WEEKDAYS, HolidayRule
from bot.holidays import parse as parse_holiday
from bot.opening_line import line, merged
from conversations.clinic_view import ClinicView, OfficeView
from conversations.sms_text import unsendable_in_gsm_7

SAMPLES = ("midtown", "total_orthopedics")
LAST_CALL = timedelta(minutes=15)
"""With less open time than this left today, nobody can be promised to act: the line says closed."""

LANGUAGES = ("en", "es")
Language = Literal["en", "es"]


def _phone(raw: str) -> str:
    try:
        return phone.parse(raw)
    except phone.PhoneError as error:
        raise ValueError(f"is {error}; write it with its area code, such as (212) 555-0100") from error


def _zone(name: object) -> object:
    if not isinstance(name, str):
        return name
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError('is not a time zone; write one such as "America/New_York"') from error


def _sendable(words: str) -> str:
    if odd := unsendable_in_gsm_7(words):
        raise ValueError(f"holds {' '.join(odd)}, which makes every text dearer; write it without")
    return words


def _not_empty(entries: tuple[Any, ...]) -> tuple[Any, ...]:
    if not entries:
        raise ValueError("is empty; give at least one")
    return entries


def _within_digits(offices: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(offices) > 9:
        raise ValueError("holds more than nine offices; patients pick one by a single digit")
    return offices


def _link(url: str) -> str:
    if not url.startswith("https://") or " " in url:
        raise ValueError("write a full link that begins with https://")
    return url


def _clock_time(text: object) -> object:
    if isinstance(text, str):
        try:
            return time.fromisoformat(text)
        except ValueError as error:
            raise ValueError('write a time as "09:00"') from error
    return text


Words = Annotated[str, Field(min_length=1, max_length=160), AfterValidator(_sendable)]
InLanguages = dict[str, Words]
PhoneNumber = Annotated[str, AfterValidator(_phone)]
BlockText = Annotated[
    opening.Block, BeforeValidator(lambda raw: opening.parse_block(raw) if isinstance(raw, str) else raw)
]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
DayText = Annotated[HolidayRule, BeforeValidator(lambda raw: parse_holiday(raw) if isinstance(raw, str) else raw)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Holiday(_Part):
    """A day that differs. `open` holds the blocks of a half day; lunch is not taken out of those."""

    on: DayText
    name: str
    open: tuple[BlockText, ...] = ()


class Office(_Part):
    """One place a patient can book."""

    name: Words
    address: Words
    phone: PhoneNumber
    booking_link: Annotated[str, AfterValidator(_link), AfterValidator(_sendable)]
    hours: dict[str, tuple[BlockText, ...]]
    lunch: BlockText | None = None
    holidays: tuple[Holiday, ...] = ()

    @model_validator(mode="after")
    def _opens_sometime(self) -> "Office":
        if not any(self.week.values()):
            raise ValueError('is never open; give hours such as mon = ["09:00-17:00"], longer than lunch')
        for day, blocks in self.hours.items():
            if day not in WEEKDAYS:
                raise ValueError(f"hours.{day}: is not a weekday; write {', '.join(WEEKDAYS)}")
            in_order = sorted(blocks)
            if any(earlier.closes > later.opens for earlier, later in pairwise(in_order)):
                raise ValueError(f"hours.{day}: two blocks overlap; make them one")
        return self

    @cached_property
    def week(self) -> dict[int, tuple[opening.Block, ...]]:
        """The opening blocks of each weekday (0 is Monday), lunch taken out."""
        return {
            index: opening.without(sorted(self.hours.get(day, ())), self.lunch) for index, day in enumerate(WEEKDAYS)
        }


class Promises(_Part):
    """How soon a person answers, in minutes of open time; `on_call_minutes` after hours, on the clock."""

    urgent_minutes: Annotated[int, Field(ge=5, le=240)] = 60
    person_minutes: Annotated[int, Field(ge=5, le=960)] = 60
    on_call_minutes: Annotated[int, Field(ge=5, le=240)] | None = None


class OnCall(_Part):
    """One step of the ladder that an urgent flag climbs when the office is closed, `after_minutes` without an answer."""

    name: str
    phone: PhoneNumber
    after_minutes: Annotated[int, Field(ge=0, le=240)] = 0


class CheckIns(_Part):
    """When check-ins and their reminders may be sent, clinic time. PROTOCOL 2.7 allows no more than 9:00 to 20:00."""

    earliest: ClockTime = time(9)
    latest: ClockTime = time(20)

    @model_validator(mode="after")
    def _within_the_protocol(self) -> "CheckIns":
        if not time(9) <= self.earliest < self.latest <= time(20):
            raise ValueError("earliest and latest must lie between 09:00 and 20:00, earliest first")
        return self


class Retention(_Part):
    """How long a conversation is kept before it is destroyed."""

    years: Annotated[int, Field(ge=6, le=30)] = 6


class FrontDesk(_Part):
    """What patients ask the front desk, answered in the clinic's own words."""

    insurance: InLanguages | None = None
    price: InLanguages | None = None
    parking: InLanguages | None = None


class Clinic(_Part):
    """A clinic, or a group with several offices. `name_in_texts` is what patients read."""

    sample: bool = False
    name: str
    name_in_texts: Words
    phone: PhoneNumber
    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    languages: Annotated[tuple[Language, ...], AfterValidator(_not_empty)]
    keyword_mode: Literal["app", "twilio"]
    same_day_visits: bool = False
    text_911: InLanguages = {}
    promises: Promises = Promises()
    on_call: tuple[OnCall, ...] = ()
    check_ins: CheckIns = CheckIns()
    retention: Retention = Retention()
    front_desk: FrontDesk = FrontDesk()
    holidays: tuple[Holiday, ...] = ()
    offices: Annotated[tuple[Office, ...], AfterValidator(_not_empty), AfterValidator(_within_digits)]

    @model_validator(mode="after")
    def _fits_together(self) -> "Clinic":
        if bool(self.on_call) != (self.promises.on_call_minutes is not None):
            raise ValueError(
                "on_call and promises.on_call_minutes go together; give both, or neither if nobody is on call"
            )
        for key, words in self._worded().items():
            if odd := [lang for lang in words if lang not in LANGUAGES]:
                raise ValueError(f"{key}.{odd[0]}: is not a language of this line; write {' or '.join(LANGUAGES)}")
            if missing := [lang for lang in self.languages if lang not in words]:
                raise ValueError(f"{key}: has no words for {', '.join(missing)}; add them")
        return self

    def _worded(self) -> dict[str, InLanguages]:
        desk = {f"front_desk.{topic}": words for topic, words in self.front_desk if words}
        return {**desk, **({"text_911": self.text_911} if self.text_911 else {})}

    @cached_property
    def schedules(self) -> tuple[opening.Schedule, ...]:
        """Each office's opening hours, for `hours`. An office's own holiday outranks the group's."""
        return tuple(
            opening.Schedule(
                timezone=self.timezone,
                week=office.week,
                special=tuple((day.on, day.open) for day in (*office.holidays, *self.holidays)),
            )
            for office in self.offices
        )

    def view(self, now: datetime, practice: bool = False) -> ClinicView:
        """Tell what a conversation may know about the clinic at an instant. `practice` says that the protocol is unsigned."""
        at = now.astimezone(UTC)
        last_closing = opening.last_closing_today(self.schedules, at)
        open_for_promises = (
            opening.is_open(self.schedules, at) and last_closing is not None and last_closing - at >= LAST_CALL
        )
        contact_by = self._contact_by(at, last_closing if open_for_promises else None)
        opens = None if open_for_promises else opening.next_opening(self.schedules, at)
        person_by = opening.after_open_time(self.schedules, at, timedelta(minutes=self.promises.person_minutes))
        if person_by is None:
            raise ClinicFileError(f"{self.name}: closed for a whole year; correct its hours or holidays")
        return ClinicView(
            name=self.name_in_texts,
            phone=phone.shown(self.phone),
            timezone=self.timezone,
            languages=self.languages,
            text_911_line=dict(self.text_911),
            is_open=open_for_promises,
            has_on_call=bool(self.on_call),
            urgent_minutes=_minutes(contact_by - at)
            if open_for_promises and contact_by
            else self.promises.urgent_minutes,
            on_call_minutes=self.promises.on_call_minutes,
            contact_by=self._local(contact_by),
            person_by=_to_the_minute(person_by).astimezone(self.timezone),
            next_open=self._local(opens),
            same_day_visits=self.same_day_visits,
            offices=self._office_views,
            hours=self._hours,
            front_desk={topic: dict(words) for topic, words in self.front_desk if words},
            keyword_mode=self.keyword_mode,
            checkin_window=(self.check_ins.earliest, self.check_ins.latest),
            practice=practice,
        )

    def _contact_by(self, at: datetime, last_closing: datetime | None) -> datetime | None:
        """Tell when an urgent patient will have been contacted: in open time, and before the clinic closes for the day."""
        if last_closing is not None:
            promised = opening.after_open_time(self.schedules, at, timedelta(minutes=self.promises.urgent_minutes))
            return min(promised, last_closing) if promised else last_closing
        if self.promises.on_call_minutes is not None:
            return at + timedelta(minutes=self.promises.on_call_minutes)
        return None

    def _local(self, at: datetime | None) -> datetime | None:
        return _to_the_minute(at).astimezone(self.timezone) if at else None

    @cached_property
    def _hours(self) -> dict[str, str]:
        week = merged(office.week for office in self.offices)
        return {lang: line(week, lang) for lang in self.languages}

    @cached_property
    def _office_views(self) -> tuple[OfficeView, ...]:
        return tuple(self._office_view(office) for office in self.offices)

    def _office_view(self, office: Office) -> OfficeView:
        return OfficeView(
            name=office.name,
            address=office.address,
            phone=phone.shown(office.phone),
            booking_link=office.booking_link,
            hours={lang: line(office.week, lang) for lang in self.languages},
        )


def load(which: str) -> Clinic:
    """Read a sample by its name or a clinic file by its path; raise ClinicFileError listing every fault."""
    if which in SAMPLES:
        source, label = resources.files("bot").joinpath("clinics", f"{which}.toml"), f"{which}.toml"
        return parse(source.read_text(encoding="utf-8"), label)
    try:
        return parse(Path(which).read_text(encoding="utf-8"), which)
    except FileNotFoundError as error:
        raise ClinicFileError(f"{which}: there is no such file; set CLINIC_FILE to the clinic's TOML file") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ClinicFileError(
            f"{which}: cannot be read as text; save it as UTF-8 where this program may read it"
        ) from error


def parse(text: str, label: str) -> Clinic:
    """Read a clinic file's text; `label` names it in faults."""
    try:
        return Clinic.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ClinicFileError(f"{label}: is not TOML: {error}; mend that line first") from error
    except ValidationError as error:
        raise ClinicFileError(
            *(f"{label}: {_key(fault['loc'])}: {_said(fault)}" for fault in error.errors())
        ) from error


def _minutes(wait: timedelta) -> int:
    return -(-wait // timedelta(minutes=1))


def _to_the_minute(at: datetime) -> datetime:
    """Round up, so that a time shown without seconds is never earlier than the one promised."""
    return at if at.second == at.microsecond == 0 else at.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _key(location: tuple[int | str, ...]) -> str:
    key = ""
    for part in location:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if key else str(part)
    return key or "the file"


def _said(fault: Any) -> str:
    match fault["type"]:
        case "missing":
            return "is missing; add it"
        case "extra_forbidden":
            return "is not a key of the clinic file; correct its spelling or take it out"
        case "value_error":
            return str(fault["msg"]).removeprefix("Value error, ")
        case _:
            return f"{str(fault['msg'])[0].lower()}{str(fault['msg'])[1:]}; correct it (now {fault['input']!r})"
