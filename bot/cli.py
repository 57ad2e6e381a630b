"""The text-us commands: what may be typed, and which function does it.

What a newcomer would get wrong: a command's module is imported when it is chosen, so that `screen` does not load a web server.
Whatever the program refuses ends as one sentence on standard error and exit status 1, without a traceback.
"""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import cast

from bot.clinic import LANGUAGES, SAMPLES
from bot.errors import TextUsError
from conversations.errors import ConversationError

Command = Callable[[argparse.Namespace], int]

COMMANDS = {
    "demo": (
        "demo:demo",
        "start the whole line in demo mode: simulator, inbox, web and worker; needs no Twilio account",
    ),
    "web": ("web:web", "serve the webhook and the staff pages"),
    "worker": ("worker:worker", "send what is due and fire what has run out"),
    "migrate": ("migrate:migrate", "bring the database up to date; may be repeated"),
    "chat": ("rehearsing:chat", "text the bot in the terminal"),
    "screen": ("rehearsing:screen", "screen texts for red flags: JSON Lines in, JSON Lines out"),
    "triage": ("rehearsing:triage", "play whole conversations: JSON Lines in, JSON Lines out"),
    "protocol show": ("protocol:show", "print the protocol for reading"),
    "protocol check": ("protocol:check", "prove that the protocol may be published"),
    "protocol sign": ("protocol:sign", "record a clinician's sign-off of exactly this version"),
    "phrases": ("phrases:phrases", "list what was not understood, most frequent first"),
    "staff add": ("staff:add", "make an account; its password is printed once, or read from standard input"),
    "staff reset": ("staff:reset", "give an account a new password and end its log-ins"),
    "staff list": ("staff:list_accounts", "list the accounts"),
    "doctor": ("doctor:doctor", "name every misconfiguration with its remedy; exit 1 if there is any"),
}
"""Each command, the function in `bot.commands` that does it, and what it says of itself."""
GROUPS = {"protocol": "the clinical protocol", "staff": "staff accounts"}


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
    added = parser.add_subparsers(metavar="COMMAND", required=True)
    groups = {
        group: added.add_parser(group, help=about).add_subparsers(metavar="WHAT", required=True)
        for group, about in GROUPS.items()
    }
    commands: dict[str, argparse.ArgumentParser] = {}
    for command, (does, about) in COMMANDS.items():
        group, _, name = command.rpartition(" ")
        commands[command] = groups.get(group, added).add_parser(
            name, help=about, description=f"{about[0].upper()}{about[1:]}."
        )
        commands[command].set_defaults(does=does)
    _add_options(commands)
    return parser


def _add_options(commands: Mapping[str, argparse.ArgumentParser]) -> None:
    for process in ("web", "worker"):
        commands[process].add_argument("--demo", action="store_true", help="in demo mode, as `demo` starts it")

    chat = commands["chat"]
    chat.add_argument("--lang", choices=LANGUAGES, default="en", help="the patient's language")
    chat.add_argument("--clinic", choices=SAMPLES, default=SAMPLES[0], help="which sample clinic")

    sign = commands["protocol sign"]
    sign.add_argument("--clinician", required=True, metavar="NAME", help="who signs")
    sign.add_argument("--license", default="not given", metavar="NUMBER", help="the clinician's license number")

    new = commands["staff add"]
    new.add_argument("--name", required=True, help="the person's name, as colleagues see it")
    new.add_argument("--role", required=True, choices=("front_desk", "clinician", "manager"))
    for account in (new, commands["staff reset"]):
        account.add_argument("username")
        account.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
