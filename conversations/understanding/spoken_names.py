"""The name somebody gives, and the office somebody picks.

A newcomer would take the whole reply for the name: people write "its Rob", "Carmen, la mama", "no name pls" and "skip".
"""

import re

from conversations.understanding.answer_kinds import NONE, OUT_OF_RANGE, UNREADABLE, Answer, AnswerKind
from conversations.understanding.letter_answers import ordinal_number
from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import book, plain, split

_LONGEST_NAME = 4  # words
_LONGEST_CHOICE = 4
_TITLE_DOT = re.compile(r"\b(dra?|mrs?|ms|sra?|srta)\.", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*", re.UNICODE)


def read_name(text: str) -> Answer:
    """Take the name out of a reply to "what name should we ask for?"; NONE when none is wanted, UNREADABLE for a sentence."""
    words = split(text)
    known = book()
    if not words or known.is_all(words.words, "courtesy"):
        return UNREADABLE
    if known.is_all(words.words, "skip_word", "none_strong", "none_word", "no_word", "courtesy"):
        return NONE
    text = _TITLE_DOT.sub(r"\1", text)
    first = re.split(r"[,.;:!?(\n]", text.strip(), maxsplit=1)[0]
    found = _NAME_WORD.findall(first)
    while found and plain(found[0]) in known.sets["name_opener"]:
        found = found[1:]
    while found and plain(found[-1]) in known.sets["courtesy"]:
        found = found[:-1]
    if not found or len(found) > _LONGEST_NAME or any(plain(word) in known.sets["never_a_name"] for word in found):
        return UNREADABLE
    name = " ".join(found)
    return Answer(kind=AnswerKind.TEXT, text=name.title() if name.islower() or name.isupper() else name)


def read_office(text: str, offices: tuple[str, ...]) -> Answer:
    """Read the office as its digit, or as a name that fits only one of `offices`; without names any single digit is taken."""
    words = split(text).words
    known = book()
    count = len(offices) or 9
    ordinals = {number for word in words if (number := ordinal_number(word, len(offices)))}
    if len(ordinals) == 1 and len(words) <= _LONGEST_CHOICE:
        return Answer(kind=AnswerKind.CHOICE, choice=str(ordinals.pop()))
    digits = {word for word in words if word.isdigit()}
    digits |= {
        figure for word in words if word != (figure := in_figures(f"{word} week").split()[0]) and figure.isdigit()
    }
    if len(digits) == 1 and len(words) <= _LONGEST_CHOICE:
        digit = digits.pop()
        return Answer(kind=AnswerKind.CHOICE, choice=digit) if 1 <= int(digit) <= count else OUT_OF_RANGE
    spoken = {word for word in words if len(word) > 2 and word not in known.sets["office_word"]}
    fitting = [number for number, office in enumerate(offices, 1) if spoken & set(split(office).words)]
    if len(fitting) == 1 and not spoken & known.sets["negation"] and not {"no", "not"} & set(words):
        return Answer(kind=AnswerKind.CHOICE, choice=str(fitting[0]))
    return UNREADABLE
