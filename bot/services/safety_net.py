"""What answers when the engine does not: fixed words, a plain look for red flags, the opt-out words.

What a newcomer would get wrong: nothing here may need a database, a state or the engine.
"""

from datetime import date

from bot.services.line import SafetyNet
from conversations.clinic_view import ClinicView
from conversations.flagging import Tier
from conversations.protocol.model import Protocol
from conversations.rendering import fill
from conversations.screening import screen_text
from conversations.understanding.commands import CommandKind, read_command

SAFE_REPLY = "system.engine_failed"
FALLBACK = "system.fallback"


def safety_net(protocol: Protocol) -> SafetyNet:
    """The safety net of a protocol's wording and rules."""
    return SafetyNet(
        reply=lambda lang, clinic: fixed_text(protocol, SAFE_REPLY, lang, clinic),
        fallback=lambda clinic: fixed_text(protocol, FALLBACK, clinic.default_lang, clinic),
        worst_tier=lambda body: worst_tier(protocol, body),
        is_opt_out=is_opt_out,
    )


def fixed_text(protocol: Protocol, key: str, lang: str, clinic: ClinicView) -> str:
    """A text that needs nothing but the clinic's name and phone."""
    known = lang if lang in protocol.wording else clinic.default_lang
    return fill(protocol.wording[known], key, {"clinic": clinic.name, "phone": clinic.phone}, known)


def worst_tier(protocol: Protocol, body: str) -> Tier | None:
    """The worst red flag in a text by itself, doubtful and long-known ones included: nobody is going to ask back."""
    # No rule of a single text depends on the day, so any date serves.
    judgement = screen_text(protocol.rules, body, today=date.min).judgement
    tiers = {finding.tier for finding in (*judgement.flags, *judgement.doubts, *judgement.long_standing)}
    return Tier.EMERGENCY if Tier.EMERGENCY in tiers else Tier.URGENT if tiers else None


def is_opt_out(body: str) -> bool:
    """Is the whole text an opt-out word (PROTOCOL 2.1 step 2)?"""
    return read_command(body).kind is CommandKind.OPT_OUT
