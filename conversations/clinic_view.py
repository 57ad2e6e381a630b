"""What a conversation may know about its clinic, as it stands at one moment.

The shell computes it from the clinic file, the hours and the on-call list; the engine only reads it. All datetimes are aware
and in the clinic's time zone, so that wording can show them as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True)
class OfficeView:
    """One place a patient can book. `hours` is a ready line per language."""

    name: str
    address: str
    phone: str
    booking_link: str
    hours: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class ClinicView:
    """The clinic now.

    `contact_by` is when a named person will have contacted an urgent patient: the response promise in open hours, the on-call
    promise when closed with somebody on call, None when closed with nobody. `person_by` is when a person answers what is not
    urgent. `alerted` is false only when closed with nobody on call: then no text may claim that staff have been alerted.
    """

    name: str
    phone: str
    timezone: ZoneInfo
    languages: tuple[str, ...] = ("en", "es")
    text_911_line: Mapping[str, str] = field(default_factory=dict)
    is_open: bool = True
    has_on_call: bool = False
    urgent_minutes: int = 60
    on_call_minutes: int | None = None
    contact_by: datetime | None = None
    person_by: datetime
    next_open: datetime | None = None
    same_day_visits: bool = False
    offices: tuple[OfficeView, ...]
    hours: Mapping[str, str]
    front_desk: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keyword_mode: str = "app"
    checkin_window: tuple[time, time] = (time(9), time(20))
    practice: bool = False

    @property
    def default_lang(self) -> str:
        """The clinic's first language."""
        return self.languages[0]

    @property
    def alerted(self) -> bool:
        """Is anybody there to be alerted?"""
        return self.is_open or self.has_on_call
