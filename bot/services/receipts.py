"""Recording what became of a text: every receipt is kept, and a text's status only moves forward.

What a newcomer would get wrong: receipts come late, twice, out of order, from a send of ours that has not committed yet, or
never. They are matched by our own id (`m`), kept once per (message_sid, status), and any of them means "no need to repeat".
"""

from collections.abc import Mapping

from bot import logs
from bot.models import Status
from bot.services.line import Line
from bot.store import conversations, receipts, tickets
from conversations.events import Priority, TicketOpened

# Twilio's words for where a text is; `accepted` and `scheduled` come before anything was handed over.
STATUSES: Mapping[str, Status | None] = {
    "accepted": None,
    "scheduled": None,
    "queued": None,
    "sending": None,
    "sent": Status.SENT,
    "delivered": Status.DELIVERED,
    "read": Status.DELIVERED,
    "undelivered": Status.UNDELIVERED,
    "failed": Status.FAILED,
    "canceled": Status.CANCELED,
}
NOT_ARRIVED = {Status.UNDELIVERED, Status.FAILED}

log = logs.get("receipts")


def record_receipt(line: Line, *, message_id: int, message_sid: str, status: str, error_code: int | None) -> bool:
    """Keep a receipt and move its text forward; false when no text of ours has this id. May be repeated."""
    now = line.clock()
    with line.database.writing() as session:
        text = receipts.get_for_update(session, message_id)
        if text is None:
            log.warning("receipt_unknown", message_id=message_id)
            return False
        added = receipts.add(
            session,
            message_id=message_id,
            message_sid=message_sid[:64],
            status=status[:32],
            error_code=error_code,
            now=now,
        )
        if not added:
            return True
        new = STATUSES.get(status)
        forward = new if new is not None and new.rank > text.status.rank else None
        receipts.move(session, message_id, status=forward, message_sid=message_sid[:64], error_code=error_code, now=now)
        if forward in NOT_ARRIVED:
            conversation_id, episode = conversations.of_contact(session, text.contact_id)
            tickets.open_ticket(
                session,
                conversation_id=conversation_id,
                episode=episode,
                wanted=TicketOpened(
                    topic="delivery",
                    priority=Priority.EMERGENCY if text.emergency else Priority.SAME_DAY,
                    reason="text_not_delivered",
                    call_only=True,
                ),
                message_id=message_id,
                now=now,
            )
        return True
