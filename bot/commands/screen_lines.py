"""One line of `text-us screen`: what one text says by itself, and how it reads as a reply.

What a newcomer would get wrong: the keys and their meaning are an interface that scripts rely on. `tier` and `flags` come from
the text's own words, never from letters that answer the question.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.commands.json_lines import LineError, Request, text_of
from conversations.flagging import Finding
from conversations.protocol.model import Protocol
from conversations.screening import Screening, screen_text
from conversations.understanding.answer_kinds import Answer, AnswerKind
from conversations.understanding.answers import read_answer
from conversations.understanding.commands import read_command
from conversations.understanding.findings import Certainty, Slots
from conversations.understanding.language import detect

OTHER_NAMES = {"checkin": "checkin_1", "clarify_yes_no": "clarify_flag"}
REGIONS = ("neck", "upper_back", "mid_back", "low_back")
SEVERAL = "several"
SAID_AS = {"back": "new"}  # "it came back" is something new among the five words of a check-in


def screened(protocol: Protocol, request: Request, *, today: date) -> Mapping[str, Any]:
    """Screen one request; raise LineError when it cannot be read."""
    text = text_of(request, "text")
    question = _question(protocol, request)
    screening = screen_text(protocol.rules, text, today=today)
    flags = screening.judgement.flags
    return {
        "id": request.get("id"),
        "lang": "es" if detect(text) == "es" else "en",
        "tier": flags[0].tier if flags else "none",
        "flags": [_flag(screening, finding) for finding in flags],
        "clarify": [finding.code for finding in screening.judgement.doubts],
        "intent": _intent(read_command(text).intent, question),
        "answer": _answer(question, read_answer(question, text, today=today)) if question else None,
        "slots": slots_of(screening.reading.slots),
    }


def slots_of(slots: Slots) -> dict[str, Any]:
    """Name the slots that a text states."""
    region = next((region for region in slots.regions if region in REGIONS), None)
    stated = {
        "region": region,
        "severity": slots.severity,
        "onset_days": slots.onset_days,
        "recurring": slots.recurring,
        "tried_home_care": slots.tried_home_care,
        "better_same_worse": slots.better_same_worse,
    }
    return {name: value for name, value in stated.items() if value is not None}


def _intent(intent: str, question: str | None) -> str:
    """Call what asks nothing of the line an answer where something was asked."""
    return "answer" if question and intent == "symptom" else intent


def _question(protocol: Protocol, request: Request) -> str | None:
    given = request.get("question")
    if given is None:
        return None
    question = OTHER_NAMES.get(given, given) if isinstance(given, str) else None
    if question not in protocol.questions:
        raise LineError("question must be a key of the interview")
    return question


def _flag(screening: Screening, finding: Finding) -> dict[str, Any]:
    spans = {
        (mention.start, mention.end)
        for mention in screening.reading.mentions
        if mention.concept in finding.facts and mention.certainty is Certainty.DEFINITE
    }
    return {
        "code": finding.code,
        "tier": finding.tier,
        "rule": finding.rule,
        "evidence": [list(span) for span in sorted(spans)],
    }


def _answer(question: str, answer: Answer) -> Any:
    if question == "doctor_note":
        return None
    match answer.kind:
        case AnswerKind.LETTERS:
            return list(answer.letters)
        case AnswerKind.NONE:
            return "NONE"
        case AnswerKind.NOT_SURE:
            return "NOT_SURE"
        case AnswerKind.YES:
            return True
        case AnswerKind.NO:
            return False
        case AnswerKind.NUMBER:
            return answer.high
        case AnswerKind.CHOICE:
            choice = answer.choice or ""
            return int(choice) if choice.isdigit() else SAID_AS.get(choice, choice)
        case AnswerKind.AREA_SEVERITY:
            return _area_and_severity(answer)
        case AnswerKind.TEXT:
            return answer.text
        case AnswerKind.UNREADABLE | AnswerKind.OUT_OF_RANGE:
            return "unreadable"


def _area_and_severity(answer: Answer) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if answer.areas:
        given["area"] = answer.areas[0] if len(answer.areas) == 1 else SEVERAL
    if answer.severity is not None:
        given["severity"] = answer.severity
    return given
