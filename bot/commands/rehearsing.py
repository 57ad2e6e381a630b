"""Trying the line without phone, database or clock: `chat`, `screen` and `triage`."""

import argparse
import sys

from bot import clinic
from bot.clock import utc_now
from bot.commands.json_lines import answer_each
from bot.commands.screen_lines import screened
from bot.commands.triage_lines import played
from conversations.protocol.loader import load_protocol
from conversations.rehearsal import Rehearsal


def screen(_args: argparse.Namespace) -> int:
    """Screen each text of standard input."""
    protocol, today = load_protocol(), utc_now().date()
    return answer_each(sys.stdin, sys.stdout, lambda request: screened(protocol, request, today=today))


def triage(_args: argparse.Namespace) -> int:
    """Play each conversation of standard input."""
    protocol = load_protocol()
    return answer_each(sys.stdin, sys.stdout, lambda request: played(protocol, request))


def chat(args: argparse.Namespace) -> int:
    """Text the bot, a line at a time, until the end of input."""
    phone = Rehearsal(load_protocol(), clinic.load(args.clinic).view, start=utc_now(), lang=args.lang)
    if sys.stdin.isatty():
        print("Text the line as a patient would; Ctrl-D ends. Nothing is stored.")
    while True:
        try:
            body = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return 0
        for reply in phone.text(body):
            print(f"  {reply.body}")
