"""A reply to a check-in: its letter, or how it went in words (PROTOCOL 8).

Of several different answers the more urgent one counts: worse, came back, something new, same, better, gone.
"""

import re

from conversations.understanding.answer_kinds import NOT_SURE, UNREADABLE, Answer, AnswerKind
from conversations.understanding.letter_answers import read_letters, says_unsure
from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import Words, book, split

_BY_LETTER = {"A": "gone", "B": "better", "C": "same", "D": "worse", "E": "new"}
_MOST_URGENT_FIRST = ("worse", "back", "new", "same", "better", "gone")
_SCORES = re.compile(
    r"\b(?:was|from|era|estaba en|de) (?:a |an |un )?(\d{1,2})\b.*?\b(\d{1,2})\b(?: ?(?:now|today|ahora|hoy))?"
)


def read_check_in(text: str) -> Answer:
    """Read a check-in reply as gone, better, same, worse, new or back."""
    words = split(text)
    if not words:
        return UNREADABLE
    heard = course(words, text)
    answer = read_letters(text, "ABCDE")
    if answer.kind is AnswerKind.LETTERS and len(answer.letters) < 5:
        heard = [_BY_LETTER[letter] for letter in answer.letters] + [word for word in heard if word != "gone"]
    if heard:
        return Answer(kind=AnswerKind.CHOICE, choice=min(heard, key=_MOST_URGENT_FIRST.index))
    if answer.kind is AnswerKind.OUT_OF_RANGE:
        return answer
    return NOT_SURE if says_unsure(words, book().find(words)) else UNREADABLE


def course(words: Words, text: str) -> list[str]:
    """How it went since, in every word the text has for it."""
    found = book().find(words)
    heard = [name for name in _MOST_URGENT_FIRST if f"course_{name}" in found]
    if "back" in heard and "gone" in heard:
        heard.remove("gone")
    scores = _SCORES.search(in_figures(text))
    if scores and not heard:
        before, now = int(scores[1]), int(scores[2])
        if max(before, now) <= 10:
            return ["better" if now < before else "worse" if now > before else "same"]
    return heard
