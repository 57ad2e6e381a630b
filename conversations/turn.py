"""One turn of a conversation while it is being worked out: the state so far, and what will be said and asked for.

The working object of the engine's modules. It decides nothing: it renders, remembers and keeps the timers; when the
event is dealt with it becomes a `Sprint`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from conversations import rendering
from conversations.case import judge, values
from conversations.clinic_view import ClinicView
from conversations.events import Effect, Priority, Reply, TicketOpened, WaitKind
from conversations.flagging import Judgement
from conversations.protocol.conditions import Values
from conversations.protocol.model import Limits, Protocol
from conversations.state import AnswerRecord, ConversationState, Fact, FlagRecord, Place
from conversations.triage import Disposition
from conversations.understanding.findings import Certainty

QUESTION_WAITS = (
    WaitKind.REMINDER_1,
    WaitKind.REMINDER_2,
    WaitKind.STAFF_REVIEW,
    WaitKind.CLARIFY,
    WaitKind.RAISE,
    WaitKind.CHECKIN_REMINDER,
    WaitKind.CHECKIN_SILENT,
)


@dataclass(frozen=True, kw_only=True)
class Sprint:
    """What one event led to. `flags_raised` are the new ones; `state` is what to store."""

    state: ConversationState
    replies: tuple[Reply, ...]
    effects: tuple[Effect, ...]
    flags_raised: tuple[FlagRecord, ...]


class Turn:
    """The working state of one event. `message_id` is the text being answered, if it is a text."""

    def __init__(
        self,
        protocol: Protocol,
        state: ConversationState,
        now: datetime,
        clinic: ClinicView,
        message_id: int | None = None,
    ) -> None:
        self.protocol = protocol
        self.state = state
        self.now = now
        self.clinic = clinic
        self.message_id = message_id
        self.language_heard = False  # the text was long enough to tell its language
        self.replies: list[Reply] = []
        self.effects: list[Effect] = []
        self.flags_raised: list[FlagRecord] = []
        self._judged: tuple[object, Judgement] | None = None
        self._valued: tuple[object, Values] | None = None

    def sprint(self) -> Sprint:
        """The finished turn."""
        return Sprint(
            state=self.state,
            replies=tuple(self.replies),
            effects=tuple(self.effects),
            flags_raised=tuple(self.flags_raised),
        )

    # --- reading

    @property
    def limits(self) -> Limits:
        """The protocol's times."""
        return self.protocol.logic.limits

    @property
    def today(self) -> date:
        """The date at the clinic."""
        return self.now.astimezone(self.clinic.timezone).date()

    def judgement(self) -> Judgement:
        """The red-flag rules over all facts so far; judged once for the same facts, which costs most of a turn."""
        read = (self.state.facts, self.state.answers)
        if self._judged is None or self._judged[0] != read:
            self._judged = (read, judge(self.protocol, self.state, self.now))
        return self._judged[1]

    def values(self) -> Values:
        """What is certain about the case, by name; worked out once for the same case."""
        state = self.state
        read = (state.facts, state.answers, state.flags, state.reason, state.disposition)
        if self._valued is None or self._valued[0] != read:
            self._valued = (read, values(self.protocol, state))
        return self._valued[1]

    def is_at_least(self, disposition: Disposition) -> bool:
        """Has the case reached this outcome, or a more urgent one?"""
        return self.state.disposition is not None and self.state.disposition.rank >= disposition.rank

    @property
    def is_quiet(self) -> bool:
        """May the bot say nothing but what PRODUCT promise 4 excepts?"""
        return self.state.opted_out or self.state.owner != "bot"

    # --- changing the state

    def change(self, **fields: object) -> None:
        """Change fields of the state."""
        self.state = self.state.but(**fields)

    def mark(self, name: str) -> None:
        """Remember that something was done now."""
        self.change(marks={**self.state.marks, name: self.now})

    def unmark(self, *names: str) -> None:
        """Forget that something was done, so that it may be done again."""
        self.change(marks={name: at for name, at in self.state.marks.items() if name not in names})

    def has(self, mark: str) -> bool:
        """Was it done in this episode?"""
        return mark in self.state.marks

    def once_in(self, mark: str, minutes: int) -> bool:
        """Mark it and say true, unless that was done less than so many minutes ago."""
        last = self.state.marks.get(mark)
        if last is not None and self.now - last < timedelta(minutes=minutes):
            return False
        self.mark(mark)
        return True

    def note_fact(self, *names: str, source: str = "screen") -> None:
        """Add facts that are certain."""
        self.change(
            facts=(
                *self.state.facts,
                *(
                    Fact(
                        name=name, certainty=Certainty.DEFINITE, at=self.now, source=source, message_id=self.message_id
                    )
                    for name in names
                ),
            )
        )

    def note_answer(self, key: str, value: str) -> None:
        """Store an answer; the question no longer waits to be asked again."""
        self.change(
            answers={**self.state.answers, key: AnswerRecord(value=value, at=self.now, message_id=self.message_id)},
            again=tuple(other for other in self.state.again if other != key),
        )

    def count(self, key: str) -> int:
        """Count one more try of something and say how many that makes."""
        tries = self.state.tries.get(key, 0) + 1
        self.change(tries={**self.state.tries, key: tries})
        return tries

    def forget_tries(self, question: str) -> None:
        """A question was answered: its tries count from the start again."""
        self.change(tries={key: n for key, n in self.state.tries.items() if key.partition(":")[0] != question})

    # --- timers

    def wait(self, kind: WaitKind, delay: timedelta) -> None:
        """Set a timer, in place of an earlier one of its kind."""
        self.wait_until(kind, self.now + delay)

    def wait_until(self, kind: WaitKind, due_at: datetime) -> None:
        """Set a timer at an instant."""
        self.change(timers={**self.state.timers, kind: due_at})

    def stop_waiting(self, *kinds: WaitKind) -> None:
        """Take timers away."""
        self.change(timers={kind: due for kind, due in self.state.timers.items() if kind not in kinds})

    # --- speaking

    def text(self, key: str, **filling: object) -> str:
        """Render one piece of copy in the patient's language."""
        filled = {"clinic": self.clinic.name, "phone": self.clinic.phone, **filling}
        lang = self.state.lang
        return rendering.fill(self.protocol.wording[lang], key, filled, lang, today=self.today)

    def say(self, key: str, *, emergency: bool = False, **filling: object) -> None:
        """Add a reply made of one piece of copy."""
        self.send(key, self.text(key, **filling), emergency=emergency)

    def send(self, key: str, body: str, *, emergency: bool = False) -> None:
        """Add a reply that is already rendered; a quiet conversation sends nothing but emergencies, an opted-out one nothing."""
        if self.state.opted_out or (self.is_quiet and not emergency):
            return
        self.replies.append(Reply(key=key, body=body, emergency=emergency))

    def ticket(self, topic: str, priority: Priority, reason: str) -> None:
        """Ask for a person."""
        self.effects.append(TicketOpened(topic=topic, priority=priority, reason=reason, call_only=self.state.opted_out))

    # --- questions

    def open_question(self, key: str | None, place: Place | None = None) -> None:
        """Make a question the open one, with its state; its own waits start, those of the last one stop."""
        self.stop_waiting(*QUESTION_WAITS)
        self.change(question=key, place=place or self.state.place)

    def close_question(self, place: Place | None = None) -> None:
        """No question is open any more."""
        self.open_question(None, place)
