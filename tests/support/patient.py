"""A patient of a story: texts the line, answers whatever question is open, and keeps what came back."""

from datetime import datetime, timedelta
from typing import Any

from conversations.events import EpisodeClosed
from conversations.rehearsal import Rehearsal

MOST_TEXTS = 40
UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def parse_wait(text: str) -> timedelta:
    """Read "15m", "2h" or "7d"."""
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})


class Patient:
    """Plays one story in a rehearsal. `answers` gives, for each question key, a text, a list used in turn, or {"wait": ...}."""

    def __init__(self, rehearsal: Rehearsal, answers: dict[str, Any], *, silent_without: bool = True) -> None:
        self.line = rehearsal
        self.answers = answers
        self.silent_without = silent_without
        self.used: dict[str, int] = {}
        self.asked: list[str] = []
        self.received: list[str] = []
        self.sent = 0

    def open_with(self, texts: list[str]) -> None:
        """Send the opening texts one after the other."""
        for text in texts:
            self.say(text)

    def say(self, text: str) -> None:
        """Send one text."""
        self.sent += 1
        assert self.sent <= MOST_TEXTS, f"more than {MOST_TEXTS} texts: a loop; asked {self.asked}"
        self.received += [reply.body for reply in self.line.text(text)]

    def answer_what_is_open(self) -> None:
        """Answer question after question until none is open or the patient has nothing to say to it."""
        while (question := self.line.state.question) is not None:
            self.asked.append(question)
            answer = self._next(question)
            if answer is None:
                return
            if isinstance(answer, dict):
                if "wait" in answer:
                    self.received += [reply.body for reply in self.line.wait(parse_wait(answer["wait"]))]
                return
            self.say(answer)

    def live_through(self, later: list[Any]) -> None:
        """Let the later entries happen; what is open is answered before the next one."""
        for entry in later:
            if isinstance(entry, str):
                self.say(entry)
            elif "wait" in entry:
                self.received += [reply.body for reply in self.line.wait(parse_wait(entry["wait"]))]
            else:
                self.line.happen(EpisodeClosed())
            self.answer_what_is_open()

    def _next(self, question: str) -> Any:
        answer = self.answers.get(question)
        if isinstance(answer, list):
            index = min(self.used.get(question, 0), len(answer) - 1)
            self.used[question] = index + 1
            return answer[index]
        return answer


def started(text: str) -> datetime:
    """Read a story's local start."""
    return datetime.fromisoformat(text)
