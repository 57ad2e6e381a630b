"""The only way a conversation moves: `advance(protocol, state, event, now, clinic)`.

Order of work for a text, in every state (PROTOCOL 2.1):

    practice mode? -> new episode? -> exact opt-out -> danger words and the answer become facts -> rules and table over
    all facts -> what rose is acted on -> opt-out in other words -> staff own it: stop -> an open doubt -> commands ->
    the open question

Pure: the clock, the clinic and message ids are arguments. The same history always gives the same result, and an event
that no longer applies (a timer the state does not hold) changes nothing.
"""

from datetime import datetime, timedelta

from conversations import practice, waits
from conversations.assessment import assess
from conversations.clinic_view import ClinicView
from conversations.consent import opt_out
from conversations.doubts import leave
from conversations.events import (
    EpisodeClosed,
    Event,
    HandedBack,
    OptOutRecorded,
    StaffTookOver,
    TextReceived,
    WaitKind,
    WaitTimedOut,
)
from conversations.listening import receive
from conversations.protocol.model import Protocol
from conversations.sidetalk import ask_open_question_again
from conversations.state import ConversationState, Place
from conversations.turn import Sprint, Turn

__all__ = ["Sprint", "advance"]


def advance(protocol: Protocol, state: ConversationState, event: Event, now: datetime, clinic: ClinicView) -> Sprint:
    """Move a conversation by one event and say what follows from it.

    `now` is aware. Raises nothing on purpose for any text; whoever calls it must still treat an error as a reason to
    hand over to a person, and keep the text.
    """
    message_id = event.message_id if isinstance(event, TextReceived) else None
    turn = Turn(protocol, state, now, clinic, message_id)
    match event:
        case TextReceived():
            if clinic.practice:
                practice.receive(turn, event)
            else:
                receive(turn, event)
            _keep_episode_alive(turn)
        case WaitTimedOut(kind=kind):
            waits.run_out(turn, kind)
        case StaffTookOver(staff_name=name):
            _take_over(turn, name)
        case HandedBack():
            _hand_back(turn)
        case EpisodeClosed():
            _close(turn)
        case OptOutRecorded():
            opt_out(turn, "")
    return turn.sprint()


def _keep_episode_alive(turn: Turn) -> None:
    """An episode ends 30 days after the patient's last text, 14 after it was over (2.3)."""
    followed_up = turn.has("recovered") or turn.has("checkin_2_seen")
    days = turn.limits.episode_end_after_followup_days if followed_up else turn.limits.episode_end_days
    turn.change(last_text_at=turn.now)
    if turn.state.place is not Place.CLOSED:
        turn.wait(WaitKind.EPISODE_END, timedelta(days=days))


def _take_over(turn: Turn, staff_name: str) -> None:
    """From here the bot is silent but for PRODUCT promise 4; an open doubt is theirs to ask."""
    if turn.state.question == "clarify_flag":
        leave(turn)
    turn.change(owner=staff_name)
    if turn.state.place not in (Place.STAFF_OWNED, Place.OPTED_OUT):
        turn.change(resume=turn.state.place, place=Place.STAFF_OWNED)
    turn.stop_waiting(*(kind for kind in turn.state.timers if kind is not WaitKind.EPISODE_END))


def _close(turn: Turn) -> None:
    """Nothing is asked or awaited any more; an opt-out outlives the episode."""
    place = Place.OPTED_OUT if turn.state.opted_out else Place.CLOSED
    turn.change(
        place=place,
        question=None,
        owner="bot",
        resume=Place.CLOSED if turn.state.opted_out else None,
        timers={},
        doubt=None,
        interrupted=None,
    )


def _hand_back(turn: Turn) -> None:
    """The bot goes on where it stopped; what was heard meanwhile is judged first."""
    turn.change(owner="bot")
    if turn.state.place is Place.STAFF_OWNED:
        turn.change(place=turn.state.resume or Place.NEW, resume=None)
    if not assess(turn, source="free_text") and not turn.state.opted_out:
        ask_open_question_again(turn)
