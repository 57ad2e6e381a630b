"""Phone numbers: reading them, showing them, and telling invented ones from real ones.

What a newcomer would get wrong: what comes as `From` need not be a phone. It may be a short code (never answered: a reply to one
fails, and two machines may talk to each other all night) or garbage (kept as it came).
"""

import re

import phonenumbers

_SHORT_CODE = re.compile(r"[0-9]{3,8}")
# PRODUCT: demo mode answers only +1, any area code, 555 0100 to 0199, and +1 500.
_FICTIONAL = re.compile(r"\+1([2-9][0-9]{2}55501[0-9]{2}|500[0-9]{7})")


class PhoneError(ValueError):
    """What was given is not a phone number."""


def parse(raw: str) -> str:
    """Read a number, US unless it says otherwise, into E.164; raise PhoneError when it cannot be one."""
    try:
        number = phonenumbers.parse(raw, "US")
    except phonenumbers.NumberParseException as error:
        raise PhoneError("not a phone number") from error
    if not phonenumbers.is_valid_number(number):
        raise PhoneError("not a phone number that exists")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_short_code(raw: str) -> bool:
    """Is this a service's short number, which must never be answered?"""
    return _SHORT_CODE.fullmatch(raw.strip()) is not None


def is_fictional(e164: str) -> bool:
    """Is this a number that no person can have, so that demo mode may answer it?"""
    return _FICTIONAL.fullmatch(e164) is not None


def shown(e164: str) -> str:
    """Write a number as people here read it: 212-555-0100. A foreign one stays in E.164."""
    if re.fullmatch(r"\+1[0-9]{10}", e164):
        return f"{e164[2:5]}-{e164[5:8]}-{e164[8:]}"
    return e164


def masked(raw: str) -> str:
    """Show the last four digits at most, for lists that anyone may look at."""
    digits = re.sub(r"[^0-9]", "", raw)
    return f"...{digits[-4:]}" if len(digits) >= 7 else "..."
