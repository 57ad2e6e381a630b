"""Turn one conversation into what its page shows: bubbles with marked evidence, days, events, and the patient panel.

What a newcomer would get wrong: everything here is words for people. Nothing is decided, and nothing a patient wrote is
trusted: bodies stay plain strings, cut at the evidence, and the template escapes them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import inf
from zoneinfo import ZoneInfo

from bot import phone
from bot.models import Author, Status
from bot.services.inbox import Case, RaisedFlag, Text
from bot.web.labels import answer_value, known, label
from bot.web.marking import Piece, merged, pieces
from bot.web.spoken_language import language_of
from conversations.flagging import Tier
from conversations.triage import Disposition

NO_NUMBER = "number deleted"
DELETED = "The words of this text were deleted."
BY_LETTERS = "Raised by the letters that the patient answered: see Answers."
BY_ANSWERS = "Raised by answers taken together, not by one phrase: see Answers."
TROUBLE = frozenset({Status.FAILED, Status.UNDELIVERED, Status.MAYBE_SENT, Status.CANCELED})
ICONS = {Author.PATIENT: "person", Author.BOT: "bot", Author.STAFF: "person", Author.SYSTEM: "bot"}


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The patient's words behind a flag; `anchor` is the bubble they stand in."""

    text: str
    lang: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class FlagCard:
    """A red flag with its evidence, for the panel and under the bubble."""

    anchor: str
    label: str
    tier: str
    tier_label: str
    rule: str
    source: str
    protocol: str
    quotes: tuple[Quote, ...]
    without_quote: str
    at: str
    when: str


@dataclass(frozen=True, kw_only=True)
class Day:
    """A divider between two days of the clinic's calendar."""

    key: str
    label: str
    kind: str = "day"


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened beside the texts."""

    key: str
    icon: str
    tone: str
    text: str
    at: str
    clock: str
    kind: str = "event"


@dataclass(frozen=True, kw_only=True)
class Bubble:
    """One text."""

    key: str
    by: str
    by_label: str
    icon: str
    lang: str
    pieces: tuple[Piece, ...]
    pictures: str
    status: str
    trouble: bool
    flags: tuple[FlagCard, ...]
    at: str
    clock: str
    kind: str = "text"


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """A question, what the answer was understood as, and the words it came in."""

    question: str
    value: str
    words: str
    lang: str


@dataclass(frozen=True, kw_only=True)
class ThreadView:
    """Everything the templates show of one conversation."""

    conversation_id: int
    last_digits: str
    phone: str | None
    phone_shown: str
    language: str
    place: str
    disposition: str
    disposition_tone: str
    disposition_icon: str
    opted_out: bool
    owner_name: str | None
    name: str | None
    subject: str
    episode: int
    flags: tuple[FlagCard, ...]
    earlier_flags: int
    answers: tuple[AnswerRow, ...]
    items: tuple[Day | Event | Bubble, ...]


def thread_view(case: Case, zone: ZoneInfo) -> ThreadView:
    """Word one conversation for staff, in the clinic's time."""
    texts = {text.id: text for text in case.texts}
    cards = {flag.id: _card(flag, texts, case.lang, zone) for flag in case.flags}
    given = {answer.question: answer.value for answer in case.answers}
    current = sorted(
        (flag for flag in case.flags if flag.episode == case.episode), key=lambda flag: flag.tier is not Tier.EMERGENCY
    )
    return ThreadView(
        conversation_id=case.conversation_id,
        last_digits=last_digits(case.phone),
        phone=case.phone,
        phone_shown=phone.shown(case.phone) if case.phone else NO_NUMBER,
        language=label("language", case.lang),
        place=label("place", case.place),
        disposition=label("disposition", case.disposition),
        disposition_tone=tone(case.disposition),
        disposition_icon=icon(case.disposition),
        opted_out=case.opted_out,
        owner_name=None if case.owner == "bot" else case.owner,
        name=given.get("caller_name"),
        subject=_subject(case.subject),
        episode=case.episode,
        flags=tuple(cards[flag.id] for flag in current),
        earlier_flags=len(case.flags) - len(current),
        answers=_answers(case, texts),
        items=_items(case, cards, zone),
    )


def last_digits(number: str | None) -> str:
    """The last four digits of a number, or what is left of a shorter sender."""
    return number[-4:] if number else "----"


def tone(disposition: Disposition | None) -> str:
    """The colour family of an outcome; "" without one."""
    return label("tone", disposition)


def icon(disposition: Disposition | None) -> str:
    """The icon of an outcome; "" without one."""
    return label("icon", disposition)


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """A time of day in the clinic's zone, 24-hour."""
    return f"{at.astimezone(zone):%H:%M}"


def day_label(at: datetime, zone: ZoneInfo) -> str:
    """A day of the clinic's calendar: "Monday, March 2"."""
    local = at.astimezone(zone)
    return f"{local:%A, %B} {local.day}"


def waiting(since: datetime, now: datetime) -> str:
    """How long somebody has waited, in words: "3 min", "2 h 5 min", "4 days"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    days = minutes // (24 * 60)
    return f"{days} day{'' if days == 1 else 's'}"


def _card(flag: RaisedFlag, texts: dict[int, Text], lang: str, zone: ZoneInfo) -> FlagCard:
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for message_id, start, end in flag.evidence:
        if message_id is not None:
            spans[message_id].append((start, end))
    quotes = []
    for message_id, found in spans.items():
        text = texts.get(message_id)
        if text is None or text.body is None:
            continue
        words = " … ".join(text.body[start:end].strip() for start, end in merged(found, len(text.body)))
        quotes.append(Quote(text=words, lang=language_of(text.body, lang), anchor=f"text-{text.id}"))
    return FlagCard(
        anchor=f"flag-{flag.id}",
        label=label("reason", flag.code),
        tier=flag.tier.value,
        tier_label=label("tier", flag.tier),
        rule=flag.rule,
        source=label("source", flag.source),
        protocol=flag.protocol_version[:12],
        quotes=tuple(quotes),
        without_quote=BY_LETTERS if flag.source in {"screen", "check_in"} else BY_ANSWERS,
        at=flag.raised_at.isoformat(),
        when=f"{day_label(flag.raised_at, zone)}, {flag.raised_at.astimezone(zone):%H:%M:%S}",
    )


def _items(case: Case, cards: dict[int, FlagCard], zone: ZoneInfo) -> tuple[Day | Event | Bubble, ...]:
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    raised_by: dict[int, list[FlagCard]] = defaultdict(list)
    for flag in case.flags:
        for message_id, start, end in flag.evidence:
            if message_id is None:
                continue
            spans[message_id].append((start, end))
            if cards[flag.id] not in raised_by[message_id]:
                raised_by[message_id].append(cards[flag.id])
    # Texts of one second keep their order, and what a text led to stands right under it.
    timed: list[tuple[datetime, float, Event | Bubble]] = [
        (text.at, text.id, _bubble(text, case.lang, spans[text.id], tuple(raised_by[text.id]), zone))
        for text in case.texts
    ]
    timed += _events(case, cards, zone)
    timed.sort(key=lambda entry: (entry[0], entry[1]))
    items: list[Day | Event | Bubble] = []
    day = None
    for at, _, item in timed:
        if (local := at.astimezone(zone).date()) != day:
            day = local
            items.append(Day(key=f"day-{day.isoformat()}", label=day_label(at, zone)))
        items.append(item)
    return tuple(items)


def _bubble(text: Text, lang: str, spans: list[tuple[int, int]], flags: tuple[FlagCard, ...], zone: ZoneInfo) -> Bubble:
    by = "bot" if text.author is Author.SYSTEM else text.author.value
    by_label = label("author", text.author)
    if text.staff_name:
        by_label = f"{by_label}: {text.staff_name}"
    elif text.author is Author.BOT and not text.answers_text:
        by_label = f"{by_label}, by itself"
    body = DELETED if text.body is None else text.body
    outbound = text.author is not Author.PATIENT
    status = label("status", text.status) if outbound else ""
    if text.error_code is not None:
        status = f"{status} (carrier code {text.error_code})"
    return Bubble(
        key=f"text-{text.id}",
        by=by,
        by_label=by_label,
        icon=ICONS[text.author],
        lang=language_of(text.body, lang) if text.body is not None else "en",
        pieces=pieces(body, spans),
        pictures=f"{text.num_media} picture{'' if text.num_media == 1 else 's'}" if text.num_media else "",
        status=status,
        trouble=outbound and text.status in TROUBLE,
        flags=flags,
        at=text.at.isoformat(),
        clock=clock_time(text.at, zone),
    )


def _events(case: Case, cards: dict[int, FlagCard], zone: ZoneInfo) -> list[tuple[datetime, float, Event]]:
    events: list[tuple[datetime, float, Event]] = []

    def add(at: datetime, after: int | None, key: str, icon_name: str, tone_name: str, words: str) -> None:
        event = Event(
            key=f"event-{key}",
            icon=icon_name,
            tone=tone_name,
            text=words,
            at=at.isoformat(),
            clock=clock_time(at, zone),
        )
        events.append((at, inf if after is None else after + 0.5, event))

    for flag in case.flags:
        card = cards[flag.id]
        cause = max((piece[0] for piece in flag.evidence if piece[0] is not None), default=None)
        words = f"Red flag raised: {card.label}. Rule {card.rule}, protocol {card.protocol}."
        add(flag.raised_at, cause, card.anchor, "flag", card.tier, words)
    for ticket in case.tickets:
        name, note = label("reason", ticket.reason), label("topic", ticket.topic)
        urgency = label("priority", ticket.priority).lower()
        words = " ".join(filter(None, (f"Ticket opened: {name} ({urgency}).", note and f"{note}.")))
        words += " Call, do not text." if ticket.call_only else ""
        add(ticket.opened_at, ticket.message_id, f"ticket-{ticket.id}", "inbox", "plain", words)
        if ticket.resolved_at is not None:
            add(ticket.resolved_at, None, f"closed-{ticket.id}", "check", "plain", f"Ticket closed: {name}.")
    if case.opted_out_at is not None:
        add(case.opted_out_at, None, "opted-out", "stop", "plain", "Opted out: call, do not text.")
    if hidden := [text for text in case.texts if text.id <= case.hidden_before]:
        words = "Wrong number: the texts above belong to somebody else."
        add(hidden[-1].at, hidden[-1].id, "wrong-number", "info", "plain", words)
    return events


def _answers(case: Case, texts: dict[int, Text]) -> tuple[AnswerRow, ...]:
    rows = []
    for answer in case.answers:
        if answer.question not in known("question"):
            continue
        text = texts.get(answer.message_id) if answer.message_id is not None else None
        value = answer_value(answer.question, answer.value)
        words = (text.body or "") if text is not None else ""
        rows.append(
            AnswerRow(
                question=label("question", answer.question),
                value=value,
                words=words if words.strip().lower() != answer.value.strip().lower() else "",
                lang=language_of(words, case.lang),
            )
        )
    return tuple(rows)


def _subject(subject: str | None) -> str:
    match subject:
        case None:
            return "not said"
        case "self":
            return "the texter"
        case _:
            return f"the texter's {subject.replace('_', ' ')}"
