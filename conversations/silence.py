"""What silence brings: the waits behind a question, and what happens when one runs out (PROTOCOL 2.5, 8)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from conversations.events import WaitKind
from conversations.turn import Turn


def start_waits(turn: Turn, table: str) -> None:
    """Start the waits of one silence table for the question just asked; a quiet conversation starts none."""
    if turn.is_quiet:
        return
    minutes = turn.protocol.logic.silence[table]
    for kind, delay in (
        (WaitKind.REMINDER_1, minutes.reminder_1),
        (WaitKind.REMINDER_2, minutes.reminder_2),
        (WaitKind.STAFF_REVIEW, minutes.staff_review),
        (WaitKind.CLARIFY, minutes.clarify),
        (WaitKind.RAISE, minutes.raise_),
    ):
        if delay is not None:
            turn.wait(kind, timedelta(minutes=delay))
    if minutes.checkin_reminder is not None:
        due = turn.now + timedelta(minutes=minutes.checkin_reminder)
        turn.wait_until(WaitKind.CHECKIN_REMINDER, within_window(due, turn.clinic.checkin_window, turn.clinic.timezone))


def within_window(due: datetime, window: tuple[time, time], zone: ZoneInfo) -> datetime:
    """The first instant from `due` on that lies in the daily window of the clinic's clock, which summer time may move."""
    local = due.astimezone(zone)
    opens, closes = window
    if local.time() < opens:
        return datetime.combine(local.date(), opens, zone).astimezone(due.tzinfo)
    if local.time() >= closes:
        return datetime.combine(local.date() + timedelta(days=1), opens, zone).astimezone(due.tzinfo)
    return due
