"""Words that mean something in every state: opt-out in any wording, help, a person, booking, language, side questions.

What a newcomer would get wrong: an exact keyword is the WHOLE message, and only then an opt-out without question; "i cant stop
peeing" and "cancel my appointment" are none. Opt-out in other words needs a clear object (texts, this list, me); what is
genuinely ambiguous is OPT_OUT_UNSURE, which is asked about. Danger signs are looked for before any of this (PROTOCOL 2.1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conversations.understanding.letter_answers import asks_about_a_letter
from conversations.understanding.phrases import Words, book, split

_BRIEF = 6  # words
_SHORT = 14  # words; a longer text that says thanks or "its gone" somewhere says more than that

Found = Mapping[str, list[tuple[int, int]]]


class CommandKind(StrEnum):
    """What a text asks of the line, if anything."""

    OPT_OUT = "opt_out"
    OPT_OUT_PHRASE = "opt_out_phrase"
    OPT_OUT_UNSURE = "opt_out_unsure"
    START = "start"
    HELP = "help"
    TIPS = "tips"
    BOOK = "book"
    PERSON = "person"
    RESTART = "restart"
    BACK = "back"
    OK = "ok"
    LANGUAGE = "language"
    WRONG_NUMBER = "wrong_number"
    THANKS = "thanks"
    GREETING = "greeting"
    RECOVERED = "recovered"
    SIDE_QUESTION = "side_question"
    NONSENSE = "nonsense"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Command:
    """What was read. `topic` is set for a side question, `lang` for a language switch; `intent` is the label of the data."""

    kind: CommandKind
    intent: str
    topic: str | None = None
    lang: str | None = None


_KEYWORDS = (
    ("opt_out", CommandKind.OPT_OUT, "stop"),
    ("start", CommandKind.START, "answer"),
    ("help", CommandKind.HELP, "help"),
    ("tips", CommandKind.TIPS, "info"),
    ("book", CommandKind.BOOK, "book"),
    ("person", CommandKind.PERSON, "human"),
    ("restart", CommandKind.RESTART, "help"),
    ("back", CommandKind.BACK, "correction"),
)


def read_command(text: str) -> Command:
    """Read what a text asks of the line; NONE, with the intent "symptom" or "answer", when it asks nothing."""
    words = split(text)
    if not words:
        return Command(kind=CommandKind.NONSENSE, intent="nonsense")
    known = book()
    for name, kind, intent in _KEYWORDS:
        if _is_keyword(words, name):
            return Command(kind=kind, intent=intent)
    found = known.find(words)
    if opted := _opt_out(words, found):
        return opted
    return _request(text, words, found)


def _is_keyword(words: Words, name: str) -> bool:
    """Is the whole text this keyword? All but those that change consent may come with a "please"."""
    sets = book().sets
    keywords = sets[f"keyword_{name}"]
    if " ".join(words.words) in keywords:
        return True
    core = [word for word in words.words if word not in sets["polite"]]
    return name not in ("opt_out", "start") and " ".join(core) in keywords


def _opt_out(words: Words, found: Found) -> Command | None:
    if "opt_out" in found:
        return Command(kind=CommandKind.OPT_OUT_PHRASE, intent="stop")
    first, last = words.sentence[0], words.sentence[-1]
    if first != last and any("stop_sentence" in book().find(_sentence(words, number)) for number in (first, last)):
        # "stop. i want everything to stop" may be about more than texts: ask.
        sure = len(words) <= _BRIEF
        return Command(kind=CommandKind.OPT_OUT_PHRASE if sure else CommandKind.OPT_OUT_UNSURE, intent="stop")
    head = words.words[0]
    if head == "stop" and len(words) > 1 and words.words[1] in book().sets["after_stop"]:
        return Command(kind=CommandKind.OPT_OUT_UNSURE, intent="stop")
    if "opt_out_unsure" in found:
        return Command(kind=CommandKind.OPT_OUT_UNSURE, intent="stop")
    return None


def _sentence(words: Words, number: int) -> Words:
    return words.without((place, place + 1) for place, other in enumerate(words.sentence) if other != number)


def _request(text: str, words: Words, found: Found) -> Command:
    for lang in ("en", "es"):
        if f"language_{lang}" in found:
            return Command(kind=CommandKind.LANGUAGE, intent="language_switch", lang=lang)
    if "wrong_number" in found:
        return Command(kind=CommandKind.WRONG_NUMBER, intent="wrong_number")
    if "person" in found and not _only_asked_about(found):
        return Command(kind=CommandKind.PERSON, intent="human")
    topics = sorted((spans[0], group[6:]) for group, spans in found.items() if group.startswith("topic_"))
    if "book" in found and not any(topic in ("reschedule", "cancel_visit") for _, topic in topics):
        return Command(kind=CommandKind.BOOK, intent="book")
    if asks_about_a_letter(text):
        topics = [((0, 0), "explain_letter")]
    if topics:
        topic = topics[0][1]
        return Command(kind=CommandKind.SIDE_QUESTION, intent=_INTENTS.get(topic, "info"), topic=topic)
    if "recovered" in found and "not_recovered" not in found and len(words) <= _SHORT:
        return Command(kind=CommandKind.RECOVERED, intent="recovered")
    known = book()
    if known.is_all(words.words, "ok_word", "courtesy") and any(word in known.sets["ok_word"] for word in words.words):
        return Command(kind=CommandKind.OK, intent="answer")
    if "thanks" in found and (len(words) <= _SHORT or found["thanks"][0][0] == 0):
        brief = len(words) <= _SHORT and not any(word in known.sets["pain_word"] for word in words.words)
        return Command(kind=CommandKind.THANKS if brief else CommandKind.NONE, intent="thanks")
    greets = any(word in known.sets["greeting"] for word in words.words)
    if greets and known.is_all(words.words, "greeting", "courtesy", "hello_filler"):
        return Command(kind=CommandKind.GREETING, intent="greeting")
    return Command(kind=CommandKind.NONE, intent="symptom")


def _only_asked_about(found: Found) -> bool:
    """Is the person only asked about ("a real person or a bot", "when will somebody call me") and not asked for?"""
    asked = [*found.get("topic_robot", ()), *found.get("topic_how_long_wait", ())]
    return all(any(start < end_of and begin < end for begin, end_of in asked) for start, end in found["person"])


_INTENTS = {
    "dose": "med_question",
    "diagnosis": "med_question",
    "heat_or_ice": "med_question",
    "relaxants": "med_question",
    "reschedule": "cancel_or_reschedule",
    "cancel_visit": "cancel_or_reschedule",
    "complaint": "complaint",
    "why_asked": "help",
    "explain_letter": "help",
}
