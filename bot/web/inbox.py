"""The staff inbox: the list of open tickets, most urgent first, and the thread of one.

What a newcomer would get wrong: addresses and titles hold ids only, never a patient's words or number: browsers, proxies and
shoulders keep them. Opening a thread is audited; its updates, every few seconds, are not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.clinic import Clinic
from bot.models import Author
from bot.services import inbox as reading
from bot.services.inbox import TicketLine
from bot.services.sign_off import is_signed
from bot.web import live_pages
from bot.web.auth import logged_in
from bot.web.labels import label
from bot.web.line_of_app import clinic_of_app, line_of_app
from bot.web.opening_words import opening_words
from bot.web.spoken_language import language_of
from bot.web.thread_view import DELETED, last_digits, thread_view, waiting

LONGEST_PREVIEW = 140

LIST_REGIONS = {
    "clinic-open": "inbox_open.html",
    "urgent-count": "inbox_count.html",
    "tickets": "inbox_tickets.html",
}
THREAD_REGIONS = {
    "thread-tags": "thread_tags.html",
    "thread-items": "thread_items.html",
    "in-charge": "thread_charge.html",
    "panel": "thread_panel.html",
}

blueprint = Blueprint("inbox", __name__, url_prefix="/staff")


@dataclass(frozen=True, kw_only=True)
class TicketRow:
    """One line of the list, in words."""

    ticket_id: int
    conversation_id: int
    priority: str
    priority_label: str
    reason: str
    notes: tuple[str, ...]
    waiting: str
    preview_by: str
    preview: str
    preview_lang: str
    last_digits: str
    language: str
    call_only: bool
    owner: str | None


@dataclass(frozen=True, kw_only=True)
class ClinicBar:
    """What the top bar says about the clinic."""

    name: str
    open_line: str
    practice: bool


@blueprint.get("/")
def show_tickets() -> ResponseReturnValue:
    """List the open tickets."""
    return _page(None)


@blueprint.get("/tickets/<int:ticket_id>")
def show_ticket(ticket_id: int) -> ResponseReturnValue:
    """Show a ticket's conversation beside the list; note in the audit who read it."""
    return _page(ticket_id)


@blueprint.get("/updates")
def send_updates() -> ResponseReturnValue:
    """Send what changed since the version a page shows, or nothing."""
    ticket_id = request.args.get("ticket", type=int)
    version = _version(ticket_id)
    if live_pages.is_current(version):
        return live_pages.unchanged()
    values = _values(ticket_id)
    regions = LIST_REGIONS if ticket_id is None else LIST_REGIONS | THREAD_REGIONS
    return live_pages.update(version, values["title"], regions, values)


def _page(ticket_id: int | None) -> ResponseReturnValue:
    version = _version(ticket_id)
    values = _values(ticket_id)
    if ticket_id is not None:
        line = line_of_app()
        reading.note_read(line.database, line.clock(), staff_id=logged_in().id, ticket_id=ticket_id)
    live_url = url_for("inbox.send_updates", ticket=ticket_id)
    return render_template("inbox.html", version=version, live_url=live_url, staff_name=logged_in().name, **values)


def _version(ticket_id: int | None) -> str:
    line = line_of_app()
    # Waiting times are shown in minutes, so a new minute is a change.
    minute = line.clock().replace(second=0, microsecond=0)
    return live_pages.version_of(ticket_id, minute, reading.stamp(line.database))


def _values(ticket_id: int | None) -> dict[str, Any]:
    """Everything the inbox's templates show; 404 when there is no such ticket."""
    line, clinic = line_of_app(), clinic_of_app()
    now = line.clock()
    thread = None
    if ticket_id is not None:
        case = reading.read_ticket(line.database, line.sealer, ticket_id)
        if case is None:
            abort(404)
        thread = thread_view(case, clinic.timezone)
    queue = reading.list_tickets(line.database, line.sealer)
    return {
        "title": f"({queue.urgent}) Inbox · Text Us" if queue.urgent else "Inbox · Text Us",
        "clinic": _clinic_bar(clinic, now, practice=not is_signed(line.database, line.protocol_version)),
        "tickets": [_row(ticket, now) for ticket in queue.lines],
        "hidden_count": queue.waiting - len(queue.lines),
        "selected_id": thread.conversation_id if thread else None,
        "urgent_count": queue.urgent,
        "thread": thread,
    }


def _clinic_bar(clinic: Clinic, now: datetime, *, practice: bool) -> ClinicBar:
    return ClinicBar(name=clinic.name, open_line=opening_words(clinic, now), practice=practice)


def _row(ticket: TicketLine, now: datetime) -> TicketRow:
    last = ticket.last
    body = "" if last is None else (DELETED if last.body is None else " ".join(last.body.split()))
    by = last.author if last else Author.PATIENT
    notes = dict.fromkeys(note for topic in ticket.topics if (note := label("topic", topic)))
    return TicketRow(
        ticket_id=ticket.ticket_id,
        conversation_id=ticket.conversation_id,
        priority=ticket.priority.value,
        priority_label=label("priority", ticket.priority),
        reason=label("reason", ticket.reason),
        notes=tuple(notes),
        waiting=waiting(ticket.opened_at, now),
        preview_by=last.staff_name if last and last.staff_name else label("author", by),
        preview=body[:LONGEST_PREVIEW] or ("Picture" if last and last.num_media else "No words"),
        preview_lang=language_of(body, ticket.lang),
        last_digits=last_digits(ticket.phone),
        language=label("language", ticket.lang),
        call_only=ticket.call_only,
        owner=ticket.assignee,
    )
