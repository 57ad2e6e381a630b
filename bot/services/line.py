"""The text line as every service sees it: what it reads, what it writes to, and who thinks for it.

What a newcomer would get wrong: services never import the engine. It is handed to them here, so that a test can put a
failing one in its place, and so that `web`, `worker` and `chat` run exactly the same turn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol as Interface

from sqlalchemy.orm import Session

from bot.clock import Clock
from bot.sealing import Sealer
from bot.store import operations
from bot.store.engine import Database
from conversations.clinic_view import ClinicView
from conversations.events import Effect, Event, Reply
from conversations.flagging import Tier
from conversations.state import ConversationState, FlagRecord


class Turn(Interface):
    """What the engine makes of one event (`conversations.engine.Sprint`)."""

    @property
    def state(self) -> ConversationState:
        """The state after it."""

    @property
    def replies(self) -> Sequence[Reply]:
        """What the patient is told, in order."""

    @property
    def effects(self) -> Sequence[Effect]:
        """What else has to happen."""

    @property
    def flags_raised(self) -> Sequence[FlagRecord]:
        """The red flags that are new."""


class Clinic(Interface):
    """The clinic file, computed for a moment."""

    def view(self, at: datetime, practice: bool) -> ClinicView:
        """What a conversation may know about the clinic at an instant."""


Advance = Callable[[ConversationState, Event, datetime, ClinicView], Turn]


@dataclass(frozen=True, kw_only=True)
class SafetyNet:
    """What still works when the engine does not: the fixed reply, a plain look for red flags, the opt-out words."""

    reply: Callable[[str, ClinicView], str]  # language, clinic -> 911 line and the clinic's phone
    fallback: Callable[[ClinicView], str]  # the same, when not even the text could be stored
    worst_tier: Callable[[str], Tier | None]  # a text -> the worst red flag in it, doubtful ones included
    is_opt_out: Callable[[str], bool]  # is the whole text an opt-out word?


@dataclass(frozen=True, kw_only=True)
class Line:
    """Everything that handling a text needs."""

    database: Database
    sealer: Sealer
    clinic: Clinic
    clock: Clock
    protocol_version: str
    advance: Advance
    safety_net: SafetyNet
    account_sid: str
    own_numbers: frozenset[str] = field(default_factory=frozenset)
    demo: bool = False
    signed_versions: set[str] = field(default_factory=set)  # a sign-off is never withdrawn, so it is looked up once

    def view(self, session: Session, now: datetime) -> ClinicView:
        """The clinic at `now`; in practice mode until a clinician has signed this protocol, except in a demo."""
        return self.clinic.view(now, not self.demo and not self._is_signed(session))

    def _is_signed(self, session: Session) -> bool:
        if self.protocol_version not in self.signed_versions and operations.is_signed(session, self.protocol_version):
            self.signed_versions.add(self.protocol_version)
        return self.protocol_version in self.signed_versions
