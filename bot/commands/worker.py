"""`text-us worker`: the settings are verified here, then the loop is `bot.worker`."""

import argparse

from bot import logs, settings
from bot import worker as loop


def worker(args: argparse.Namespace) -> int:
    """Run the worker until it is told to stop."""
    verified = settings.load(demo=args.demo)
    logs.configure(verified.log_level)
    loop.run(verified)
    return 0
