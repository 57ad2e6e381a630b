"""Turn one simulated phone's conversation into what the simulator shows: its texts as the phone has them, and what is behind.

What a newcomer would get wrong: this is the patient's side. Their own texts stand right, and a reply that was held back
(canceled) never reached the phone, so it is not shown on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import phone as numbers_as_shown
from bot.clinic import Clinic
from bot.models import Author, Status
from bot.services.inbox import Case, Text
from bot.services.simulation import PhoneInUse
from bot.settings import DEMO_NUMBER
from bot.web.labels import answer_value, known, label
from bot.web.opening_words import opening_words
from bot.web.spoken_language import language_of
from bot.web.thread_view import DELETED, Day, clock_time, day_label, icon, tone
from conversations import sms_text

NEVER_CAME = frozenset({Status.CANCELED, Status.FAILED, Status.UNDELIVERED})


@dataclass(frozen=True, kw_only=True)
class PhoneText:
    """One text on the phone's screen. `parts` says what it was billed as."""

    key: str
    message_id: int
    by: str
    by_label: str
    body: str
    lang: str
    picture: bool
    emergency: bool
    clock: str
    parts: str
    status: str
    repeatable: bool
    kind: str = "text"


@dataclass(frozen=True, kw_only=True)
class PhoneScreen:
    """One phone."""

    index: int
    number: str
    items: tuple[Day | PhoneText, ...]


@dataclass(frozen=True, kw_only=True)
class PhoneInList:
    """A line of the list of phones."""

    index: int
    number: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class FlagLine:
    """A red flag, in words and with its rule."""

    tier: str
    label: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A name and what stands for it."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What the line thinks of a conversation."""

    place: str
    place_label: str
    question: str | None
    question_label: str
    disposition: str
    tone: str
    icon: str
    reason: str | None
    reason_label: str
    priority: str
    language: str
    protocol_version: str
    flags: tuple[FlagLine, ...]
    answers: tuple[Pair, ...]
    timers: tuple[Pair, ...]


@dataclass(frozen=True, kw_only=True)
class ClockFace:
    """The demo's time, how far it is ahead, and whether the clinic is open."""

    shown: str
    ahead: str
    open_line: str


@dataclass(frozen=True, kw_only=True)
class PhonePage:
    """Everything the simulator's page shows about phones and time."""

    clinic_name: str
    line_number: str
    phone: PhoneScreen
    phones: tuple[PhoneInList, ...]
    behind: Behind | None
    clock: ClockFace


def phone_page(
    case: Case | None,
    *,
    index: int,
    numbers: Mapping[int, str],
    used: Sequence[PhoneInUse],
    clinic: Clinic,
    now: datetime,
    ahead: timedelta,
) -> PhonePage:
    """Word one phone's page; `case` is None for a phone that has not texted."""
    zone = clinic.timezone
    summaries = {used_phone.index: _summary(used_phone) for used_phone in used}
    summaries.setdefault(index, "has not texted")
    return PhonePage(
        clinic_name=clinic.name,
        line_number=numbers_as_shown.shown(DEMO_NUMBER),
        phone=PhoneScreen(
            index=index,
            number=numbers_as_shown.shown(numbers[index]),
            items=_items(case.texts, case.lang, zone) if case else (),
        ),
        phones=tuple(
            PhoneInList(index=other, number=numbers_as_shown.shown(numbers[other]), summary=summary)
            for other, summary in sorted(summaries.items())
        ),
        behind=_behind(case, zone) if case else None,
        clock=ClockFace(
            shown=f"{day_label(now, zone)}, {clock_time(now, zone)}",
            ahead=_ahead(ahead),
            open_line=f"Clinic: {opening_words(clinic, now)}",
        ),
    )


def _summary(used: PhoneInUse) -> str:
    return label("disposition", used.disposition) or label("place", used.place)


def _items(texts: Sequence[Text], lang: str, zone: ZoneInfo) -> tuple[Day | PhoneText, ...]:
    newest = max((text.id for text in texts if text.author is Author.PATIENT), default=None)
    items: list[Day | PhoneText] = []
    day = None
    for text in texts:
        if text.author is not Author.PATIENT and text.status in NEVER_CAME:
            continue
        if (local := text.at.astimezone(zone).date()) != day:
            day = local
            items.append(Day(key=f"day-{day.isoformat()}", label=day_label(text.at, zone)))
        items.append(_phone_text(text, lang, zone, repeatable=text.id == newest))
    return tuple(items)


def _phone_text(text: Text, lang: str, zone: ZoneInfo, *, repeatable: bool) -> PhoneText:
    own = text.author is Author.PATIENT
    body = DELETED if text.body is None else text.body
    return PhoneText(
        key=f"text-{text.id}",
        message_id=text.id,
        by="patient" if own else "line",
        by_label="You" if own else "The line",
        body=body,
        lang=language_of(text.body, lang),
        picture=text.num_media > 0,
        emergency=text.emergency,
        clock=clock_time(text.at, zone),
        parts="" if own else _parts(body),
        status="" if own else label("status", text.status),
        repeatable=repeatable and own and text.message_sid is not None,
    )


def _parts(body: str) -> str:
    count = sms_text.count_parts(body)
    accented = ", accents" if sms_text.encoding(body) is sms_text.Encoding.UCS_2 else ""
    return f"{count} part{'' if count == 1 else 's'}{accented}"


def _behind(case: Case, zone: ZoneInfo) -> Behind:
    return Behind(
        place=case.place.value,
        place_label=label("place", case.place),
        question=case.question,
        question_label=label("question", case.question),
        disposition=label("disposition", case.disposition),
        tone=tone(case.disposition),
        icon=icon(case.disposition),
        reason=case.reason,
        reason_label=label("reason", case.reason),
        priority=label("visit_priority", case.priority),
        language=label("language", case.lang),
        protocol_version=case.protocol_version[:12],
        flags=tuple(
            FlagLine(tier=flag.tier.value, label=label("reason", flag.code), rule=flag.rule)
            for flag in case.flags
            if flag.episode == case.episode
        ),
        answers=tuple(
            Pair(label=label("question", answer.question), value=answer_value(answer.question, answer.value))
            for answer in case.answers
            if answer.question in known("question")
        ),
        timers=tuple(
            Pair(
                label=label("wait", kind),
                value=f"{due_at.astimezone(zone):%a %b} {due_at.astimezone(zone).day}, {clock_time(due_at, zone)}",
            )
            for kind, due_at in case.timers
        ),
    )


def _ahead(ahead: timedelta) -> str:
    if ahead < timedelta(minutes=1):
        return "Real time"
    minutes = round(ahead.total_seconds() / 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    said = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in said if count) + " ahead of real time"
