"""What a reply to a question was understood as.

What is not understood is UNREADABLE, never guessed: asking again costs a text, a wrong reading can cost a patient.
"""

from dataclasses import dataclass
from enum import StrEnum


class AnswerKind(StrEnum):
    """The closed set of readings; the engine decides what each means for the open question."""

    LETTERS = "letters"
    NONE = "none"
    NOT_SURE = "not_sure"
    YES = "yes"
    NO = "no"
    NUMBER = "number"
    CHOICE = "choice"
    AREA_SEVERITY = "area_severity"
    TEXT = "text"
    UNREADABLE = "unreadable"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One reply, read for one question.

    `letters` are upper case, in order, without repeats. `low` and `high` bracket an age or a severity (high is the worst stated).
    `choice` is one upper-case letter, an office's digit, or gone, better, same, worse, new, back at a check-in. `text` is a name.
    """

    kind: AnswerKind
    letters: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    choice: str | None = None
    areas: tuple[str, ...] = ()
    severity: int | None = None
    unsure_letters: bool = False
    text: str | None = None


UNREADABLE = Answer(kind=AnswerKind.UNREADABLE)
NOT_SURE = Answer(kind=AnswerKind.NOT_SURE)
NONE = Answer(kind=AnswerKind.NONE)
YES = Answer(kind=AnswerKind.YES)
NO = Answer(kind=AnswerKind.NO)
OUT_OF_RANGE = Answer(kind=AnswerKind.OUT_OF_RANGE)
