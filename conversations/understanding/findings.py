"""What reading a text can find: mentions of concepts with their certainty, and plain slots.

A concept is a name from the lexicons ("saddle_numb", "fever"); the protocol's rules combine concepts into red-flag codes.
Offsets are code points of the text as given, end exclusive.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Certainty(StrEnum):
    """How sure a text is of what it mentions (PROTOCOL 3.1, 3.2)."""

    DEFINITE = "definite"  # a present sign of the patient
    POSSIBLE = "possible"  # idiom-like, unclear time or subject, a question: ask
    LONG_STANDING = "long_standing"  # N6: long known, change not stated: ask "is it new, or has it changed?"
    UNCHANGED = "unchanged"  # N6: the text itself says that nothing changed
    EXCLUDED = "excluded"  # N1 negated, N2 past and resolved, N3 somebody else, N5 idiom: logged, not a flag


@dataclass(frozen=True, kw_only=True)
class Mention:
    """One concept found in a text. `because` says which scope rule and words lowered it ("" when definite)."""

    concept: str
    certainty: Certainty
    start: int
    end: int
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class Slots:
    """Plain facts that a text states; None where it does not. Filled by `quantities`; never guessed.

    `regions` uses neck, upper_back, mid_back, low_back, other in order of mention. `age_low` and `age_high` bracket a vague age
    ("40s": 40 and 49; "late 30s": 37 and 39); both are equal for a plain number, and are only set when the text states the
    PATIENT's age. `onset_days` counts from today (0). `duration_hours` is how long this spell lasts. `severity` is 0 to 10,
    the worst stated.
    """

    regions: tuple[str, ...] = ()
    severity: int | None = None
    age_low: int | None = None
    age_high: int | None = None
    onset_days: int | None = None
    duration_hours: float | None = None
    recurring: bool | None = None
    tried_home_care: bool | None = None
    better_same_worse: str | None = None
    temperature_f: float | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everything one text says. `person` is whose symptoms it tells, when it says so: "self", "husband", "son", ..."""

    mentions: tuple[Mention, ...] = ()
    slots: Slots = field(default_factory=Slots)
    person: str | None = None
    lang: str | None = None  # "en", "es", "other" (a language we do not speak), None: too little to tell

    def certainties(self) -> dict[str, Certainty]:
        """The most certain mention of each concept."""
        best: dict[str, Certainty] = {}
        order = list(Certainty)
        for mention in self.mentions:
            known = best.get(mention.concept)
            if known is None or order.index(mention.certainty) < order.index(known):
                best[mention.concept] = mention.certainty
        return best
