"""What the webhook is measured against: a Flask route that checks the signature and commits one row, and does nothing else."""

from flask import Flask, Response, request
from sqlalchemy import insert
from twilio.request_validator import RequestValidator

from bot import settings
from bot.clock import utc_now
from bot.models import AuditEntry
from bot.store.engine import Database

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response />'


def application() -> Flask:
    """Build it, for gunicorn, from the same environment as the line."""
    verified = settings.load()
    database = Database(verified.database_url)
    validator = RequestValidator(verified.auth_tokens[0])
    app = Flask(__name__)

    @app.post("/sms/inbound")
    def receive() -> Response:
        """Check, commit, answer nothing."""
        signature = request.headers.get("X-Twilio-Signature", "")
        if not validator.validate(f"{verified.public_url}/sms/inbound", request.form, signature):
            return Response("", status=403)
        with database.writing() as session:
            session.execute(insert(AuditEntry).values(at=utc_now(), action="text", detail={}))
        return Response(EMPTY, content_type="text/xml; charset=utf-8")

    return app
