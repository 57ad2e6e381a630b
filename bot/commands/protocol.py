"""The protocol from the command line: read it, prove it, sign it.

What a newcomer would get wrong: a sound protocol that nobody has signed is no fault. `check` succeeds and says so; real phones
get the practice-mode text until a clinician signs exactly this version.
"""

import argparse

from bot import settings
from bot.clock import utc_now
from bot.commands.stored import DatabaseError, database_of
from bot.services import sign_off
from conversations.protocol.loader import load_protocol
from conversations.protocol.model import Protocol


def show(_args: argparse.Namespace) -> int:
    """Print the protocol as a page a clinician can read: questions, decisions, home care, red flags."""
    for line in _page(load_protocol()):
        print(line)
    return 0


def check(_args: argparse.Namespace) -> int:
    """Load the protocol, which lists every fault, and say whether this version is signed."""
    protocol = load_protocol()
    print(f"Protocol {protocol.logic.name}, version {protocol.version}: no faults.")
    print("signed" if _is_signed(protocol) else "unsigned: practice mode")
    return 0


def sign(args: argparse.Namespace) -> int:
    """Record who approves this version."""
    protocol = load_protocol()
    with database_of(settings.load(require=settings.NOTHING)) as database:
        sign_off.sign(
            database, utc_now, version=protocol.version, clinician=args.clinician, license_number=args.license
        )
    print(f"{args.clinician} has signed version {protocol.version}. Real phones now get the whole protocol.")
    return 0


def _is_signed(protocol: Protocol) -> bool:
    """Look the sign-off up. A database that is not there yet holds none."""
    try:
        with database_of(settings.load(require=settings.NOTHING)) as database:
            return sign_off.is_signed(database, protocol.version)
    except DatabaseError:
        return False


def _page(protocol: Protocol) -> list[str]:
    english = protocol.wording["en"]
    page = [f"# {protocol.logic.name}", protocol.logic.draft, f"Version {protocol.version}", "", "## Questions"]
    for question in protocol.logic.question:
        words = english.get(f"question.{question.key}", "")
        page.append(f"{question.key}: {words}")
    page += ["", "## Decisions, the first that holds counts"]
    for row in protocol.logic.decision:
        priority = f", {row.priority}" if row.priority else ""
        page.append(f"{row.row}. {row.disposition}{priority} {row.reason}: when {row.flag or row.when.source}")
    page += ["", "## Home care"]
    page += [f"{step.step}: when {step.when.source}" for step in protocol.logic.care]
    page += ["", "## Red flags"]
    page += [
        f"{rule.code} ({rule.tier}) {rule.id}: when {rule.when.source} [{', '.join(rule.source)}]"
        for rule in protocol.rules.rules
    ]
    return page
