"""An engine that a test can read: it counts texts, and does on command what the real one does for clinical reasons.

Words in a text make it act: "emergency" raises a flag and sends an instruction, "stop" opts out, "wrong" hides what was said,
"puzzle" is not understood, "boom" fails. Every text sets a reminder timer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.clinic_view import ClinicView
from conversations.events import (
    ConsentChanged,
    Effect,
    Event,
    HistoryHidden,
    PhraseNotUnderstood,
    Priority,
    Reply,
    TextReceived,
    TicketOpened,
    WaitKind,
    WaitTimedOut,
)
from conversations.flagging import Tier
from conversations.state import AnswerRecord, ConversationState, FlagRecord, Place
from conversations.triage import Disposition

REMINDER_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class CountedTurn:
    """What the counting engine made of an event."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    flags_raised: tuple[FlagRecord, ...] = ()


class CountingEngine:
    """Answers each text with its number in the conversation; `seen` lists the bodies of all turns."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, state: ConversationState, event: Event, now: datetime, clinic: ClinicView) -> CountedTurn:
        """Move the conversation by one event."""
        match event:
            case TextReceived(body=body, message_id=message_id):
                self.seen.append(body)
                return self._text(state, body, message_id, now)
            case WaitTimedOut(kind=kind):
                if kind not in state.timers:
                    return CountedTurn(state=state)
                rest = {other: due_at for other, due_at in state.timers.items() if other is not kind}
                reminder = Reply(key="wait.reminder_1", body="Are you there?")
                return CountedTurn(state=state.but(timers=rest), replies=(reminder,))
            case _:
                return CountedTurn(state=state)

    def _text(self, state: ConversationState, body: str, message_id: int | None, now: datetime) -> CountedTurn:
        if "boom" in body:
            raise RuntimeError("the engine met a bug")
        number = int(state.answers["count"].value) + 1 if "count" in state.answers else 1
        state = state.but(
            answers={**state.answers, "count": AnswerRecord(value=str(number), at=now, message_id=message_id)},
            place=Place.SCREEN_NERVE,
            question="screen_nerve",
            timers={WaitKind.REMINDER_1: now + REMINDER_AFTER},
        )
        replies = [Reply(key="question.screen_nerve", body=f"Answer {number}")]
        effects: list[Effect] = []
        flags: list[FlagRecord] = []
        if "emergency" in body:
            flag = FlagRecord(
                code="cauda_equina",
                tier=Tier.EMERGENCY,
                rule="cauda_equina.saddle",
                source="free_text",
                at=now,
                evidence=((message_id, body.index("emergency"), body.index("emergency") + 9),),
            )
            flags.append(flag)
            state = state.but(
                disposition=Disposition.EMERGENCY, reason="cauda_equina", flags=(*state.flags, flag), timers={}
            )
            replies = [Reply(key="emergency.line.cauda_equina", body="Call 911 now.", emergency=True)]
            effects.append(TicketOpened(topic="red_flag", priority=Priority.EMERGENCY, reason="cauda_equina"))
        if "stop" in body:
            state = state.but(opted_out=True, place=Place.OPTED_OUT, question=None, timers={})
            effects.append(ConsentChanged(kind="texts", granted=False))
            replies = [Reply(key="command.stop_confirmed", body="You will get no more texts.")]
        if "wrong" in body:
            effects.append(HistoryHidden())
        if "puzzle" in body:
            effects.append(PhraseNotUnderstood(question="screen_nerve"))
        return CountedTurn(state=state, replies=tuple(replies), effects=tuple(effects), flags_raised=tuple(flags))
