"""The tables, one noun a file, without any query. Importing this package registers them all on `Base.metadata`."""

from bot.models.base import Base, UtcDateTime
from bot.models.contact import Contact, ContactKey
from bot.models.conversation import Conversation, Episode
from bot.models.finding import Answer, Flag, UnknownPhrase
from bot.models.message import Author, Direction, Message, Receipt, Status
from bot.models.operation import DemoClock, Heartbeat, ProtocolSignoff
from bot.models.record import Consent, RecordEntry
from bot.models.staff import AuditEntry, Role, Staff, StaffSession
from bot.models.ticket import Ticket, TicketStatus
from bot.models.timer import Timer

__all__ = [
    "Answer",
    "AuditEntry",
    "Author",
    "Base",
    "Consent",
    "Contact",
    "ContactKey",
    "Conversation",
    "DemoClock",
    "Direction",
    "Episode",
    "Flag",
    "Heartbeat",
    "Message",
    "ProtocolSignoff",
    "Receipt",
    "RecordEntry",
    "Role",
    "Staff",
    "StaffSession",
    "Status",
    "Ticket",
    "TicketStatus",
    "Timer",
    "UnknownPhrase",
    "UtcDateTime",
]
