"""A conversation's state: one frozen value, stored as JSON between any two texts.

What a newcomer would get wrong: nothing about a conversation lives anywhere else. Timers, open doubts, what was said and what
was answered are all here, so a process may die after any commit and the next one goes on. The JSON holds patients' own words
(names, notes): whoever stores it must encrypt it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from conversations.errors import StateError
from conversations.events import WaitKind
from conversations.flagging import Tier
from conversations.triage import Disposition
from conversations.understanding.findings import Certainty

STATE_VERSION = 1


class Place(StrEnum):
    """The states of PROTOCOL 2.2."""

    NEW = "NEW"
    SCREEN_NERVE = "SCREEN_NERVE"
    SCREEN_EMERGENCY = "SCREEN_EMERGENCY"
    SCREEN_RISK = "SCREEN_RISK"
    AGE = "AGE"
    AREA_SEVERITY = "AREA_SEVERITY"
    PATTERN = "PATTERN"
    FOLLOW_UP_DETAIL = "FOLLOW_UP_DETAIL"
    MED_SAFETY = "MED_SAFETY"
    CLARIFY_FLAG = "CLARIFY_FLAG"
    EMERGENCY_HOLD = "EMERGENCY_HOLD"
    URGENT_HANDOFF = "URGENT_HANDOFF"
    BOOK_OFFERED = "BOOK_OFFERED"
    SELF_CARE_ACTIVE = "SELF_CARE_ACTIVE"
    CHECKIN_1 = "CHECKIN_1"
    CHECKIN_2 = "CHECKIN_2"
    RECOVERED = "RECOVERED"
    STAFF_OWNED = "STAFF_OWNED"
    CLOSED = "CLOSED"
    OPTED_OUT = "OPTED_OUT"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something a text, a letter or an answer stated. `span` is code points of the message with id `message_id`."""

    name: str
    certainty: Certainty
    at: datetime
    source: str  # free_text, screen, check_in, note
    message_id: int | None = None
    span: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True)
class FlagRecord:
    """A red flag that was raised, with its rule and evidence: (message id, start, end) for each quoted piece."""

    code: str
    tier: Tier
    rule: str
    source: str
    at: datetime
    certainty: Certainty = Certainty.DEFINITE
    evidence: tuple[tuple[int | None, int, int], ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerRecord:
    """An answer as understood (`value`: letters, a number, a word) and when it came."""

    value: str
    at: datetime
    message_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ConversationState:
    """Everything the engine knows about one contact's current episode."""

    lang: str
    episode: int = 1
    place: Place = Place.NEW
    question: str | None = None
    interrupted: str | None = None  # the question a doubt or "same person?" interrupts
    subject: str | None = None  # None until told; "self", "husband", ...
    owner: str = "bot"
    opted_out: bool = False
    noticed: bool = False  # the long notice has been sent to this contact
    introduced: bool = False  # this episode's first line has been sent

    facts: tuple[Fact, ...] = ()
    answers: Mapping[str, AnswerRecord] = field(default_factory=dict)
    flags: tuple[FlagRecord, ...] = ()
    disposition: Disposition | None = None
    priority: str | None = None
    reason: str | None = None

    doubt: str | None = None  # the code that the open clarify_flag asks about
    cleared: Mapping[str, datetime] = field(default_factory=dict)  # doubts answered NO
    marks: Mapping[str, datetime] = field(
        default_factory=dict
    )  # what was done once: texts sent, tasks opened, keywords seen
    tries: Mapping[str, int] = field(default_factory=dict)  # per question: unreadable, unsure, which_letters
    asked_before: tuple[str, ...] = ()  # questions already answered, for BACK
    again: tuple[str, ...] = ()  # questions whose answer is stale or wanted anew
    held: tuple[Fact, ...] = ()  # what a text said about perhaps another person, until "same person?" is answered
    resume: Place | None = None  # where staff or an opt-out interrupted
    earlier_outcomes: tuple[datetime, ...] = ()  # BOOK and SELF_CARE episodes of this contact before this one (note d)

    timers: Mapping[WaitKind, datetime] = field(default_factory=dict)
    last_text_at: datetime | None = None
    started_at: datetime | None = None

    @classmethod
    def new(cls, *, lang: str) -> "ConversationState":
        """A contact who has not texted yet."""
        return cls(lang=lang)

    def to_json(self) -> str:
        """The state as JSON; `from_json` reads it back equal."""
        return json.dumps({"version": STATE_VERSION, **vars(self)}, default=_encode, ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> "ConversationState":
        """Read a stored state; raise StateError when it is not one, or from a newer version."""
        try:
            raw: dict[str, Any] = json.loads(stored)
            version = raw.pop("version")
            if version > STATE_VERSION:
                raise StateError(f"state version {version} is newer than {STATE_VERSION}")
            return cls(**{name: _decode(name, value) for name, value in raw.items()})
        except StateError:
            raise
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StateError("not a conversation state") from error

    def but(self, **changes: Any) -> "ConversationState":
        """This state with some fields changed; raise TypeError for a field that it does not have."""
        if not changes.keys() <= _FIELDS:
            raise TypeError(f"a state has no {sorted(changes.keys() - _FIELDS)}")
        # What `dataclasses.replace` does, at a tenth of its cost: a turn changes its state a dozen times.
        changed = object.__new__(ConversationState)
        vars(changed).update(vars(self), **changes)
        return changed


_FIELDS = frozenset(ConversationState.__dataclass_fields__)


def _encode(value: object) -> str | dict[str, Any]:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value):
        return vars(value)
    raise TypeError(f"cannot store {type(value).__name__}")


def _decode(name: str, value: Any) -> Any:
    decoder = _DECODERS.get(name)
    return value if decoder is None else decoder(value)


def _instants(raw: dict[str, str]) -> dict[str, datetime]:
    return {key: _instant(at) for key, at in raw.items()}


def _fact(raw: dict[str, Any]) -> Fact:
    return Fact(
        **{
            **raw,
            "certainty": Certainty(raw["certainty"]),
            "at": _instant(raw["at"]),
            "span": tuple(raw["span"]) if raw["span"] else None,
        }
    )


def _flag(raw: dict[str, Any]) -> FlagRecord:
    return FlagRecord(
        **{
            **raw,
            "tier": Tier(raw["tier"]),
            "certainty": Certainty(raw["certainty"]),
            "at": _instant(raw["at"]),
            "evidence": tuple((piece[0], piece[1], piece[2]) for piece in raw["evidence"]),
        }
    )


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise StateError("a stored instant has no zone")
    return instant


_DECODERS: dict[str, Callable[[Any], Any]] = {
    "place": Place,
    "disposition": lambda value: Disposition(value) if value else None,
    "resume": lambda value: Place(value) if value else None,
    "earlier_outcomes": lambda value: tuple(_instant(at) for at in value),
    "facts": lambda value: tuple(_fact(fact) for fact in value),
    "held": lambda value: tuple(_fact(fact) for fact in value),
    "flags": lambda value: tuple(_flag(flag) for flag in value),
    "answers": lambda value: {
        key: AnswerRecord(**{**answer, "at": _instant(answer["at"])}) for key, answer in value.items()
    },
    "cleared": _instants,
    "marks": _instants,
    "timers": lambda value: {WaitKind(kind): _instant(at) for kind, at in value.items()},
    "last_text_at": lambda value: _instant(value) if value else None,
    "started_at": lambda value: _instant(value) if value else None,
    "asked_before": tuple,
    "again": tuple,
}
"""How fields are read back that JSON does not give back as they were."""
