"""What gunicorn serves: the application, made from the environment."""

from flask import Flask

from bot import logs, settings
from bot.app import create_app


def application(demo: bool) -> Flask:
    """Make the web application. Raises what settings, clinic file and protocol raise."""
    verified = settings.load(demo=demo)
    logs.configure(verified.log_level)
    return create_app(verified)
