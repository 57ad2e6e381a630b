"""A rehearsed line at a sample clinic, for tests that read like a chat."""

from datetime import datetime, timedelta

from bot.clinic import load
from conversations.events import Effect, TicketOpened
from conversations.protocol.loader import load_protocol
from conversations.rehearsal import Rehearsal

MONDAY_MORNING = datetime.fromisoformat("2026-03-02T10:00:00-05:00")
SATURDAY_NIGHT = datetime.fromisoformat("2026-03-07T23:30:00-05:00")


class Line(Rehearsal):
    """A rehearsal that keeps every text it sent. `practice` leaves the protocol unsigned."""

    def __init__(
        self, *, clinic: str = "midtown", start: datetime = MONDAY_MORNING, lang: str = "en", practice: bool = False
    ) -> None:
        loaded = load(clinic)
        super().__init__(load_protocol(), lambda at: loaded.view(at, practice), start=start, lang=lang)

    def says(self, *texts: str) -> list[str]:
        """Text these one after the other; return the bot's texts after the last."""
        replies: list[str] = []
        for text in texts:
            replies = [reply.body for reply in self.text(text)]
        return replies

    def keys(self, text: str) -> list[str]:
        """Text this and return the copy keys of the replies."""
        return [reply.key for reply in self.text(text)]

    def after(self, **duration: float) -> list[str]:
        """Let time pass; return what the bot sent meanwhile."""
        return [reply.body for reply in self.wait(timedelta(**duration))]

    def tickets(self) -> list[tuple[str, str]]:
        """Reason and priority of every ticket so far."""
        return [(ticket.reason, ticket.priority.value) for ticket in self.effects if isinstance(ticket, TicketOpened)]

    def of_kind(self, kind: type[Effect]) -> list[Effect]:
        """The effects of one kind so far."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def codes(self) -> set[str]:
        """The red flags raised so far."""
        return {flag.code for flag in self.state.flags}

    def to_home_care(self) -> "Line":
        """Play the simple case to its end, check-ins agreed to."""
        self.says(
            "lower back spasm after gym this morning", "NONE", "NONE", "NONE", "35", "low back 4", "A", "NONE", "1"
        )
        return self

    def to_booking(self) -> "Line":
        """Play a case that is booked, to its last question."""
        self.says(
            "lower back spasm after gym", "NONE", "NONE", "NONE", "35", "low back 4", "C", "monday, lifting", "Sam"
        )
        return self
