"""A conversation played in memory: texts in, bot's texts out, with a clock that only moves when told to.

The `triage` and `chat` commands and the tests use it; it goes through the same `engine.advance` as the webhook. What a
newcomer would get wrong: time passes only in `wait`, and timers that come due on the way fire at their own instants, in
order.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from conversations.clinic_view import ClinicView
from conversations.engine import advance
from conversations.events import Effect, Event, Reply, TextReceived, WaitTimedOut
from conversations.protocol.model import Protocol
from conversations.state import ConversationState

TEXT_TAKES = timedelta(seconds=1)


class Rehearsal:
    """One patient's phone. `clinic_at` gives the clinic's view at an instant; `texts` keeps every text by its message id."""

    def __init__(
        self, protocol: Protocol, clinic_at: Callable[[datetime], ClinicView], *, start: datetime, lang: str = "en"
    ) -> None:
        self.protocol = protocol
        self.clinic_at = clinic_at
        self.now = start
        self.state = ConversationState.new(lang=lang)
        self.texts: dict[int, str] = {}
        self.effects: list[Effect] = []

    def text(self, body: str, *, num_media: int = 0) -> tuple[Reply, ...]:
        """Text the line and return its replies."""
        self.now += TEXT_TAKES
        message_id = len(self.texts) + 1
        self.texts[message_id] = body
        return self.happen(TextReceived(body=body, message_id=message_id, num_media=num_media))

    def wait(self, duration: timedelta) -> tuple[Reply, ...]:
        """Let time pass; return what the bot sent meanwhile."""
        until = self.now + duration
        replies: list[Reply] = []
        while True:
            due = [(at, kind) for kind, at in self.state.timers.items() if at <= until]
            if not due:
                break
            at, kind = min(due)
            self.now = max(self.now, at)
            replies.extend(self.happen(WaitTimedOut(kind=kind)))
        self.now = until
        return tuple(replies)

    def happen(self, event: Event) -> tuple[Reply, ...]:
        """Let anything happen to the conversation now."""
        sprint = advance(self.protocol, self.state, event, self.now, self.clinic_at(self.now))
        # Through JSON, as a database would keep it: what is not stored must not matter.
        self.state = ConversationState.from_json(sprint.state.to_json())
        self.effects.extend(sprint.effects)
        return sprint.replies
