"""One text as it was understood, handed from the reading of it to whatever answers it."""

from dataclasses import dataclass

from conversations.answering import Outcome
from conversations.events import TextReceived
from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.commands import Command, CommandKind
from conversations.understanding.findings import Certainty, Reading


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A text with its readings. `outcome` is what became of it as an answer to an interview question, if one was open."""

    event: TextReceived
    command: Command
    reading: Reading
    answer: Answer | None
    outcome: Outcome | None
    stated: bool  # it stated a fact of the case

    @property
    def kind(self) -> AnswerKind:
        """How it reads as an answer."""
        return self.answer.kind if self.answer is not None else AnswerKind.UNREADABLE

    @property
    def is_wordless(self) -> bool:
        """A photo, a voice note, emoji only, or nothing: no answer, and not an unreadable one (PROTOCOL 2.5)."""
        return bool(self.event.num_media) or not any(character.isalnum() for character in self.event.body)

    def course(self) -> str | None:
        """The course it tells: the nearest check-in letter (PROTOCOL 8)."""
        if self.command.kind is CommandKind.RECOVERED:
            return "gone"
        course = self.reading.slots.better_same_worse
        return course if course in ("better", "same", "worse") else None

    def is_complaint(self) -> bool:
        """Does it tell a symptom?"""
        slots = self.reading.slots
        told = any(mention.certainty is not Certainty.EXCLUDED for mention in self.reading.mentions)
        return told or bool(slots.regions) or slots.severity is not None or slots.recurring is True
