"""The texts of a protocol in every language, loaded from `en.toml` and `es.toml` and proved fit to send.

What a newcomer would get wrong: managers edit these files, so every fault is listed at once with its file and key, and a file
with any fault is refused. Nothing is repaired or turned into "?" when a text is sent.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from conversations.errors import ProtocolError
from conversations.sms_text import count_parts, unsendable_in_gsm_7

LANGUAGES = ("en", "es")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")

# Every placeholder there is, with a value as wide as any that the sample clinics give it: lengths are proved with these.
WIDEST = {
    "clinic": "Sports Injury & Pain Management Clinic of New York",
    "phone": "(212) 555-0100",
    "minutes": "120",
    "by_time": "Wed Nov 25, 12:45 PM",
    "opens": "Wed Nov 25, 12:45 PM",
    "link": "https://book.totalortho.example/midtown",
    "hours": "Mon-Tue 8am-12:30pm & 1:30pm-6:30pm, Wed 8am-12:30pm & 1:30pm-7:30pm, Thu 8am-12:30pm & 1:30pm-6:30pm, "
    "Fri 8am-1pm & 1:30pm-5pm, Sat 9am-12:30pm",
    "office": "Midtown Manhattan",
    "address": "36 W 44th St Ste 914, New York, NY 10036",
    "offices": "Midtown Manhattan: 36 W 44th St Ste 914, New York, NY 10036\n" * 2
    + "Long Island: 100 Sample Blvd, Massapequa, NY 11758",
    "how_to_book": "",  # another text of these files, counted where it is composed
}

# PROTOCOL 2.7: letter screens and outcomes may take 4 parts in English and 5 in Spanish, all else 3 and 4.
_LONG_TEXTS = frozenset({"question.screen_nerve", "question.screen_emergency", "question.screen_risk"})
LONG_PARTS = {"en": 4, "es": 5}
PARTS = {"en": 3, "es": 4}

# Words that carriers act on (SMS_FACTS 4), and the only texts that may name one: the notices that must.
CARRIER_WORDS = frozenset(
    "YES START UNSTOP STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT HELP INFO ALTO PARAR".split()
)
_MAY_NAME = {
    "start.notice": frozenset({"HELP", "STOP"}),
    "command.help": frozenset({"STOP"}),
    "command.stop_confirmed": frozenset({"START"}),
}
_REPLY_WORD = re.compile(
    r"\b(?:reply|answer|type|responda|conteste|escriba)\s+(?:with\s+|con\s+)?[\"']?(\w+)", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Wording(Mapping[str, str]):
    """All texts of one language by dotted key, such as "question.screen_nerve"."""

    lang: str
    texts: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """The text with its placeholders still open."""
        return self.texts[key]

    def __iter__(self) -> Iterator[str]:
        """Keys in the order of the file."""
        return iter(self.texts)

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self.texts)


def load_wordings(directory: Path) -> dict[str, Wording]:
    """Read and prove both languages of a protocol; raise ProtocolError listing every fault with its file and key."""
    faults: list[str] = []
    wordings: dict[str, Wording] = {}
    for lang in LANGUAGES:
        try:
            tree = tomllib.loads((directory / f"{lang}.toml").read_text(encoding="utf-8"))
        except FileNotFoundError:
            faults.append(f"{lang}.toml: the file is missing")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            faults.append(f"{lang}.toml: cannot be read: {error}")
        else:
            texts, misplaced = _flatten(tree)
            faults += [f"{lang}.toml: {key}: is not a text" for key in misplaced]
            wordings[lang] = Wording(lang=lang, texts=texts)
    for wording in wordings.values():
        faults += [f"{wording.lang}.toml: {fault}" for fault in _faults_of(wording)]
    if len(wordings) == len(LANGUAGES):
        faults += _differences(wordings)
    if faults:
        raise ProtocolError(*faults)
    return wordings


def _flatten(tree: Mapping[str, object], prefix: str = "") -> tuple[dict[str, str], list[str]]:
    """Turn tables into dotted keys, and name the keys that hold anything but a text."""
    texts: dict[str, str] = {}
    misplaced: list[str] = []
    for name, value in tree.items():
        match value:
            case str():
                texts[f"{prefix}{name}"] = value
            case dict():
                inner, wrong = _flatten(value, f"{prefix}{name}.")
                texts |= inner
                misplaced += wrong
            case _:
                misplaced.append(f"{prefix}{name}")
    return texts, misplaced


def _faults_of(wording: Wording) -> Iterator[str]:
    for key, text in wording.items():
        for fault in text_faults(key, text, wording.lang):
            yield f"{key}: {fault}"


def text_faults(key: str, text: str, lang: str) -> Iterator[str]:
    """Say what makes one text unfit to send, each with its remedy."""
    if not text or text != text.strip():
        yield "is empty, or begins or ends with a space or line break"
    for name in sorted(set(PLACEHOLDER.findall(text)) - WIDEST.keys()):
        yield f"unknown placeholder {{{name}}}; there are {', '.join(sorted(WIDEST))}"
    bare = PLACEHOLDER.sub("", text)
    if "{" in bare or "}" in bare:
        yield "has a brace that is no placeholder"
    if costly := unsendable_in_gsm_7(bare):
        yield f"{' '.join(costly)} would more than double the cost of the text; use other words or plain characters"
    for word in sorted(_invited(bare) - _MAY_NAME.get(key, frozenset())):
        yield f"{word} is a word that phone carriers act on; use Y or N, a digit or a letter"
    limit = (LONG_PARTS if key in _LONG_TEXTS else PARTS)[lang]
    parts = count_parts(widest(text))
    if parts > limit:
        yield f"takes {parts} parts; {limit} is the limit"


def widest(text: str) -> str:
    """Fill a text with the widest values its placeholders may get."""
    return PLACEHOLDER.sub(lambda found: WIDEST.get(found[1], ""), text)


def _invited(text: str) -> set[str]:
    """Carrier words that the text offers as an answer: in capitals anywhere, or after a word such as "reply"."""
    named = set(re.findall(r"\b[A-Z]{3,}\b", text)) | {word.upper() for word in _REPLY_WORD.findall(text)}
    return named & CARRIER_WORDS


def _differences(wordings: Mapping[str, Wording]) -> Iterator[str]:
    """A key, or a placeholder of a key, that one language has and the other lacks."""
    for lang, wording in wordings.items():
        for other_lang, other in wordings.items():
            for key in wording:
                if key not in other:
                    yield f"{other_lang}.toml: {key}: is missing, {lang}.toml has it"
                    continue
                for name in sorted(set(PLACEHOLDER.findall(wording[key])) - set(PLACEHOLDER.findall(other[key]))):
                    yield f"{other_lang}.toml: {key}: lacks the placeholder {{{name}}} that {lang}.toml has"
