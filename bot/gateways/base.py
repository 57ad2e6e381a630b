"""Texts at the edge: as they come, as they leave, and what a way to send must do and say when it could not.

What a newcomer would get wrong: there are three answers, not two. A text was taken, was refused, or nobody knows: a time-out
after the request went out may have sent it. The third must not be treated as the second.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol as Interface


@dataclass(frozen=True, kw_only=True)
class InboundText:
    """A text as it came. `faults` names fields that were missing or malformed; `fields` is what else came with it."""

    message_sid: str | None
    sender: str
    recipient: str
    body: str
    num_media: int = 0
    faults: tuple[str, ...] = ()
    fields: Mapping[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AnswerText:
    """A reply that goes out in the webhook's own answer. Its receipts carry `id`."""

    id: int
    body: str


@dataclass(frozen=True, kw_only=True)
class OutgoingText:
    """A text to send. `status_callback` is where its receipts go; `validity_seconds` how long it is worth delivering."""

    to: str
    body: str
    status_callback: str
    validity_seconds: int


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The provider took the text. `delivered` is true where no receipt will ever come (the console)."""

    message_sid: str | None
    delivered: bool = False


class Refusal(StrEnum):
    """Why a text was refused, by what to do about it (SMS_FACTS section 3)."""

    OPTED_OUT = "opted_out"  # never again; staff phone
    UNREACHABLE = "unreachable"  # this number cannot get texts; staff phone
    NEVER = "never"  # no retry; staff see it
    LATER = "later"  # worth another try
    OPERATOR = "operator"  # our account or credentials: nothing will go out until a person mends it


class SendError(Exception):
    """A text was refused. `code` is Twilio's, None when it never got that far."""

    def __init__(self, refusal: Refusal, code: int | None = None) -> None:
        super().__init__(f"refused: {refusal} ({code})")
        self.refusal = refusal
        self.code = code


class OutcomeUnknownError(Exception):
    """The request went out and no answer came: the text may have been sent."""


class SmsGateway(Interface):
    """Something that sends texts. It may be called from one thread at a time, never within a transaction."""

    def send(self, text: OutgoingText) -> Accepted:
        """Send one text; raise SendError or OutcomeUnknownError."""


_BY_CODE = {
    Refusal.OPTED_OUT: (21610, 30004),
    Refusal.UNREACHABLE: (21211, 21614, 21635, 30005, 30006),
    Refusal.NEVER: (21265, 21408, 21612, 21617, 21658, 14103, 30007, 30032, 30034, 30036),
    Refusal.LATER: (20429, 21611, 30001, 30003, 30008, 30022, 30410, 63038),
    Refusal.OPERATOR: (20003, 30002),
}
REFUSALS = {code: refusal for refusal, codes in _BY_CODE.items() for code in codes}


def refusal_of(code: int | None) -> Refusal:
    """What to do about an error code; an unknown one is recorded, shown to staff and not retried."""
    return REFUSALS.get(code or 0, Refusal.NEVER)
