"""The copy of the protocol, composed as patients get it, for tests of length, reading level and meaning.

What a newcomer would get wrong: most texts are made of several pieces of copy, so a piece within its limit proves little. The
orders are those of PROTOCOL 1.1 to 1.4; placeholders hold the widest values that a clinic may give.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from conversations.sms_text import units
from conversations.wording import LONG_PARTS, PARTS, load_wordings, widest

DIRECTORY = Path(__file__).parents[2] / "conversations" / "protocols" / "neck_back_spasm"
WORDINGS = load_wordings(DIRECTORY)
CODES: list[str] = tomllib.loads((DIRECTORY / "red_flags" / "catalogue.toml").read_text())["codes"]
OR_ER: list[str] = tomllib.loads((DIRECTORY / "logic.toml").read_text())["emergency"]["or_er"]
EMERGENCY_CODES = [code for code in CODES if code not in {"nerve_root", "other_urgent"}] + ["unclear_emergency_screen"]
SCREENS = ("screen_nerve", "screen_emergency", "screen_risk")
_OWN_OPENING = {"self_harm": "self_harm", "overdose_or_poisoning": "overdose", "abuse_or_unsafe": "abuse"}
_TEXT_911 = {
    "en": "Can't talk? In NYC you can text 911.",
    "es": "¿No puede hablar? En NYC puede mandar un texto al 911.",
}
# Steps of PROTOCOL 7; those in braces exclude each other: back or neck, medicine line or ask-first line.
_CARE_STEPS = ("pause", "ice", "heat", "{rest}", "walk", "{medicine}", "water", "caffeine", "stress", "stretch")


def compositions(lang: str) -> Iterator[tuple[str, str, int]]:
    """Every text that is put together from several, with the parts it may take."""
    wording = WORDINGS[lang]
    long, short = LONG_PARTS[lang], PARTS[lang]

    def joined(*keys: str) -> str:
        return " ".join(widest(wording[key]) for key in keys)

    for code in EMERGENCY_CODES:
        yield f"emergency: {code}", emergency_text(lang, code), long
    for code in [None, *CODES]:
        line = f"urgent.line.{code}"
        for promise in ("open", "on_call", "closed"):
            keys = [f"urgent.{promise}", line, "urgent.list_911", "urgent.no_new_medicine"]
            yield f"urgent, {promise}: {code}", joined(*(key for key in keys if key in wording)), long
    how = widest(wording["book.how"])
    for outcome in ("book.outcome", "book.soon", "book.out_of_area", "checkin.same"):
        keys = ["book.same_day", *(() if outcome == "book.out_of_area" else ("book.tips_line",)), "book.safety_net"]
        first = wording[outcome].replace("{how_to_book}", how)
        yield outcome, f"{first} {joined(*keys)}", long
    yield "book.asked", wording["book.asked"].replace("{how_to_book}", how), short
    for name, text in care_texts(lang):
        yield name, text, long
    yield "when to stop", joined("care.stop_when", "care.call_911", "care.any_time", "care.consent"), long
    for screen in SCREENS:
        yield f"later episode: {screen}", joined("start.standing", "start.for_person", f"question.{screen}"), long
        yield f"asked again: {screen}", joined("reask.letters", "start.for_person", f"question.{screen}"), long
        yield f"resumed: {screen}", joined("wait.recap", "start.for_person", f"question.{screen}"), long
    yield "urgent.thanks with the name", joined("urgent.thanks", "question.caller_name"), short
    yield "notice with the other language", joined("start.notice", "start.language_hint"), short
    yield "checkin.better with the medicine line", joined("checkin.better", "checkin.better_nsaid"), short
    yield "checkin.gone with prevention.one", joined("checkin.gone", "prevention.one"), short
    yield "practice, self_harm", joined("system.practice_emergency", "system.practice_988", "system.practice"), short
    yield "person, closed, with more questions", joined("command.person_closed", "command.person_continue"), short


def emergency_text(lang: str, code: str) -> str:
    """The EMERGENCY text of a code as PROTOCOL 1.1 orders it, with the longer of its two endings."""
    wording = WORDINGS[lang]
    opening = (
        f"opening_{_OWN_OPENING[code]}" if code in _OWN_OPENING else "opening_or_er" if code in OR_ER else "opening"
    )
    keys = [f"emergency.{opening}", "emergency.no_driving"]
    if code != "abuse_or_unsafe":
        keys.append(f"emergency.line.{code}")
    ending = max(("emergency.alerted", "emergency.closed"), key=lambda key: units(wording[key]))
    return " ".join([*(wording[key] for key in [*keys, ending]), _TEXT_911[lang], wording["emergency.ack"]])


def care_texts(lang: str) -> Iterator[tuple[str, str]]:
    """The fullest home care that a patient can get, over every choice that excludes another."""
    wording = WORDINGS[lang]
    for rest in ("knees_up", "neck_pillow"):
        for medicine in ("otc_nsaid", "ask_first"):
            steps = [step.format(rest=rest, medicine=medicine) for step in _CARE_STEPS]
            for intro, more in (("care.intro", []), ("care.intro_book", ["pt"])):
                lines = [wording[intro], *(wording[f"care.step.{step}"] for step in [*steps, *more])]
                yield f"{intro}, {rest}, {medicine}", "\n".join(lines)


def whole_texts(lang: str) -> Iterator[tuple[str, str]]:
    """Everything a patient reads as one text: compositions, and the copy that is sent by itself."""
    pieces = (
        "start.standing",
        "start.for_person",
        "start.language_hint",
        "emergency.",
        "urgent.l",
        "urgent.no_",
        "care.",
        "book.t",
    )
    for name, text, _ in compositions(lang):
        yield name, text
    for key, text in WORDINGS[lang].items():
        if not key.startswith(pieces) and "{how_to_book}" not in text:
            yield key, widest(text)
