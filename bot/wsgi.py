"""What gunicorn serves: the application, made from the environment."""

import gc

from flask import Flask

from bot import logs, settings
from bot.app import create_app


def application(demo: bool) -> Flask:
    """Make the web application. Raises what settings, clinic file and protocol raise."""
    verified = settings.load(demo=demo)
    logs.configure(verified.log_level)
    app = create_app(verified)
    # Words and rules stay for good: the collector need not look through them again in every round.
    gc.collect()
    gc.freeze()
    return app
