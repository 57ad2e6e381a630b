"""Where the web process is wired: settings in, a Flask application out.

What a newcomer would get wrong: blueprints are made by functions that are given what they need; nothing is looked up in a
global. gunicorn calls `create_app()` without arguments, tests with settings and a line of their own.
"""

from flask import Flask

from bot import clinic as clinic_file
from bot import settings as environment
from bot.assembly import assemble
from bot.services.line import Line
from bot.services.readiness import figures
from bot.settings import Settings
from bot.web.health import health
from bot.web.line_of_app import CLINIC, LINE
from bot.web.metrics import Metrics
from bot.web.pages import add_pages
from bot.web.webhooks import webhooks


def create_app(settings: Settings | None = None, *, line: Line | None = None) -> Flask:
    """Build the application. Raises what settings, clinic file and protocol raise; the database is not touched yet."""
    known = settings or environment.load()
    clinic = clinic_file.load(known.clinic_file)
    ours = line or assemble(known, clinic=clinic)
    metrics = Metrics(lambda: figures(ours.database, ours.clock))
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.secret_key = known.secret_key.get_secret_value()
    app.extensions[LINE] = ours
    app.extensions[CLINIC] = clinic
    app.register_blueprint(webhooks(ours, known, metrics))
    app.register_blueprint(health(ours, known, metrics))
    add_pages(app, known)
    return app
