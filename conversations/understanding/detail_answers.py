"""Replies to the questions about details and medicine: a letter, yes or no, or the thing itself.

What a newcomer would get wrong: people answer with the content ("type 2 diabetic", "about 10 days") as often as with the letter.
Content is only read through the phrase lists of that question; two different answers mean the more urgent one (PROTOCOL 2.5).
"""

from dataclasses import replace
from datetime import date

from conversations.understanding.answer_kinds import NO, NONE, NOT_SURE, UNREADABLE, YES, Answer, AnswerKind
from conversations.understanding.durations import HOURS_A_DAY, HOURS_A_WEEK, read_hours, read_onset_days
from conversations.understanding.letter_answers import read_letters, says_none, says_unsure
from conversations.understanding.phrases import Words, book, split
from conversations.understanding.yes_no import read_yes_no

_SHORT_SPELL = 2.0  # hours; PROTOCOL 5.2: "under 2 hours"
_NEGATION_REACH = 3


def read_pattern(text: str, today: date) -> Answer:
    """Read `pattern` as one letter A to E; of a letter and a stated duration the longer counts."""
    answer = read_letters(text, "ABCDE")
    stated = _stated_pattern(text, today)
    if answer.kind is AnswerKind.LETTERS and len(answer.letters) < 5:
        letter = max(answer.letters)
        return _choice(max(letter, stated) if stated and stated > "B" else letter)
    if stated:
        return _choice(stated)
    if answer.kind in (AnswerKind.NOT_SURE, AnswerKind.OUT_OF_RANGE):
        return answer
    return UNREADABLE


def _stated_pattern(text: str, today: date) -> str | None:
    hours = read_hours(text, today)
    found = book().find(split(text))
    again = "comes_back" in found
    first = "first_time" in found and not again
    if hours is None and (days := read_onset_days(text, split(text), today)) is not None:
        hours = days * HOURS_A_DAY or (0.0 if "just_now" in found else None)
    if hours is None:
        return None
    if hours >= _SHORT_SPELL:
        if hours <= HOURS_A_WEEK:
            return "C"
        return "D" if hours <= 2 * HOURS_A_WEEK else "E"
    if first:
        return "A"
    return "B" if again else None


def read_onset(text: str) -> Answer:
    """Read `onset`: YES is "all at once"."""
    return _yes_no_or_content(text, yes="onset_sudden", no="onset_slow", unsure=None)


def read_function(text: str) -> Answer:
    """Read `function`: YES is able to stand up and walk a few steps."""
    return _yes_no_or_content(text, yes="function_yes", no="function_no", unsure="function_unsure")


def _yes_no_or_content(text: str, *, yes: str, no: str, unsure: str | None) -> Answer:
    answer = read_yes_no(text)
    if answer.kind in (AnswerKind.YES, AnswerKind.NO):
        return answer
    words = split(text)
    found = book().find(words) if words else {}
    says_yes, says_no = yes in found, no in found
    if says_yes != says_no:
        if unsure in found and says_yes:
            return NOT_SURE
        return YES if says_yes else NO
    if unsure in found:
        return NOT_SURE
    return answer if not says_yes else UNREADABLE


def read_injury(text: str) -> Answer:
    """Read `injury_detail`: letters A to F, or what happened in words."""
    answer = read_letters(text, "ABCDEF")
    words = split(text)
    if answer.kind is AnswerKind.LETTERS:
        thinner = _content(words, "injury", "F")
        return replace(answer, letters=tuple(sorted({*answer.letters, *thinner})))
    if answer.kind is AnswerKind.OUT_OF_RANGE:
        return answer
    if letters := _content(words, "injury", "ABCDEF"):
        return Answer(kind=AnswerKind.LETTERS, letters=letters)
    if words and "injury_none" in book().find(words):
        return NONE
    return UNREADABLE if answer.kind is AnswerKind.YES else answer


def read_home_tried(text: str) -> Answer:
    """Read `home_tried` as A (tried, no better), B (tried, some better) or C (not tried); of two the first letter counts."""
    answer = read_letters(text, "ABC")
    if answer.kind is AnswerKind.LETTERS and len(answer.letters) < 3:
        return _choice(min(answer.letters))
    words = split(text)
    if not words:
        return answer
    found = book().find(words)
    tried = "home_care" in found
    if "home_tried_worse" in found and (tried or answer.kind is AnswerKind.YES) and "home_tried_better" not in found:
        return _choice("A")
    if "home_tried_better" in found and "home_tried_worse" not in found:
        return _choice("B")
    if "home_not_tried" in found and "home_tried_worse" not in found:
        return _choice("C")
    head = words.words[0]
    if "home_tried_worse" in found and "home_tried_better" not in found and head not in book().sets["no_word"]:
        return _choice("A")
    yes_no = read_yes_no(text)
    if yes_no.kind is AnswerKind.NO and not tried:
        return _choice("C")
    return NOT_SURE if says_unsure(words, found) else UNREADABLE


def read_med_safety(text: str) -> Answer:
    """Read `med_safety`: letters A to F, NONE, NOT SURE, or the medicine or illness itself."""
    answer = read_letters(text, "ABCDEF")
    if answer.kind in (AnswerKind.LETTERS, AnswerKind.OUT_OF_RANGE):
        return answer
    words = split(text)
    if not words:
        return answer
    if letters := _content(words, "med", "ABCDEF"):
        if answer.kind is AnswerKind.UNREADABLE and _asks(words):
            return UNREADABLE
        return Answer(kind=AnswerKind.LETTERS, letters=letters)
    if answer.kind is AnswerKind.UNREADABLE:
        found = book().find(words)
        if "med_none" in found and not _asks(words):
            return NONE
        if "med_unsure" in found:
            return NOT_SURE
        if says_none(words, found):
            return NONE
    return UNREADABLE if answer.kind is AnswerKind.UNREADABLE else answer


def _content(words: Words, question: str, letters: str) -> tuple[str, ...]:
    """The letters whose phrases stand in the text unnegated."""
    if not words:
        return ()
    found = book().find(words)
    return tuple(
        letter
        for letter in letters
        if any(not _negated(words, start) for start, _ in found.get(f"{question}_{letter.lower()}", ()))
    )


def _asks(words: Words) -> bool:
    return words.asks or words.words[0] in book().sets["question_opener"]


def _negated(words: Words, start: int) -> bool:
    """Does a negation stand shortly before, with no comma and no but, just, only between?"""
    sets = book().sets
    for index in range(start - 1, max(-1, start - 1 - _NEGATION_REACH), -1):
        if words.part[index] != words.part[start] or words.words[index] in sets["splitter"]:
            return False
        if words.words[index] in sets["negation"]:
            return True
    return False


def _choice(letter: str) -> Answer:
    return Answer(kind=AnswerKind.CHOICE, choice=letter, letters=(letter,))
