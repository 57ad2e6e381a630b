"""Twilio's signature: nothing on the webhooks is believed before it.

What a newcomer would get wrong: the signature covers the address as Twilio was told it, byte for byte. So it is checked
against PUBLIC_URL and the raw path and query, never against `request.url`, which a proxy changes and Werkzeug decodes.
"""

import hmac
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from flask import Request, Response, request
from twilio.request_validator import RequestValidator

from bot import logs
from bot.settings import Settings

FORM = "application/x-www-form-urlencoded"
LARGEST_REQUEST = 64 * 1024
SIGNATURE = "X-Twilio-Signature"

log = logs.get("signatures")

View = Callable[[], Response]


class SignatureGate:
    """Lets a view see a request only when it is a form of sensible size that our Twilio account signed."""

    def __init__(self, settings: Settings) -> None:
        # Two tokens are good at once while the account's token is being rotated.
        self._validators = [RequestValidator(token) for token in settings.auth_tokens]
        self._public_urls = settings.public_urls

    def __call__(self, view: View) -> View:
        """Wrap a view; what does not pass gets 415, 413 or 403, one log line, and is not stored."""

        @wraps(view)
        def guarded() -> Response:
            # A JSON request is signed by another rule that the validator skips for forms: take forms only.
            if request.mimetype != FORM:
                return _refuse(415, "content_type")
            request.max_content_length = LARGEST_REQUEST
            announced = request.content_length
            # A body that does not announce its size is cut at the limit, not refused: what fills the limit was too large.
            if (announced or 0) > LARGEST_REQUEST or (announced is None and len(request.get_data()) >= LARGEST_REQUEST):
                return _refuse(413, "too_large")
            if not self._is_signed(request):
                return _refuse(403, "signature")
            return view()

        return guarded

    def _is_signed(self, incoming: Request) -> bool:
        # The validator fails with an error, not with False, when there is no signature at all.
        signature = incoming.headers.get(SIGNATURE, "")
        if not signature:
            return False
        path = raw_path(incoming.environ)
        # The form itself, not a dict of it: a repeated key counts with all its values.
        return any(
            _is_valid(validator, public_url + path, incoming.form, signature)
            for public_url in self._public_urls
            for validator in self._validators
        )


def _is_valid(validator: RequestValidator, address: str, form: Mapping[str, str], signature: str) -> bool:
    """Is this Twilio's signature of the form sent to this address?"""
    # The address as Twilio was told it is right nearly always; only then need it not be tried with and without a port.
    expected = validator.compute_signature(address, form)
    if hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass")):
        return True
    return bool(validator.validate(address, form, signature))


def raw_path(environ: dict[str, Any]) -> str:
    """Path and query as they came over the wire, before anything was decoded."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if "://" in raw.partition("?")[0]:  # the absolute form of a request line
        raw = "/" + raw.partition("://")[2].partition("/")[2]
    if not raw:
        query = environ.get("QUERY_STRING", "")
        raw = environ.get("PATH_INFO", "") + (f"?{query}" if query else "")
    return str(raw)


def _refuse(status: int, reason: str) -> Response:
    log.warning("webhook_refused", status=status, reason=reason, route=request.endpoint)
    return Response("", status=status, mimetype="text/plain")
