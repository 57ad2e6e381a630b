"""When the engine fails or a stored state cannot be read: a bug ends with a person.

The text is kept, looked at for red flags all the same, a fixed safe reply (911 line and the clinic's phone) goes out, and an
urgent ticket opens. What a newcomer would get wrong: the stored state is left as it is. To begin again would forget every
flag raised so far; staff decide.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from bot import logs
from bot.gateways.base import AnswerText
from bot.models import Author
from bot.sealing import ContactSeal
from bot.services.line import Line
from bot.services.sprints import Cause, Way, add_replies, append_entry, set_opted_out
from bot.store import conversations, record, tickets
from bot.store.conversations import Thread
from conversations.clinic_view import ClinicView
from conversations.events import Priority, Reply, TicketOpened
from conversations.flagging import Tier

SAFE_REPLY = "system.engine_failed"
TOPIC = "engine_failure"

log = logs.get("failures")


def fail_safe(
    session: Session,
    line: Line,
    thread: Thread,
    seal: ContactSeal,
    view: ClinicView,
    cause: Cause,
    error: Exception,
    now: datetime,
) -> tuple[AnswerText, ...]:
    """Answer and alert without the engine. Nothing is sent to an opted-out number, nor over staff but for an emergency."""
    log.error(
        "engine_failed", conversation_id=thread.conversation_id, message=cause.message_id, error=type(error).__name__
    )
    body = cause.body or ""
    opts_out = cause.body is not None and line.safety_net.is_opt_out(body)
    if opts_out and not thread.opted_out:
        set_opted_out(session, thread.contact_id, True)
        record.add_consent(
            session,
            contact_id=thread.contact_id,
            kind="texts",
            granted=False,
            channel=cause.channel,
            actor=cause.actor,
            message_id=cause.message_id,
            at=now,
        )
    tier = worst_tier(line, body)
    opted_out = opts_out or thread.opted_out
    tickets.open_ticket(
        session,
        conversation_id=thread.conversation_id,
        episode=thread.episode,
        wanted=TicketOpened(
            topic=TOPIC,
            priority=Priority.EMERGENCY if tier is Tier.EMERGENCY else Priority.URGENT,
            reason="engine_failed",
            call_only=opted_out,
        ),
        message_id=cause.message_id,
        now=now,
    )
    replies = []
    if not opted_out and (thread.owner == "bot" or tier is Tier.EMERGENCY):
        # Only an emergency may pass the limit of a number that texts without pause.
        urgent = tier is Tier.EMERGENCY or not cause.limited
        replies = [Reply(key=SAFE_REPLY, body=line.safety_net.reply(thread.lang, view), emergency=urgent)]
    stored = add_replies(session, thread, seal, replies, cause, episode=thread.episode, now=now, author=Author.SYSTEM)
    length, head = append_entry(session, line, thread, seal, cause, {"failed": type(error).__name__}, stored, now)
    conversations.save(
        session,
        thread.conversation_id,
        {
            "broken": True,
            "updated_at": now,
            "record_length": length,
            "record_head": head,
            **({"last_inbound_at": now} if cause.message_id is not None else {}),
        },
    )
    if cause.way is not Way.ANSWER:
        return ()
    return tuple(AnswerText(id=reply.id, body=reply.body) for reply in stored if reply.goes_out)


def worst_tier(line: Line, body: str) -> Tier | None:
    """Look for red flags without the engine. If even that fails, the worst is assumed."""
    try:
        return line.safety_net.worst_tier(body)
    except Exception as error:  # whatever is broken here, a person must look now
        log.error("screen_failed", exc_info=error)
        return Tier.EMERGENCY
