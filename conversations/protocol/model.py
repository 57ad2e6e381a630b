"""The declarative protocol: what a clinician's files say, as frozen types.

Everything here is data with its conditions compiled; nothing decides. `Protocol.version` is the content hash of the
logic, the red flags and both wordings: a clinician signs exactly that.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from conversations.flagging import RuleBook
from conversations.protocol.conditions import Condition, parse
from conversations.state import Place
from conversations.triage import Disposition
from conversations.wording import Wording


def _condition(value: object) -> Condition:
    return value if isinstance(value, Condition) else parse(str(value))


When = Annotated[Condition, BeforeValidator(_condition)]
RoundUp = Literal["emergency", "urgent", "worse", "book", "stop"]


class Strict(BaseModel):
    """Frozen, and closed: an unknown key is a fault, since a misspelt key must never be ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Question(Strict):
    """One question. `place` is the state while it is open; None means the state it interrupts (PROTOCOL 5.1)."""

    key: str
    place: Place | None = None
    letters: str = ""
    facts: str = ""
    unsure: RoundUp | None = None
    unreadable: RoundUp | None = None
    silence: str = "standard"


class Step(Strict):
    """A question that is due when `when` holds and `unless` does not."""

    ask: str
    when: When = parse("True")
    unless: When = parse("False")
    wait: str | None = None


class DecisionRow(Strict):
    """One row of PROTOCOL 6. A `flag` row stands for the most urgent flag of that tier and takes its code as reason."""

    row: str
    when: When = parse("True")
    flag: Literal["emergency", "urgent"] | None = None
    disposition: Disposition
    reason: str = ""
    priority: Literal["soon", "routine"] | None = None


class CareStep(Strict):
    """One home-care step and for whom it is meant (PROTOCOL 7)."""

    step: str
    when: When = parse("True")


class Silence(Strict):
    """Minutes after a question was asked until each wait runs out; absent means that wait does not run."""

    reminder_1: int | None = None
    reminder_2: int | None = None
    staff_review: int | None = None
    clarify: int | None = None
    raise_: int | None = Field(default=None, alias="raise")
    checkin_reminder: int | None = None


class Limits(Strict):
    """Times of PROTOCOL 2, 8 and PRODUCT promise 12, in the unit their names say."""

    emergency_ack_minutes: int
    repeat_minutes: int
    recap_minutes: int
    screens_fresh_hours: int
    practice_repeat_hours: int
    checkin_1_days: int
    checkin_2_days: int
    checkin_silent_minutes: int
    episode_end_days: int
    episode_end_after_followup_days: int
    repeat_episodes: int
    repeat_episode_days: int


class EmergencyTexts(Strict):
    """Which codes may add the nearest ER, and which have a first line of their own (PROTOCOL 1.1)."""

    or_er: frozenset[str]
    own_opening: frozenset[str]


class Logic(Strict):
    """The whole of logic.toml."""

    name: str
    draft: str
    review_by: date
    question: tuple[Question, ...]
    silence: Mapping[str, Silence]
    limits: Limits
    interview: tuple[Step, ...]
    raising: tuple[Step, ...]
    derived: Mapping[str, When]
    decision: tuple[DecisionRow, ...]
    care: tuple[CareStep, ...]
    care_derived: Mapping[str, When]
    emergency: EmergencyTexts


class Protocol(Strict):
    """A protocol ready to run: logic, red-flag rules, wording in every language, and the version that names them."""

    logic: Logic
    rules: RuleBook
    wording: Mapping[str, Wording]
    version: str

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Questions by key."""
        return {question.key: question for question in self.logic.question}

    def question(self, key: str) -> Question:
        """The question with this key."""
        return self.questions[key]
