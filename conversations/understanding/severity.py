"""How bad it is, 0 to 10, in digits or words; the worst stated counts (PROTOCOL 5.2).

What a newcomer would get wrong: most numbers in a text are not a score. An answer to "how bad, 0 to 10?" may be a bare number;
anywhere else the text must say that it is one ("a 6", "7/10", "low back 5").
"""

import re

from conversations.understanding.cues import pattern
from conversations.understanding.number_words import in_figures
from conversations.understanding.phrases import Words, book, split

_DIGIT = re.compile(r"\d")
_SCALE = pattern(r"\b<scale>")
_OF_TEN = pattern(r"(\d+(?:\.\d+)?)(?: ?(?:-|to|or|o|a|y) ?(\d+(?:\.\d+)?))? ?<of_ten>")
_NUMBER = pattern(
    r"(?<![\d.$:/#])(?<!\bl)(?<!\bc)\b(\d+(?:\.\d+)?)(?![\d.:]*\d)(?! ?(?:<unit_after>|<not_a_score_after>))"
)
_BEFORE_NO_SCORE = pattern(r"(?:\b<no_score_before>|#)[ -]?$")
_NEGATED_BEFORE = pattern(r"\b<negated_before> ?$")
_SAID_BEFORE = pattern(
    r"(?:\b<score_announced>|\b<scored><scored_link>*|^<score_opening><score_opening_more>*"
    r"|\b<score_was> (?:a |an |un |like |about )*)[ ,:]*$"
)
_SAID_AFTER = pattern(r"^ ?(?:$|[.,;!?)\]]|-?ish\b|<score_after>\b)")
_TOP = 10
_REACH = 60  # characters around a number that can say what it counts
_TOP_TEN = frozenset({11, 12, 13, 15, 20, 50, 100, 101, 110, 200, 1000, 1000000})


def read_score(text: str) -> int | None:
    """Read the reply to "how bad, 0 to 10?": the worst number in it, else the worst word; None when it holds neither.

    A number followed by a unit ("2 days") is no score, one over ten is ten, a half rounds up, a negated one does not count.
    """
    line = _SCALE.sub(" ", in_figures(text))
    scores = _of_ten(line)
    line = _OF_TEN.sub(" ", line)
    for found in _NUMBER.finditer(line):
        value = float(found[1])
        other = _stands(_BEFORE_NO_SCORE, line, found) and not _stands(_SAID_BEFORE, line, found)
        if other or _stands(_NEGATED_BEFORE, line, found):
            continue
        if value <= 10 or value in _TOP_TEN:
            scores.append(_rounded(value))
    if scores:
        return max(scores)
    return read_word_score(split(text))


def read_stated_score(text: str) -> int | None:
    """Read a score out of any text: only numbers that the text itself says are one, else nothing."""
    line = in_figures(text)
    if not _DIGIT.search(line):
        return None
    scores = _of_ten(line)
    line = _OF_TEN.sub(" ", _SCALE.sub(" ", line))
    for found in _NUMBER.finditer(line):
        value = float(found[1])
        after = line[found.end() : found.end() + _REACH]
        said = value <= _TOP and _SAID_AFTER.search(after) and _stands(_SAID_BEFORE, line, found)
        if said and not _stands(_NEGATED_BEFORE, line, found):
            scores.append(_rounded(value))
    return max(scores) if scores else None


def read_word_score(words: Words) -> int | None:
    """Read "mild", "fuerte", "unbearable": the worst such word that is not negated; None without one."""
    found = book().find(words)
    known = book()
    for value in (9, 7, 5, 3):
        for start, _ in found.get(f"severe_{value}", ()):
            before = [
                words.words[index]
                for index in range(max(0, start - 2), start)
                if words.part[index] == words.part[start]
            ]
            if not any(word in known.sets["negation"] for word in before):
                return value
    return None


def _stands(wording: re.Pattern[str], line: str, number: re.Match[str]) -> bool:
    """Does this wording end right before the number? `^` in it still means the beginning of the whole text."""
    return bool(wording.search(line, max(0, number.start() - _REACH), number.start()))


def _of_ten(line: str) -> list[int]:
    scores: list[int] = []
    for found in _OF_TEN.finditer(line):
        if not _stands(_NEGATED_BEFORE, line, found):
            scores += [_rounded(float(number)) for number in found.groups() if number]
    return scores


def _rounded(value: float) -> int:
    return min(10, int(value + 0.5))
