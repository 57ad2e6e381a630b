"""One line of `text-us triage`: a whole conversation played in memory, and what became of it.

What a newcomer would get wrong: the keys and their meaning are an interface that scripts rely on; the README lists them. The
protocol runs in full here, signed or not, and nobody on the staff acts.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import clinic
from bot.commands.json_lines import LineError, Request, choice_of
from conversations.flagging import Tier
from conversations.protocol.model import Protocol
from conversations.rehearsal import Rehearsal
from conversations.state import FlagRecord

START = datetime(2026, 3, 2, 10, 0)  # noqa: DTZ001 - a Monday morning on the clinic's own clock
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_WAIT = re.compile(r"(\d{1,6})([smhd])")


def played(protocol: Protocol, request: Request) -> Mapping[str, Any]:
    """Play one request and say how it ended; raise LineError when it cannot be played."""
    at_clinic = clinic.load(choice_of(request, "clinic", clinic.SAMPLES, clinic.SAMPLES[0]))
    lang = choice_of(request, "lang", clinic.LANGUAGES, "en")
    phone = Rehearsal(protocol, at_clinic.view, start=_start(request, at_clinic.timezone), lang=lang)
    questions: list[str | None] = []
    replies: list[list[str]] = []
    for entry in _entries(request):
        questions.append(phone.state.question)
        sent = phone.text(entry) if isinstance(entry, str) else phone.wait(entry)
        replies.append([reply.body for reply in sent])
    state = phone.state
    return {
        "id": request.get("id"),
        "disposition": state.disposition,
        "priority": state.priority,
        "reason": state.reason,
        "state": state.place,
        "flags": flag_codes(protocol, state.flags),
        "question": state.question,
        "replies": replies,
        "questions": questions,
    }


def flag_codes(protocol: Protocol, flags: tuple[FlagRecord, ...]) -> list[str]:
    """List the catalogue's codes once each, emergency first, then in the catalogue's order. System codes are not in it."""
    tiers: dict[str, Tier] = {}
    for flag in flags:
        if flag.code in protocol.rules.codes and tiers.get(flag.code) is not Tier.EMERGENCY:
            tiers[flag.code] = flag.tier
    return sorted(tiers, key=lambda code: (tiers[code] is Tier.URGENT, protocol.rules.codes.index(code)))


def _start(request: Request, timezone: ZoneInfo) -> datetime:
    given = request.get("start")
    if given is None:
        return START.replace(tzinfo=timezone)
    try:
        start = datetime.fromisoformat(given)
    except (TypeError, ValueError) as error:
        raise LineError('start must be a time such as "2026-03-02T10:00:00-05:00"') from error
    return start if start.tzinfo else start.replace(tzinfo=timezone)


def _entries(request: Request) -> list[str | timedelta]:
    texts = request.get("texts")
    if not isinstance(texts, list):
        raise LineError("texts must be a list")
    return [entry if isinstance(entry, str) else _wait(entry) for entry in texts]


def _wait(entry: object) -> timedelta:
    if isinstance(entry, dict) and set(entry) == {"wait"}:
        found = _WAIT.fullmatch(str(entry["wait"]))
        if found:
            return timedelta(**{UNITS[found[2]]: int(found[1])})
    raise LineError('each entry of texts must be a text or {"wait": "15m"}, with s, m, h or d')
