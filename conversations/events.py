"""What can happen to a conversation, and what a conversation can ask for.

Events go into `engine.advance`; replies and effects come out of it in a `Sprint`. A newcomer would look for timers and
tickets here: timers are part of `ConversationState.timers` (the shell mirrors them as rows), tickets are effects, because
staff change tickets and the engine never reads them back.
"""

from dataclasses import dataclass
from enum import StrEnum


class WaitKind(StrEnum):
    """The silences that mean something, by the section of PROTOCOL that says what."""

    REMINDER_1 = "reminder_1"  # 2.5: 15 minutes after an open question
    REMINDER_2 = "reminder_2"  # 2.5: 2 hours
    STAFF_REVIEW = "staff_review"  # 2.5: 4 hours
    CLARIFY = "clarify"  # 2.5: 10 minutes after a doubt was asked about
    EMERGENCY_ACK = "emergency_ack"  # 2.5: 5 minutes after "Reply OK when you have help."
    RAISE = "raise"  # 1.2: 10 minutes for the one answer that can still make an urgent case an emergency
    CHECKIN_1 = "checkin_1"  # 8: day 7
    CHECKIN_2 = "checkin_2"  # 8: day 14
    CHECKIN_REMINDER = "checkin_reminder"  # 8: 24 hours after an unanswered check-in
    CHECKIN_SILENT = "checkin_silent"  # 8: after the reminder: staff list, or close as no_response
    EPISODE_END = "episode_end"  # 2.3: 14 or 30 days


@dataclass(frozen=True, kw_only=True)
class TextReceived:
    """A patient's text. `message_id` is ours, so that evidence can point at the stored words."""

    body: str
    message_id: int | None = None
    num_media: int = 0


@dataclass(frozen=True, kw_only=True)
class WaitTimedOut:
    """A timer of `ConversationState.timers` came due. A timer the state no longer holds is ignored, so this may be repeated."""

    kind: WaitKind


@dataclass(frozen=True, kw_only=True)
class StaffTookOver:
    """A member of staff owns the conversation now; the bot is silent but for PRODUCT promise 4's two exceptions."""

    staff_name: str


@dataclass(frozen=True, kw_only=True)
class HandedBack:
    """Staff give the conversation back: the open question is asked again."""


@dataclass(frozen=True, kw_only=True)
class EpisodeClosed:
    """Staff closed the episode. The caller has checked that staff may (no open flag, or a clinician)."""


@dataclass(frozen=True, kw_only=True)
class OptOutRecorded:
    """An opt-out that did not come as a text: by phone or at the front desk."""


Event = TextReceived | WaitTimedOut | StaffTookOver | HandedBack | EpisodeClosed | OptOutRecorded


class Priority(StrEnum):
    """How soon a person must look at a ticket, most urgent first."""

    EMERGENCY = "emergency"
    URGENT = "urgent"
    SAME_DAY = "same_day"
    ROUTINE = "routine"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A text to the patient. `key` names the copy it was made from; `emergency` marks what must be re-sent until it arrives."""

    key: str
    body: str
    emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class TicketOpened:
    """Staff must look. `reason` is a flag code or a system code of PROTOCOL 4.33; `call_only` says: phone, do not text."""

    topic: str
    priority: Priority
    reason: str
    call_only: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsentChanged:
    """`kind` is "texts" (opt-out, START) or "check_ins"."""

    kind: str
    granted: bool


@dataclass(frozen=True, kw_only=True)
class EpisodeStarted:
    """A new episode began; nothing but language and opt-out carries over (PROTOCOL 2.3, 2.6)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class HistoryHidden:
    """ "Wrong number": earlier content must no longer be shown to this phone (PROTOCOL 2.6)."""


@dataclass(frozen=True, kw_only=True)
class PhraseNotUnderstood:
    """A reply to `question` was not understood; kept for the clinic's list of phrases."""

    question: str


Effect = TicketOpened | ConsentChanged | EpisodeStarted | HistoryHidden | PhraseNotUnderstood
