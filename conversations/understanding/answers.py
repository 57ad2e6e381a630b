"""A reply to the open question -> a typed answer.

What a newcomer would get wrong: this reads a reply for one question only. Danger signs in the same words are found by
`red_flags`, commands by `commands`; what this module cannot read is UNREADABLE and is asked again, never guessed.
"""

from datetime import date

from conversations.understanding.ages import OLDEST, read_age
from conversations.understanding.answer_kinds import (
    NONE,
    NOT_SURE,
    OUT_OF_RANGE,
    UNREADABLE,
    Answer,
    AnswerKind,
)
from conversations.understanding.check_in_answers import read_check_in
from conversations.understanding.detail_answers import (
    read_function,
    read_home_tried,
    read_injury,
    read_med_safety,
    read_onset,
    read_pattern,
)
from conversations.understanding.letter_answers import read_letters, says_unsure
from conversations.understanding.phrases import book, split
from conversations.understanding.places import read_places
from conversations.understanding.severity import read_score
from conversations.understanding.spoken_names import read_name, read_office
from conversations.understanding.yes_no import read_yes_no

__all__ = ["Answer", "AnswerKind", "read_answer"]


def read_answer(question: str, text: str, *, today: date, lang: str = "en", offices: tuple[str, ...] = ()) -> Answer:
    """Read `text` as the reply to the question with this key (PROTOCOL 5.1); unknown keys take any words.

    `today` dates birthdays and "since june"; `lang` is the contact's language, which decides nothing that the words decide;
    `offices` are the names that the office question lists, in order.
    """
    match question:
        case "screen_nerve" | "screen_emergency":
            return read_letters(text, "ABCDEF")
        case "screen_risk":
            return read_letters(text, "ABCDEFGH")
        case "age":
            return _age(text, today)
        case "age_group":
            return _age_group(text, today)
        case "area_severity" | "area" | "severity":
            return _area_severity(text)
        case "severity_now":
            return _score(text)
        case "pattern":
            return read_pattern(text, today)
        case "onset":
            return read_onset(text)
        case "function":
            return read_function(text)
        case "injury_detail":
            return read_injury(text)
        case "home_tried":
            return read_home_tried(text)
        case "med_safety":
            return read_med_safety(text)
        case "checkin_1" | "checkin_2":
            return read_check_in(text)
        case "checkin_consent" | "confirm_stop":
            return read_yes_no(text, digits=True)
        case "clarify_flag":
            # "not anymore" is no clear NO: a sign of the last 14 days counts although it went away (PROTOCOL 3.2).
            return UNREADABLE if _no_longer(text) else read_yes_no(text)
        case "same_person" | "blood_thinner":
            return read_yes_no(text)
        case "safe_to_call":
            answer = read_yes_no(text)
            return answer if answer.kind is not AnswerKind.UNREADABLE else _words(text)
        case "office":
            return read_office(text, offices)
        case "caller_name":
            return read_name(text)
        case _:
            return _words(text)


def _no_longer(text: str) -> bool:
    words = split(text)
    return bool(words) and any(start <= 1 for start, _ in book().find(words).get("no_longer", ()))


def _age(text: str, today: date) -> Answer:
    ages = read_age(text, today)
    if ages is None:
        words = split(text)
        return NOT_SURE if words and says_unsure(words, book().find(words)) else UNREADABLE
    low, high = ages
    if high > OLDEST:
        return OUT_OF_RANGE
    return Answer(kind=AnswerKind.NUMBER, low=low, high=high)


def _age_group(text: str, today: date) -> Answer:
    words = split(text).words
    digits = [word for word in words if word.isdigit()]
    if digits and digits[0] in ("1", "2", "3") and len(words) <= 3 and len(set(digits)) == 1:
        return Answer(kind=AnswerKind.CHOICE, choice=digits[0])
    answer = _age(text, today)
    if answer.kind is AnswerKind.NUMBER and answer.high is not None and answer.high < 4:
        return UNREADABLE
    return answer


def _area_severity(text: str) -> Answer:
    words = split(text)
    if not words:
        return UNREADABLE
    areas = read_places(words)
    severity = read_score(text)
    if areas or severity is not None:
        return Answer(kind=AnswerKind.AREA_SEVERITY, areas=areas, severity=severity, low=severity, high=severity)
    return NOT_SURE if says_unsure(words, book().find(words)) else UNREADABLE


def _score(text: str) -> Answer:
    severity = read_score(text)
    if severity is not None:
        return Answer(kind=AnswerKind.NUMBER, low=severity, high=severity, severity=severity)
    words = split(text)
    return NOT_SURE if words and says_unsure(words, book().find(words)) else UNREADABLE


def _words(text: str) -> Answer:
    """Take a free-text reply as it is; "skip" and a bare no are NONE, mere courtesy says nothing."""
    words = split(text)
    known = book()
    if not words or known.is_all(words.words, "courtesy"):
        return UNREADABLE
    if known.is_all(words.words, "skip_word", "none_strong", "none_word", "courtesy"):
        return NONE
    return Answer(kind=AnswerKind.TEXT, text=text.strip())
