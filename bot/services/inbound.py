"""Receiving a patient's text: one write transaction from the first byte stored to the last reply decided.

What a newcomer would get wrong: the order. The conversation is locked first, then the text is inserted under its unique
`message_sid`, and only a text that was really new runs the engine. So two copies of one webhook give one turn and the same
replies, and two texts of one phone are handled one after the other.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import logs, phone
from bot.gateways.base import AnswerText, InboundText
from bot.sealing import ContactSeal
from bot.services.failures import fail_safe, worst_tier
from bot.services.line import Line
from bot.services.sprints import BODY, FIELDS, STATE, Cause, Way, apply_sprint
from bot.store import contacts, conversations, messages, tickets
from bot.store.conversations import Thread
from bot.store.engine import savepoint
from conversations.events import Priority, TextReceived, TicketOpened
from conversations.flagging import Tier
from conversations.state import ConversationState

MOST_IN_A_MINUTE = 30
"""A number that texts this often is a machine, or in trouble: stored and screened, answered with emergencies only."""
LONGEST_SENDER = 64

log = logs.get("inbound")


def receive_text(line: Line, text: InboundText) -> tuple[AnswerText, ...]:
    """Store a text, run its turn, and return the replies for the webhook's answer. Commits; may be repeated.

    A repeated `message_sid` returns the same replies until a receipt shows that they arrived.
    """
    if line.demo and not phone.is_fictional(text.sender):
        log.warning("text_refused", reason="not_fictional")
        return ()
    now = line.clock()
    with line.database.writing() as session:
        thread = _lock_thread(session, line, text, now)
        seal = line.sealer.unwrap(thread.wrapped_key, thread.contact_id)
        message_id = messages.add_inbound(
            session,
            contact_id=thread.contact_id,
            episode=thread.episode,
            body_sealed=seal.seal(text.body, BODY),
            fields_sealed=seal.seal(json.dumps(text.fields), FIELDS) if text.fields else None,
            message_sid=text.message_sid,
            num_media=text.num_media,
            now=now,
        )
        if message_id is None:
            return _same_replies(session, thread, seal, text.message_sid or "")
        if text.faults or not _is_answerable(line, text):
            _keep_for_staff(session, line, thread, text, message_id, now)
            return ()
        return _run_turn(session, line, thread, seal, text, message_id, now)


def _lock_thread(session: Session, line: Line, text: InboundText, now: datetime) -> Thread:
    sender = text.sender[:LONGEST_SENDER]
    phone_hash = line.sealer.phone_hash(sender)
    thread = conversations.get_for_update(session, phone_hash)
    if thread is not None:
        return thread
    lang = line.view(session, now).default_lang
    contact_id = contacts.add(session, line.sealer, sender, fictional=phone.is_fictional(sender), lang=lang, now=now)
    if contact_id is not None:
        state = ConversationState.new(lang=lang)
        sealed = contacts.seal_of(session, line.sealer, contact_id).seal(state.to_json(), STATE)
        conversations.add(session, contact_id, state, sealed, line.protocol_version, now)
    # Whoever was first with this number has committed by now: its insert made ours wait.
    thread = conversations.get_for_update(session, phone_hash)
    assert thread is not None
    return thread


def _is_answerable(line: Line, text: InboundText) -> bool:
    """A reply to a short code fails, and one to ourselves comes back as the next text."""
    return (
        not phone.is_short_code(text.sender) and text.sender not in line.own_numbers and text.sender != text.recipient
    )


def _keep_for_staff(
    session: Session, line: Line, thread: Thread, text: InboundText, message_id: int, now: datetime
) -> None:
    """Make a text that is not answered visible, at the urgency of its words."""
    reason = "malformed_text" if text.faults else "unanswerable_sender"
    log.error("operator_alert", reason=reason, message_id=message_id, kind=".".join(text.faults) or None)
    match worst_tier(line, text.body):
        case Tier.EMERGENCY:
            priority = Priority.EMERGENCY
        case Tier.URGENT:
            priority = Priority.URGENT
        case None:
            priority = Priority.SAME_DAY if text.faults else Priority.ROUTINE
    tickets.open_ticket(
        session,
        conversation_id=thread.conversation_id,
        episode=thread.episode,
        wanted=TicketOpened(topic="operator", priority=priority, reason=reason, call_only=True),
        message_id=message_id,
        now=now,
    )
    conversations.save(session, thread.conversation_id, {"last_inbound_at": now, "updated_at": now})


def _run_turn(
    session: Session, line: Line, thread: Thread, seal: ContactSeal, text: InboundText, message_id: int, now: datetime
) -> tuple[AnswerText, ...]:
    limited = _texts_without_pause(session, thread, now)
    if limited:
        _show_limited(session, thread, message_id, now)
    cause = Cause(kind="text", way=Way.ANSWER, message_id=message_id, body=text.body, limited=limited)
    view = line.view(session, now)
    try:
        with savepoint(session):
            state = ConversationState.from_json(seal.open(thread.state_sealed, STATE))
            event = TextReceived(body=text.body, message_id=message_id, num_media=text.num_media)
            turn = line.advance(state, event, now, view)
            return apply_sprint(session, line, thread, seal, state, turn, cause, now)
    except Exception as error:  # a bug ends with a person; a database that is gone fails again below, and is not hidden
        return fail_safe(session, line, thread, seal, view, cause, error, now)


def _texts_without_pause(session: Session, thread: Thread, now: datetime) -> bool:
    since = now - timedelta(minutes=1)
    # Every text that ran a turn has its entry in the record: with fewer entries there is nothing to count.
    if thread.record_length + 1 < MOST_IN_A_MINUTE or thread.last_inbound_at is None or thread.last_inbound_at < since:
        return False
    return messages.count_inbound_since(session, thread.contact_id, since, most=MOST_IN_A_MINUTE) >= MOST_IN_A_MINUTE


def _show_limited(session: Session, thread: Thread, message_id: int, now: datetime) -> None:
    tickets.open_ticket(
        session,
        conversation_id=thread.conversation_id,
        episode=thread.episode,
        wanted=TicketOpened(topic="operator", priority=Priority.SAME_DAY, reason="texts_without_pause"),
        message_id=message_id,
        now=now,
    )


def _same_replies(session: Session, thread: Thread, seal: ContactSeal, message_sid: str) -> tuple[AnswerText, ...]:
    """Repeat what was answered, as far as it may still be said: staff may have taken over, the patient opted out."""
    return tuple(
        AnswerText(id=reply.id, body=seal.open(reply.body_sealed, BODY))
        for reply in messages.unconfirmed_replies(session, thread.contact_id, message_sid)
        if thread.owner == "bot" or reply.emergency
    )
