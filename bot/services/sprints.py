"""Storing what the engine decided: state, replies, flags, answers, tickets, timers, consents and the record, all or nothing.

What a newcomer would get wrong: replies are rows before they are texts. What goes out in the webhook's own answer has no
`due_at`; what waits for the worker has one; an emergency has one a minute ahead, which its first receipt empties.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from sqlalchemy.orm import Session

from bot.gateways.base import AnswerText
from bot.models import Author, Status
from bot.sealing import ContactSeal
from bot.services.line import Line, Turn
from bot.store import contacts, conversations, findings, messages, record, tickets, timers
from bot.store.conversations import Thread
from conversations.events import (
    ConsentChanged,
    EpisodeStarted,
    HistoryHidden,
    PhraseNotUnderstood,
    Reply,
    TicketOpened,
)
from conversations.state import ConversationState

UNCONFIRMED = timedelta(minutes=1)
"""How long an emergency reply may go without a receipt before it is sent again (PRODUCT section 2)."""

STATE, BODY, FIELDS, ANSWER, PHRASE, ENTRY = "state", "body", "fields", "answer", "phrase", "record entry"
"""What sealed bytes are; they open as nothing else."""


class Way(StrEnum):
    """How replies leave: in the webhook's answer, or through the outbox."""

    ANSWER = "answer"
    OUTBOX = "outbox"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What made this turn: for the record, and for what points back at a text."""

    kind: str
    way: Way
    message_id: int | None = None
    body: str | None = None
    actor: str = "patient"
    channel: str = "sms"
    limited: bool = False  # the number texts so fast that only emergencies are answered


def apply_sprint(
    session: Session,
    line: Line,
    thread: Thread,
    seal: ContactSeal,
    before: ConversationState,
    turn: Turn,
    cause: Cause,
    now: datetime,
) -> tuple[AnswerText, ...]:
    """Store a turn and return the replies that go out in the webhook's answer. Nothing commits; the thread is locked."""
    state = turn.state
    _apply_effects(session, line, thread, seal, turn, cause, now)
    outgoing = add_replies(session, thread, seal, turn.replies, cause, episode=state.episode, now=now)
    findings.add_flags(session, thread.conversation_id, state.episode, line.protocol_version, turn.flags_raised)
    _store_answers(session, thread, seal, before, state)
    timers.change(session, thread.conversation_id, before.timers, state.timers)
    if (state.disposition, state.reason) != (before.disposition, before.reason):
        conversations.note_outcome(session, thread.conversation_id, state)
    if cause.message_id is not None and state.episode != thread.episode:
        messages.set_episode(session, cause.message_id, state.episode)
    if state.lang != thread.lang:
        contacts.set_lang(session, thread.contact_id, state.lang)
    if state.opted_out != thread.opted_out:
        set_opted_out(session, thread.contact_id, state.opted_out)
    length, head = append_entry(session, line, thread, seal, cause, _summary(turn), outgoing, now)
    conversations.save(
        session,
        thread.conversation_id,
        {
            "state_sealed": seal.seal(state.to_json(), STATE),
            "updated_at": now,
            "broken": False,
            "record_length": length,
            "record_head": head,
            **({"last_inbound_at": now} if cause.message_id is not None else {}),
            **({"protocol_version": line.protocol_version} if state.episode != thread.episode else {}),
            **conversations.summary(state),
        },
    )
    return (
        tuple(AnswerText(id=reply.id, body=reply.body) for reply in outgoing if reply.goes_out)
        if cause.way is Way.ANSWER
        else ()
    )


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A reply as stored."""

    id: int
    key: str
    body: str
    goes_out: bool


def add_replies(
    session: Session,
    thread: Thread,
    seal: ContactSeal,
    replies: Sequence[Reply],
    cause: Cause,
    *,
    episode: int,
    now: datetime,
    author: Author = Author.BOT,
) -> list[Stored]:
    """Store replies in order. A limited number gets emergencies only; what it does not get is kept as canceled."""
    rows: list[dict[str, Any]] = []
    for reply in replies:
        held_back = cause.limited and not reply.emergency
        rows.append(
            {
                "contact_id": thread.contact_id,
                "episode": episode,
                "author": author,
                "body_sealed": seal.seal(reply.body, BODY),
                "num_media": 0,
                "status": Status.CANCELED if held_back else Status.QUEUED,
                "reply_to_id": cause.message_id,
                "copy_key": reply.key,
                "emergency": reply.emergency,
                "created_at": now,
                "due_at": None if held_back else _due(cause.way, reply.emergency, now),
            }
        )
    ids = messages.add_outbound(session, rows)
    return [
        Stored(id=reply_id, key=reply.key, body=reply.body, goes_out=row["status"] is Status.QUEUED)
        for reply_id, reply, row in zip(ids, replies, rows, strict=True)
    ]


def append_entry(
    session: Session,
    line: Line,
    thread: Thread,
    seal: ContactSeal,
    cause: Cause,
    outcome: dict[str, Any],
    outgoing: Sequence[Stored],
    now: datetime,
) -> tuple[int, bytes]:
    """Append a turn to the contact's record and return the chain's new length and head."""
    entry = {
        "message": cause.message_id,
        "text": cause.body,
        "actor": cause.actor,
        "protocol": line.protocol_version,
        "replies": [
            {"id": reply.id, "key": reply.key, "text": reply.body, "held_back": not reply.goes_out}
            for reply in outgoing
        ],
        **outcome,
    }
    return record.append(
        session,
        contact_id=thread.contact_id,
        length=thread.record_length,
        head=thread.record_head,
        kind=cause.kind,
        payload_sealed=seal.seal(json.dumps(entry, ensure_ascii=False), ENTRY),
        at=now,
    )


def set_opted_out(session: Session, contact_id: int, opted_out: bool) -> None:
    """Note an opt-out, or its end, and drop what the bot still had waiting."""
    contacts.set_opted_out(session, contact_id, opted_out)
    if opted_out:
        messages.cancel_queued(session, contact_id)


def _due(way: Way, emergency: bool, now: datetime) -> datetime | None:
    match way:
        case Way.OUTBOX:
            return now
        case Way.ANSWER:
            return now + UNCONFIRMED if emergency else None
        case _:
            assert_never(way)


def _apply_effects(
    session: Session, line: Line, thread: Thread, seal: ContactSeal, turn: Turn, cause: Cause, now: datetime
) -> None:
    for effect in turn.effects:
        match effect:
            case TicketOpened():
                tickets.open_ticket(
                    session,
                    conversation_id=thread.conversation_id,
                    episode=turn.state.episode,
                    wanted=effect,
                    message_id=cause.message_id,
                    now=now,
                )
            case ConsentChanged(kind=kind, granted=granted):
                record.add_consent(
                    session,
                    contact_id=thread.contact_id,
                    kind=kind,
                    granted=granted,
                    channel=cause.channel,
                    actor=cause.actor,
                    message_id=cause.message_id,
                    at=now,
                )
            case EpisodeStarted(number=number):
                conversations.start_episode(session, thread.conversation_id, number, line.protocol_version, now)
            case HistoryHidden():
                conversations.save(session, thread.conversation_id, {"hidden_before": cause.message_id or 0})
            case PhraseNotUnderstood(question=question):
                if cause.message_id is not None and cause.body is not None:
                    findings.add_unknown_phrase(
                        session,
                        contact_id=thread.contact_id,
                        message_id=cause.message_id,
                        question=question,
                        sealed=seal.seal(cause.body, PHRASE),
                        at=now,
                    )
            case _:
                assert_never(effect)


def _store_answers(
    session: Session, thread: Thread, seal: ContactSeal, before: ConversationState, state: ConversationState
) -> None:
    known = before.answers if before.episode == state.episode else {}
    changed = {
        question: (answer, seal.seal(answer.value, ANSWER))
        for question, answer in state.answers.items()
        if known.get(question) != answer
    }
    findings.replace_answers(session, thread.conversation_id, state.episode, changed)


def _summary(turn: Turn) -> dict[str, Any]:
    state = turn.state
    return {
        "episode": state.episode,
        "place": state.place,
        "question": state.question,
        "disposition": state.disposition,
        "priority": state.priority,
        "reason": state.reason,
        "flags": [
            {"code": flag.code, "tier": flag.tier, "rule": flag.rule, "evidence": flag.evidence}
            for flag in turn.flags_raised
        ],
    }
