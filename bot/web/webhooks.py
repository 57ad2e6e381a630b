"""What Twilio calls: a text came, a text of ours got somewhere, the first address did not answer.

What a newcomer would get wrong: whatever happens, these routes answer TwiML or an empty error, never a page. An error status
is on purpose when the database is gone: only then does Twilio call `/sms/fallback`, which needs none.
"""

import time

from flask import Blueprint, Response, request

from bot import logs
from bot.clock import utc_now
from bot.gateways import twilio
from bot.services.inbound import receive_text
from bot.services.line import Line
from bot.services.receipts import record_receipt
from bot.settings import Settings
from bot.web.metrics import Metrics
from bot.web.signatures import SignatureGate

EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response />'
OUR_ID_DIGITS = 18

log = logs.get("webhooks")


def webhooks(line: Line, settings: Settings, metrics: Metrics) -> Blueprint:
    """The three routes."""
    blueprint = Blueprint("webhooks", __name__)
    signed = SignatureGate(settings)
    public_url = settings.public_url

    @blueprint.post("/sms/inbound")
    @signed
    def receive_message() -> Response:
        """Take a patient's text and answer it."""
        began = time.perf_counter()
        text = twilio.parse_inbound(dict(request.form.lists()), account_sid=line.account_sid)
        try:
            replies = receive_text(line, text)
        except Exception as error:  # Twilio then calls the fallback, which needs no database
            log.error("text_not_stored", message_sid=text.message_sid, exc_info=error)
            metrics.count_text("failed")
            return _xml(EMPTY, 503)
        metrics.count_text("malformed" if text.faults else "answered" if replies else "silent")
        metrics.observe_webhook(time.perf_counter() - began)
        return _xml(twilio.answer(replies, public_url=public_url))

    @blueprint.post("/sms/status")
    @signed
    def receive_status() -> Response:
        """Take a receipt for the text of ours that `m` names."""
        ours = request.args.get("m", "")
        if not ours.isascii() or not ours.isdigit() or len(ours) > OUR_ID_DIGITS:
            log.warning("receipt_unknown", reason="no_id")
            return Response("", status=204)
        error_code = request.form.get("ErrorCode", "")
        try:
            record_receipt(
                line,
                message_id=int(ours),
                message_sid=request.form.get("MessageSid", ""),
                status=request.form.get("MessageStatus", ""),
                error_code=int(error_code)
                if error_code.isascii() and error_code.isdigit() and len(error_code) < 9
                else None,
            )
        except Exception as error:
            log.error("receipt_not_stored", message_id=int(ours), exc_info=error)
            return Response("", status=503, mimetype="text/plain")
        return Response("", status=204)

    @blueprint.post("/sms/fallback")
    @signed
    def answer_without_us() -> Response:
        """Answer a text that `/sms/inbound` could not take: 911 and the clinic's phone, nothing after an opt-out word."""
        log.error("fallback_called", reason=f"twilio_{request.form.get('ErrorCode', '')[:6]}")
        metrics.count_text("fallback")
        if line.safety_net.is_opt_out(request.form.get("Body", "")):
            return _xml(EMPTY)
        body = line.safety_net.fallback(line.clinic.view(utc_now(), False))
        return _xml(twilio.bare_answer(body))

    return blueprint


def _xml(document: str, status: int = 200) -> Response:
    return Response(document, status=status, content_type="text/xml; charset=utf-8")
