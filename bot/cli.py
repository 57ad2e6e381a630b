"""The text-us commands: what may be typed, and which function does it.

What a newcomer would get wrong: a command's module is imported when it is chosen, so that `screen` does not load a web server.
Whatever the program refuses ends as one sentence on standard error and exit status 1, without a traceback.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import cast

from bot.clinic import SAMPLES
from bot.errors import TextUsError
from conversations.errors import ConversationError

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    args = _parser().parse_args(argv)
    module, function = args.does.split(":")
    command = cast(Command, getattr(import_module(f"bot.commands.{module}"), function))
    try:
        return command(args)
    except (TextUsError, ConversationError) as refused:
        print(refused, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`... | head`); Python would complain again when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="text-us", description="A clinic's text line for neck and back spasm.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(
        name: str, does: str, about: str, to: "argparse._SubParsersAction[argparse.ArgumentParser]" = commands
    ) -> argparse.ArgumentParser:
        added = to.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
        added.set_defaults(does=does)
        return added

    add(
        "demo",
        "demo:demo",
        "start the whole line in demo mode: simulator, inbox, web and worker; no Twilio account needed",
    )
    web = add("web", "serving:web", "serve the webhook and the staff pages")
    worker = add("worker", "serving:worker", "send what is due and fire what has run out")
    for process in (web, worker):
        process.add_argument("--demo", action="store_true", help="in demo mode, as `demo` starts it")
    add("migrate", "serving:migrate", "bring the database up to date; may be repeated")

    chat = add("chat", "rehearsing:chat", "text the bot in the terminal")
    chat.add_argument("--lang", choices=("en", "es"), default="en", help="the patient's language")
    chat.add_argument("--clinic", choices=SAMPLES, default=SAMPLES[0], help="which sample clinic")
    add("screen", "rehearsing:screen", "screen texts for red flags: JSON Lines in, JSON Lines out")
    add("triage", "rehearsing:triage", "play whole conversations: JSON Lines in, JSON Lines out")

    protocol = commands.add_parser("protocol", help="the clinical protocol").add_subparsers(
        metavar="WHAT", required=True
    )
    add("show", "protocol:show", "print the protocol for reading", protocol)
    add("check", "protocol:check", "prove that the protocol may be published", protocol)
    sign = add("sign", "protocol:sign", "record a clinician's sign-off of exactly this version", protocol)
    sign.add_argument("--clinician", required=True, metavar="NAME", help="who signs")
    sign.add_argument("--license", default="not given", metavar="NUMBER", help="the clinician's license number")

    add("phrases", "phrases:phrases", "list what was not understood, most frequent first")

    staff = commands.add_parser("staff", help="staff accounts").add_subparsers(metavar="WHAT", required=True)
    new = add("add", "staff:add", "make an account; its password is printed once, or read from standard input", staff)
    new.add_argument("username")
    new.add_argument("--name", required=True, help="the person's name, as colleagues see it")
    new.add_argument("--role", required=True, choices=("front_desk", "clinician", "manager"))
    reset = add("reset", "staff:reset", "give an account a new password and end its log-ins", staff)
    reset.add_argument("username")
    for account in (new, reset):
        account.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add("list", "staff:list_accounts", "list the accounts", staff)

    add("doctor", "doctor:doctor", "name every misconfiguration with its remedy; exit 1 if there is any")
    return parser
