"""The pages for people, put on the application: staff pages always, the simulator in demo mode only.

What a newcomer would get wrong: order. The staff guard is registered before the form-token check, so that somebody without a
log-in is sent to log in, whatever the request. The webhooks carry a signature instead of a form token and are exempt.
"""

from flask import Flask, render_template, url_for
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadGateway, NotFound

from bot.settings import DEMO_NUMBER, Settings
from bot.web import auth, inbox, simulator
from bot.web.page_headers import add_page_headers
from bot.web.simulated_carrier import SimulatedCarrier

WEBHOOKS = "webhooks"


def add_pages(app: Flask, settings: Settings) -> None:
    """Register the pages. The webhooks' blueprint is registered already."""
    app.config.update(
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        SESSION_COOKIE_SAMESITE="Lax",
        # A form may stay open over lunch; its token ends with the browser's session.
        WTF_CSRF_TIME_LIMIT=None,
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.register_blueprint(auth.blueprint)
    app.register_blueprint(inbox.blueprint)
    if settings.demo:
        app.extensions[simulator.CARRIER] = SimulatedCarrier(
            app=app,
            public_url=settings.public_url,
            auth_token=settings.twilio_auth_token.get_secret_value(),
            account_sid=settings.twilio_account_sid,
            line_number=settings.twilio_number or DEMO_NUMBER,
        )
        app.register_blueprint(simulator.blueprint)
    CSRFProtect(app).exempt(app.blueprints[WEBHOOKS])
    add_page_headers(app)
    _add_problem_pages(app)


def _add_problem_pages(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def refuse_form(error: CSRFError) -> tuple[str, int]:
        """Say plainly that a form was too old or not ours; nothing was done."""
        sentence = (
            "This form was too old, or not from our page. Nothing was sent. Go back, reload the page and try again."
        )
        return _problem("That did not go through", sentence), 400

    @app.errorhandler(NotFound)
    def not_here(error: NotFound) -> tuple[str, int]:
        """Say that there is nothing at this address."""
        return _problem("Nothing here", "There is no page at this address."), 404

    @app.errorhandler(BadGateway)
    def not_taken(error: BadGateway) -> tuple[str, int]:
        """Say that the line refused a simulated text."""
        return _problem("The text did not arrive", error.description or ""), 502


def _problem(heading: str, sentence: str) -> str:
    return render_template(
        "problem.html",
        title=f"{heading} · Text Us",
        heading=heading,
        sentence=sentence,
        way_on=url_for("inbox.show_tickets"),
        way_on_label="Go to the staff inbox",
    )
