"""`text-us demo`: the whole line on this machine, for trying it out.

What a newcomer would get wrong: demo mode runs the full protocol, signed or not, and is safe because it answers only numbers that
nobody can have, never calls Twilio, and refuses a database that holds anything real.
"""

import argparse
import hashlib
import hmac
import os

from bot import clinic, migrations, settings
from bot.clock import utc_now
from bot.commands.processes import run_together, wait_for_free
from bot.commands.stored import database_of
from bot.errors import DemoError
from bot.models import Role
from bot.services import staff_accounts
from bot.settings import Settings
from bot.store import contacts

LOG_INS = (
    ("desk", "Dana (front desk)", Role.FRONT_DESK),
    ("clinician", "Dr. Chris (clinician)", Role.CLINICIAN),
    ("manager", "Morgan (manager)", Role.MANAGER),
)


def demo(_args: argparse.Namespace) -> int:
    """Prepare the demo's database and run web and worker until told to stop."""
    verified = settings.load(demo=True)
    at_clinic = clinic.load(verified.clinic_file)
    wait_for_free(verified.port)
    passwords = prepare(verified)
    lines = [
        "",
        f"  {at_clinic.name}: demo, fictional numbers only",
        f"  Phone simulator  http://localhost:{verified.port}/simulator",
        f"  Staff inbox      http://localhost:{verified.port}/staff/",
        *(f"    log in as {username:<10} password {password}" for username, password in passwords.items()),
        "  Ctrl-C stops everything; what was said is kept.",
        "",
    ]
    return run_together(
        {"web": ("web", "--demo"), "worker": ("worker", "--demo")},
        environ={**os.environ, "PORT": str(verified.port)},
        port=verified.port,
        announce="\n".join(lines),
    )


def prepare(verified: Settings) -> dict[str, str]:
    """Bring the demo's database up to date and give it log-ins; return their passwords. May be repeated.

    Raise DemoError when the database holds a number that somebody could have.
    """
    with database_of(verified) as database:
        migrations.migrate(database)
        with database.reading() as session:
            if contacts.any_real(session):
                raise DemoError(
                    "This database holds real phone numbers, and demo mode answers invented ones only. "
                    "Point DATABASE_URL at another database, or leave it out."
                )
        known = {account.username for account in staff_accounts.list_staff(database)}
        passwords = {username: _password(verified, username) for username, _, _ in LOG_INS}
        for username, name, role in LOG_INS:
            if username not in known:
                staff_accounts.add_staff(
                    database, utc_now, username=username, name=name, role=role, password=passwords[username]
                )
        return passwords


def _password(verified: Settings, username: str) -> str:
    """Derive a log-in's password from the demo's own key, so that the next start prints the same."""
    key = verified.secret_key.get_secret_value().encode()
    return hmac.new(key, f"log-in of {username}".encode(), hashlib.sha256).hexdigest()[:16]
