"""Staff accounts from the command line: the first manager has no page to be added on."""

import argparse
import sys

from bot import settings
from bot.clock import utc_now
from bot.commands.stored import database_of
from bot.models import Role
from bot.services import staff_accounts


def add(args: argparse.Namespace) -> int:
    """Make an account."""
    password = _password(args)
    with database_of(settings.load(require=settings.NOTHING)) as database:
        staff_accounts.add_staff(
            database, utc_now, username=args.username, name=args.name, role=Role(args.role), password=password
        )
    _say(args, f"Account {args.username} made.", password)
    return 0


def reset(args: argparse.Namespace) -> int:
    """Give an account a new password."""
    password = _password(args)
    with database_of(settings.load(require=settings.NOTHING)) as database:
        staff_accounts.reset_password(database, utc_now, username=args.username, password=password)
    _say(args, f"Account {args.username} has a new password; its log-ins are ended.", password)
    return 0


def list_accounts(_args: argparse.Namespace) -> int:
    """List the accounts."""
    with database_of(settings.load(require=settings.NOTHING)) as database:
        accounts = staff_accounts.list_staff(database)
    for account in accounts:
        state = "" if account.active else "  closed"
        print(f"{account.username:<20} {account.role.value:<12} {account.name}{state}")
    return 0


def _password(args: argparse.Namespace) -> str:
    return sys.stdin.readline().rstrip("\n") if args.password_stdin else staff_accounts.make_up_password()


def _say(args: argparse.Namespace, done: str, password: str) -> None:
    print(done if args.password_stdin else f"{done} Password (shown this once): {password}")
