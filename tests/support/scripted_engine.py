"""An engine that follows a short script instead of the protocol: pages are tested against it.

What a newcomer would get wrong: its words are not the line's. A page test must not fail when a clinician rewords a question.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.clinic_view import ClinicView
from conversations.events import (
    ConsentChanged,
    Effect,
    Event,
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

DANGER = {"crotch feels numb": "cauda_equina", "entre las piernas": "cauda_equina"}
SCREEN = "Safety check 1 of 3. Any of these? Reply with the letters, or NONE.\nA Hard to pee\nB Numb between the legs"
CALL_911 = "This may be an emergency. Call 911 now. Do not drive yourself. Reply OK when you have help."
REMINDER = "Are you still there? Safety check 1 of 3 is still open."


@dataclass(frozen=True, kw_only=True)
class ScriptedTurn:
    """What the script makes of one event."""

    state: ConversationState
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
    flags_raised: tuple[FlagRecord, ...] = ()


def follow_script(state: ConversationState, event: Event, now: datetime, _view: ClinicView) -> ScriptedTurn:
    """A danger sign ends in 911, STOP opts out, a person is promised, and everything else gets the first question."""
    match event:
        case WaitTimedOut():
            timers = {kind: at for kind, at in state.timers.items() if kind is not event.kind}
            return ScriptedTurn(state=state.but(timers=timers), replies=(Reply(key="wait.reminder_1", body=REMINDER),))
        case TextReceived():
            return _answer(state, event, now)
        case _:
            return ScriptedTurn(state=state)


def _answer(state: ConversationState, event: TextReceived, now: datetime) -> ScriptedTurn:
    lang = "es" if {"espalda", "piernas", "hola"} & set(event.body.lower().split()) else state.lang
    known = state.but(lang=lang, last_text_at=now)
    for words, code in DANGER.items():
        if (start := event.body.find(words)) >= 0:
            return _emergency(known, event, code, start, start + len(words), now)
    if event.body == "STOP":
        opted_out = known.but(place=Place.OPTED_OUT, question=None, opted_out=True, timers={})
        return ScriptedTurn(
            state=opted_out,
            replies=(Reply(key="command.stop_confirmed", body="You are unsubscribed."),),
            effects=(ConsentChanged(kind="texts", granted=False),),
        )
    effects: tuple[Effect, ...] = ()
    if "person" in event.body:
        effects = (TicketOpened(topic="asks_for_person", priority=Priority.SAME_DAY, reason="asks_for_person"),)
    answers = dict(known.answers)
    if event.body == "NONE":
        answers["screen_nerve"] = AnswerRecord(value="NONE", at=now, message_id=event.message_id)
    asking = known.but(
        place=Place.SCREEN_NERVE,
        question="screen_nerve",
        answers=answers,
        timers={WaitKind.REMINDER_1: now + timedelta(minutes=15)},
    )
    return ScriptedTurn(state=asking, replies=(Reply(key="question.screen_nerve", body=SCREEN),), effects=effects)


def _emergency(
    state: ConversationState, event: TextReceived, code: str, start: int, end: int, now: datetime
) -> ScriptedTurn:
    flag = FlagRecord(
        code=code,
        tier=Tier.EMERGENCY,
        rule=f"{code}.saddle",
        source="free_text",
        at=now,
        evidence=((event.message_id, start, end),),
    )
    held = state.but(
        place=Place.EMERGENCY_HOLD,
        question=None,
        disposition=Disposition.EMERGENCY,
        reason=code,
        flags=(*state.flags, flag),
        timers={},
    )
    return ScriptedTurn(
        state=held,
        replies=(Reply(key="emergency.opening", body=CALL_911, emergency=True),),
        effects=(TicketOpened(topic="red_flag", priority=Priority.EMERGENCY, reason=code),),
        flags_raised=(flag,),
    )
