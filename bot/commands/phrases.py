"""What patients wrote that was not understood, so that a person can teach the line.

What a newcomer would get wrong: these are patients' words. They go to the terminal of whoever holds SECRET_KEY, never to a log.
"""

import argparse

from bot import settings
from bot.commands.stored import database_of
from bot.sealing import Sealer
from bot.services.unknown_phrases import count_phrases


def phrases(_args: argparse.Namespace) -> int:
    """Print how often, at which question, and what."""
    verified = settings.load(require=settings.TO_READ_RECORDS)
    with database_of(verified) as database:
        counted = count_phrases(database, Sealer(verified.secret_key.get_secret_value()))
    for (question, phrase), count in counted.most_common():
        print(f"{count:>5}  {question:<18} {phrase}")
    if not counted:
        print("Nothing: every answer was understood.")
    return 0
