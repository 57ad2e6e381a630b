"""Read what staff (and the demo's simulator) look at: the open tickets, and one conversation with its evidence.

What a newcomer would get wrong: these are views, opened for one page and never stored. A contact whose key was destroyed keeps
its rows; its words come back as None and the page says so.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime

from bot.models import Author, Consent, Contact, Message, Status
from bot.sealing import ContactSeal, Sealer, SealError
from bot.services.sprints import ANSWER, BODY, STATE
from bot.store import findings, inbox, messages, record, staff, tickets
from bot.store.engine import Database
from conversations.errors import StateError
from conversations.events import Priority, WaitKind
from conversations.flagging import Tier
from conversations.state import ConversationState, Place
from conversations.triage import Disposition

URGENT = frozenset({Priority.EMERGENCY, Priority.URGENT})
MOST_LINES = 100  # more than anybody scrolls through; with it the list stays fast however many wait


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text of a thread. `body` is None when its words were deleted; `staff_name` when a person wrote it."""

    id: int
    author: Author
    staff_name: str | None
    body: str | None
    at: datetime
    status: Status
    error_code: int | None
    num_media: int
    episode: int
    emergency: bool
    answers_text: bool  # a direct reply, not a reminder, check-in or staff text
    message_sid: str | None


@dataclass(frozen=True, kw_only=True)
class TicketLine:
    """One line of the list: a conversation's most urgent open ticket. `topics` are those of all its open tickets."""

    ticket_id: int
    conversation_id: int
    reason: str
    priority: Priority
    call_only: bool
    opened_at: datetime
    topics: tuple[str, ...]
    assignee: str | None
    phone: str | None
    lang: str
    last: Text | None


@dataclass(frozen=True, kw_only=True)
class Queue:
    """The list: its most urgent lines, and how many conversations wait in all."""

    lines: tuple[TicketLine, ...]
    waiting: int
    urgent: int


@dataclass(frozen=True, kw_only=True)
class RaisedFlag:
    """A red flag. `evidence` are (message id, start, end) in code points of that text; the id is None for what was not a text."""

    id: int
    code: str
    tier: Tier
    rule: str
    source: str
    certainty: str
    evidence: tuple[tuple[int | None, int, int], ...]
    protocol_version: str
    episode: int
    raised_at: datetime


@dataclass(frozen=True, kw_only=True)
class GivenAnswer:
    """An answer as understood, and the text it came in."""

    question: str
    value: str
    message_id: int | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RaisedTicket:
    """A ticket of the conversation, for the thread's history."""

    id: int
    topic: str
    reason: str
    priority: Priority
    call_only: bool
    message_id: int | None
    opened_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Case:
    """Everything one page shows of one conversation."""

    conversation_id: int
    contact_id: int
    phone: str | None
    lang: str
    opted_out: bool
    opted_out_at: datetime | None
    place: Place
    question: str | None
    disposition: Disposition | None
    priority: str | None
    reason: str | None
    owner: str
    episode: int
    protocol_version: str
    subject: str | None
    hidden_before: int
    texts: tuple[Text, ...]
    flags: tuple[RaisedFlag, ...]
    answers: tuple[GivenAnswer, ...]
    tickets: tuple[RaisedTicket, ...]
    timers: tuple[tuple[WaitKind, datetime], ...]


def list_tickets(database: Database, sealer: Sealer) -> Queue:
    """Read the open tickets, most urgent first, then longest waiting; one line for each conversation.

    However many wait, a page shows the first hundred tickets; the counts cover them all.
    """
    with database.reading() as session:
        opened = tickets.list_open(session, limit=MOST_LINES)
        contact_ids = {line.contact.id for line in opened}
        last, keys = inbox.last_texts(session, contact_ids), inbox.wrapped_keys(session, contact_ids)
        names = inbox.staff_names(session)
        waiting, urgent = inbox.count_open(session), inbox.count_open(session, URGENT)
    lines: dict[int, TicketLine] = {}
    topics: dict[int, list[str]] = defaultdict(list)
    for line in opened:
        topics[line.conversation.id].append(line.ticket.topic)
        if line.conversation.id in lines:
            continue
        contact = line.contact
        seal = _seal(sealer, keys.get(contact.id), contact.id)
        newest = last.get(contact.id)
        lines[line.conversation.id] = TicketLine(
            ticket_id=line.ticket.id,
            conversation_id=line.conversation.id,
            reason=line.ticket.reason,
            priority=line.ticket.priority,
            call_only=line.ticket.call_only or contact.opted_out,
            opened_at=line.ticket.opened_at,
            topics=(),
            assignee=names.get(line.ticket.assignee_id) if line.ticket.assignee_id else None,
            phone=_phone(sealer, contact, keys.get(contact.id)),
            lang=contact.lang,
            last=_text(newest, seal, names) if newest else None,
        )
    return Queue(
        lines=tuple(replace(line, topics=tuple(topics[line.conversation_id])) for line in lines.values()),
        waiting=waiting,
        urgent=urgent,
    )


def read_ticket(database: Database, sealer: Sealer, ticket_id: int) -> Case | None:
    """Read the conversation a ticket is about; None when there is no such ticket."""
    with database.reading() as session:
        conversation_id = inbox.conversation_of_ticket(session, ticket_id)
    return None if conversation_id is None else read_case(database, sealer, conversation_id)


def read_case(database: Database, sealer: Sealer, conversation_id: int) -> Case:
    """Read one conversation: texts of every episode, flags and tickets, and the answers of the current episode."""
    with database.reading() as session:
        conversation, contact = inbox.case_rows(session, conversation_id)
        key = inbox.wrapped_keys(session, [contact.id]).get(contact.id)
        names = inbox.staff_names(session)
        stored_texts = messages.thread(session, contact.id)
        stored_flags = findings.flags_of(session, conversation_id)
        stored_answers = findings.answers_of(session, conversation_id, conversation.episode)
        stored_tickets = tickets.of_conversation(session, conversation_id)
        timers = inbox.timers_of(session, conversation_id)
        opted_out_at = _opted_out_at(record.consents_of(session, contact.id))
    seal = _seal(sealer, key, contact.id)
    return Case(
        conversation_id=conversation_id,
        contact_id=contact.id,
        phone=_phone(sealer, contact, key),
        lang=contact.lang,
        opted_out=contact.opted_out,
        opted_out_at=opted_out_at if contact.opted_out else None,
        place=conversation.place,
        question=conversation.question,
        disposition=conversation.disposition,
        priority=conversation.priority,
        reason=conversation.reason,
        owner=conversation.owner,
        episode=conversation.episode,
        protocol_version=conversation.protocol_version,
        subject=_subject(_words(seal, conversation.state_sealed, STATE)),
        hidden_before=conversation.hidden_before,
        texts=tuple(_text(text, seal, names) for text in stored_texts),
        flags=tuple(
            RaisedFlag(
                id=flag.id,
                code=flag.code,
                tier=flag.tier,
                rule=flag.rule,
                source=flag.source,
                certainty=flag.certainty,
                evidence=tuple((piece[0], piece[1] or 0, piece[2] or 0) for piece in flag.evidence),
                protocol_version=flag.protocol_version,
                episode=flag.episode,
                raised_at=flag.raised_at,
            )
            for flag in stored_flags
        ),
        answers=tuple(
            GivenAnswer(
                question=answer.question,
                value=_words(seal, answer.value_sealed, ANSWER) or "",
                message_id=answer.message_id,
                at=answer.answered_at,
            )
            for answer in stored_answers
        ),
        tickets=tuple(
            RaisedTicket(
                id=ticket.id,
                topic=ticket.topic,
                reason=ticket.reason,
                priority=ticket.priority,
                call_only=ticket.call_only,
                message_id=ticket.message_id,
                opened_at=ticket.opened_at,
                resolved_at=ticket.resolved_at,
            )
            for ticket in stored_tickets
        ),
        timers=tuple((timer.kind, timer.due_at) for timer in timers),
    )


def stamp(database: Database) -> tuple[object, ...]:
    """Something cheap that differs whenever a list or a thread may look different."""
    with database.reading() as session:
        return inbox.stamp(session)


def note_read(database: Database, now: datetime, *, staff_id: int, ticket_id: int) -> None:
    """Append to the audit that somebody opened a thread (45 CFR 164.312: reads are audited as well as writes)."""
    with database.writing() as session:
        contact_id = inbox.contact_of_ticket(session, ticket_id)
        staff.add_audit(
            session,
            action="thread_read",
            now=now,
            staff_id=staff_id,
            contact_id=contact_id,
            detail={"ticket": ticket_id},
        )


def _opted_out_at(consents: list[Consent]) -> datetime | None:
    withdrawn = [consent.at for consent in consents if consent.kind == "texts" and not consent.granted]
    return withdrawn[-1] if withdrawn else None


def _text(stored: Message, seal: ContactSeal | None, names: dict[int, str]) -> Text:
    return Text(
        id=stored.id,
        author=stored.author,
        staff_name=names.get(stored.staff_id) if stored.staff_id else None,
        body=_words(seal, stored.body_sealed, BODY),
        at=stored.created_at,
        status=stored.status,
        error_code=stored.error_code,
        num_media=stored.num_media,
        episode=stored.episode,
        emergency=stored.emergency,
        answers_text=stored.reply_to_id is not None,
        message_sid=stored.message_sid,
    )


def _seal(sealer: Sealer, wrapped: bytes | None, contact_id: int) -> ContactSeal | None:
    try:
        return sealer.unwrap(wrapped, contact_id)
    except SealError:
        return None


def _words(seal: ContactSeal | None, sealed: bytes, what: str) -> str | None:
    try:
        return None if seal is None else seal.open(sealed, what)
    except SealError:
        return None


def _phone(sealer: Sealer, contact: Contact, wrapped: bytes | None) -> str | None:
    try:
        return sealer.open_phone(contact.phone_sealed, wrapped, contact.id)
    except SealError:
        return None


def _subject(state: str | None) -> str | None:
    try:
        return None if state is None else ConversationState.from_json(state).subject
    except StateError:
        return None
