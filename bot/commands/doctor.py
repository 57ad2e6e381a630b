"""`text-us doctor`: every misconfiguration, named, with its remedy.

What a newcomer would get wrong: it looks and changes nothing, and each check stands alone, so that one fault does not hide
the next.
"""

import argparse
from collections.abc import Callable, Iterator

from bot import clinic, migrations, settings
from bot.commands.stored import DatabaseError, database_of
from bot.errors import ClinicFileError, SettingsError
from bot.models import Role
from bot.services import sign_off, staff_accounts
from bot.settings import Settings
from bot.store import operations
from conversations.errors import ProtocolError
from conversations.protocol.loader import load_protocol

SHORTEST_KEY = 32


def doctor(_args: argparse.Namespace) -> int:
    """Print each fault and its remedy; return 1 when there is any."""
    faults = list(examine())
    for fault in faults:
        print(f"- {fault}")
    print(f"{len(faults)} to mend." if faults else "Everything that can be checked here is in order.")
    return 1 if faults else 0


def examine() -> Iterator[str]:
    """Yield every fault."""
    try:
        settings.load()
    except SettingsError as error:
        yield from error.faults
    try:
        readable = settings.load(require=settings.NOTHING)
    except SettingsError:
        return
    for check in CHECKS:
        yield from check(readable)


def _clinic_file(verified: Settings) -> Iterator[str]:
    if not verified.clinic_file:
        return
    try:
        loaded = clinic.load(verified.clinic_file)
    except ClinicFileError as error:
        yield from error.faults
        return
    if loaded.sample:
        yield f"{verified.clinic_file} is a sample with invented details. Copy it, correct it, take out `sample = true`."


def _public_address(verified: Settings) -> Iterator[str]:
    if verified.public_url.startswith("http://"):
        yield "PUBLIC_URL begins with http://. Twilio must call https:// or texts travel in the open."


def _secret_key(verified: Settings) -> Iterator[str]:
    if 0 < len(verified.secret_key.get_secret_value()) < SHORTEST_KEY:
        yield f"SECRET_KEY is short enough to guess. Before real texts are stored, make it {SHORTEST_KEY} characters or more."


def _protocol(_verified: Settings) -> Iterator[str]:
    try:
        load_protocol()
    except ProtocolError as error:
        yield from error.faults


def _database(verified: Settings) -> Iterator[str]:
    try:
        with database_of(verified) as database, database.reading() as session:
            version = operations.schema_version(session)
    except DatabaseError as error:
        yield str(error)
        return
    if version is None or (version != migrations.newest() and migrations.knows(version)):
        yield "The database is behind this program. Run: text-us migrate"
    elif not migrations.knows(version):
        yield "The database belongs to a newer version of this program. Install that version."
    else:
        yield from _records(verified)


def _records(verified: Settings) -> Iterator[str]:
    with database_of(verified) as database:
        if not any(account.active and account.role is Role.MANAGER for account in staff_accounts.list_staff(database)):
            yield "No manager can log in. Run: text-us staff add NAME --name 'Full Name' --role manager"
        try:
            signed = sign_off.is_signed(database, load_protocol().version)
        except ProtocolError:
            return  # said by its own check
        if not signed:
            yield "The protocol is unsigned: real phones get the practice-mode text. Run: text-us protocol sign"


CHECKS: tuple[Callable[[Settings], Iterator[str]], ...] = (
    _clinic_file,
    _public_address,
    _secret_key,
    _protocol,
    _database,
)
