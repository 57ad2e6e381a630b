"""Conversations: the row that a writer locks, and the episodes under it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from bot.models import Contact, ContactKey, Conversation, Episode
from bot.store.statements import Prepared, insert_once, table_of
from conversations.state import ConversationState


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A contact's conversation as stored: enough to run a turn, nothing opened yet."""

    contact_id: int
    conversation_id: int
    lang: str
    opted_out: bool
    fictional: bool
    phone_sealed: bytes
    wrapped_key: bytes | None
    state_sealed: bytes
    protocol_version: str
    episode: int
    owner: str
    broken: bool
    last_inbound_at: datetime | None
    record_length: int
    record_head: bytes


_contacts, _keys = table_of(Contact), table_of(ContactKey)
_conversations, _episodes = table_of(Conversation), table_of(Episode)
_THREADS: Select[Any] = (
    select(
        _contacts.c.id.label("contact_id"),
        _conversations.c.id.label("conversation_id"),
        _contacts.c.lang,
        _contacts.c.opted_out,
        _contacts.c.fictional,
        _contacts.c.phone_sealed,
        _keys.c.wrapped.label("wrapped_key"),
        _conversations.c.state_sealed,
        _conversations.c.protocol_version,
        _conversations.c.episode,
        _conversations.c.owner,
        _conversations.c.broken,
        _conversations.c.last_inbound_at,
        _conversations.c.record_length,
        _conversations.c.record_head,
    )
    .select_from(_contacts)
    .join(_conversations, _conversations.c.contact_id == _contacts.c.id)
    .join(_keys, _keys.c.contact_id == _contacts.c.id)
)
_WITH_ID = _THREADS.where(_conversations.c.id == bindparam("wanted"))
_BY_ID = Prepared(_WITH_ID)
_BY_ID_FOR_UPDATE = Prepared(_WITH_ID.with_for_update())
_BY_PHONE_FOR_UPDATE = Prepared(_THREADS.where(_contacts.c.phone_hash == bindparam("wanted")).with_for_update())
_ADD = Prepared(insert(_conversations).returning(_conversations.c.id))
_START_EPISODE = insert_once(_episodes)
_NOTE_OUTCOME = Prepared(
    update(_episodes).where(
        _episodes.c.conversation_id == bindparam("of_conversation"), _episodes.c.number == bindparam("of_number")
    )
)
_SAVE = Prepared(update(_conversations).where(_conversations.c.id == bindparam("saved")))


def get_for_update(session: Session, phone_hash: bytes) -> Thread | None:
    """Lock and return the conversation of a number; later writers for the same number wait until this transaction ends."""
    return _thread(session, _BY_PHONE_FOR_UPDATE, phone_hash)


def lock(session: Session, conversation_id: int) -> Thread | None:
    """Lock and return a conversation by its id."""
    return _thread(session, _BY_ID_FOR_UPDATE, conversation_id)


def get(session: Session, conversation_id: int) -> Thread | None:
    """Return a conversation without locking it, for a page."""
    return _thread(session, _BY_ID, conversation_id)


def of_contact(session: Session, contact_id: int) -> tuple[int, int]:
    """The id and current episode of a contact's conversation."""
    row = session.execute(
        select(Conversation.id, Conversation.episode).where(Conversation.contact_id == contact_id)
    ).one()
    return row.id, row.episode


def _thread(session: Session, statement: Prepared, wanted: object) -> Thread | None:
    rows = statement.rows(session, {"wanted": wanted})
    return Thread(**rows[0]) if rows else None


def add(session: Session, contact_id: int, state: ConversationState, sealed: bytes, version: str, now: datetime) -> int:
    """Store the first state of a new contact, with its first episode, and return the conversation's id."""
    conversation_id: int = _ADD.value(
        session,
        {
            "contact_id": contact_id,
            "state_sealed": sealed,
            "protocol_version": version,
            "updated_at": now,
            "broken": False,
            "hidden_before": 0,
            "record_length": 0,
            "record_head": b"\0" * 32,
            **summary(state),
        },
    )
    _START_EPISODE.value(session, _episode(conversation_id, state.episode, version, now))
    return conversation_id


def save(session: Session, conversation_id: int, values: Mapping[str, Any]) -> None:
    """Store new column values of a conversation."""
    _SAVE.run(session, {"saved": conversation_id, **values})


def summary(state: ConversationState) -> dict[str, Any]:
    """The copies of a state that lists are sorted by."""
    return {
        "episode": state.episode,
        "place": state.place,
        "question": state.question,
        "disposition": state.disposition,
        "priority": state.priority,
        "reason": state.reason,
        "owner": state.owner,
    }


def start_episode(session: Session, conversation_id: int, number: int, version: str, now: datetime) -> None:
    """Open an episode, which ends the ones before it. Repeating it changes nothing."""
    session.execute(
        update(Episode)
        .where(Episode.conversation_id == conversation_id, Episode.number < number, Episode.ended_at.is_(None))
        .values(ended_at=now)
    )
    _START_EPISODE.value(session, _episode(conversation_id, number, version, now))


def _episode(conversation_id: int, number: int, version: str, now: datetime) -> dict[str, Any]:
    return {"conversation_id": conversation_id, "number": number, "protocol_version": version, "started_at": now}


def note_outcome(session: Session, conversation_id: int, state: ConversationState) -> None:
    """Copy the outcome so far to the episode, where it stays when the next one begins."""
    wanted = {"of_conversation": conversation_id, "of_number": state.episode}
    _NOTE_OUTCOME.run(session, {**wanted, "disposition": state.disposition, "reason": state.reason})
