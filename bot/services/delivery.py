"""Sending what waits in the outbox: claim, send with no transaction open, record.

At least once for an emergency: a repeated instruction is a nuisance, a lost one is not acceptable. Every other text whose
fate is unknown is shown to staff as maybe sent and not repeated: Twilio's call takes no idempotency key.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy.orm import Session

from bot import logs
from bot.gateways.base import Accepted, OutcomeUnknownError, OutgoingText, Refusal, SendError, SmsGateway
from bot.models import Status
from bot.sealing import SealError
from bot.services.line import Line
from bot.services.sprints import BODY, UNCONFIRMED, set_opted_out
from bot.store import contacts, conversations, outbox, receipts, tickets
from bot.store.outbox import Claimed
from conversations.events import Priority, TicketOpened

EMERGENCY_ATTEMPTS = 5
RETRY_AFTER = (timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
RECEIPT_PATIENCE = timedelta(minutes=10)
VALIDITY_SECONDS = 4 * 3600  # a text of this line means nothing many hours later
CONFIRMS_OPT_OUT = "command.stop_confirmed"
MOST_AT_ONCE = 200  # then the worker's other duties get their turn

log = logs.get("delivery")

ReceiptsUrl = Callable[[int], str]


def deliver_due(line: Line, gateway: SmsGateway, receipts_url: ReceiptsUrl) -> int:
    """Send every text that is due and return how many were taken up. May run in several processes at once."""
    settle_unknown(line)
    taken = 0
    while taken < MOST_AT_ONCE:
        with line.database.writing() as session:
            claimed = outbox.claim_due(session, line.clock())
        if not claimed:
            break
        for text in claimed:
            _deliver(line, gateway, receipts_url, text)
        taken += len(claimed)
    return taken


def settle_unknown(line: Line) -> None:
    """Mark as maybe sent what a dead process was sending, and what was handed over and never confirmed."""
    now = line.clock()
    with line.database.writing() as session:
        for _, contact_id in outbox.mark_abandoned(session, now):
            _ask_to_look(session, contact_id, "maybe_sent", Priority.SAME_DAY, now)
        outbox.mark_unconfirmed(session, now - RECEIPT_PATIENCE)


def _deliver(line: Line, gateway: SmsGateway, receipts_url: ReceiptsUrl, text: Claimed) -> None:
    if text.opted_out and text.copy_key != CONFIRMS_OPT_OUT:
        with line.database.writing() as session:
            outbox.cancel(session, text.id)
        return
    fate = _send(line, gateway, receipts_url, text)
    now = line.clock()
    with line.database.writing() as session:
        match fate:
            case Accepted():
                _accepted(session, text, fate, now)
            case SendError():
                _refused(session, text, fate, now)
            case OutcomeUnknownError():
                _unknown(session, text, now)
            case _:
                assert_never(fate)


def _send(
    line: Line, gateway: SmsGateway, receipts_url: ReceiptsUrl, text: Claimed
) -> Accepted | SendError | OutcomeUnknownError:
    """Send one text and say what became of it, whatever goes wrong: the others must not wait for it."""
    try:
        outgoing = OutgoingText(
            to=line.sealer.open_phone(text.phone_sealed, text.wrapped_key, text.contact_id),
            body=line.sealer.unwrap(text.wrapped_key, text.contact_id).open(text.body_sealed, BODY),
            status_callback=receipts_url(text.id),
            validity_seconds=VALIDITY_SECONDS,
        )
    except SealError as error:
        log.error("text_unreadable", message_id=text.id, exc_info=error)
        return SendError(Refusal.NEVER)
    try:
        return gateway.send(outgoing)
    except (SendError, OutcomeUnknownError) as error:
        return error
    except Exception as error:  # a bug in the gateway: the text may have gone out
        log.error("gateway_failed", message_id=text.id, exc_info=error)
        return OutcomeUnknownError()


def _accepted(session: Session, text: Claimed, accepted: Accepted, now: datetime) -> None:
    if accepted.delivered:
        receipts.move(session, text.id, status=Status.DELIVERED, message_sid="", error_code=None, now=now)
        return
    repeat = text.emergency and text.attempts < EMERGENCY_ATTEMPTS
    outbox.record_sent(session, text.id, accepted.message_sid, again_at=now + UNCONFIRMED if repeat else None)
    if text.emergency and not repeat:
        _ask_to_look(session, text.contact_id, "emergency_text_unconfirmed", Priority.EMERGENCY, now)


def _unknown(session: Session, text: Claimed, now: datetime) -> None:
    log.warning("outcome_unknown", message_id=text.id)
    if text.emergency and text.attempts < EMERGENCY_ATTEMPTS:
        outbox.record_sent(session, text.id, None, again_at=now + UNCONFIRMED)
        return
    outbox.mark_maybe_sent(session, text.id)
    priority = Priority.EMERGENCY if text.emergency else Priority.SAME_DAY
    _ask_to_look(session, text.contact_id, "maybe_sent", priority, now)


def _refused(session: Session, text: Claimed, error: SendError, now: datetime) -> None:
    log.warning("send_refused", message_id=text.id, reason=error.refusal.value, error_code=error.code)
    priority = Priority.EMERGENCY if text.emergency else Priority.SAME_DAY
    match error.refusal:
        case Refusal.LATER if text.attempts <= len(RETRY_AFTER):
            wait = UNCONFIRMED if text.emergency else RETRY_AFTER[text.attempts - 1]
            outbox.try_again(session, text.id, error.code, now + wait)
            return
        case Refusal.OPTED_OUT:
            set_opted_out(session, text.contact_id, True)
        case Refusal.UNREACHABLE:
            contacts.set_unreachable(session, text.contact_id)
        case Refusal.OPERATOR:
            log.error("operator_alert", reason="sending_refused", error_code=error.code)
        case Refusal.LATER | Refusal.NEVER:
            pass
        case _:
            assert_never(error.refusal)
    outbox.record_failed(session, text.id, error.code)
    _ask_to_look(session, text.contact_id, "text_not_sent", priority, now)


def _ask_to_look(session: Session, contact_id: int, reason: str, priority: Priority, now: datetime) -> None:
    """Open a ticket to phone the patient: a text did not arrive, or nobody knows whether it did."""
    conversation_id, episode = conversations.of_contact(session, contact_id)
    tickets.open_ticket(
        session,
        conversation_id=conversation_id,
        episode=episode,
        wanted=TicketOpened(topic="delivery", priority=priority, reason=reason, call_only=True),
        message_id=None,
        now=now,
    )
