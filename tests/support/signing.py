"""Signed requests as Twilio makes them. The signature is computed here, not by the library that checks it."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from xml.etree import ElementTree

from flask import Flask
from werkzeug.test import TestResponse

from tests.support.lines import ACCOUNT, AUTH_TOKEN, NUMBER, PATIENT, PUBLIC_URL, sid

FORM = "application/x-www-form-urlencoded"
Fields = Mapping[str, str | Sequence[str]]


def sign(url: str, fields: Fields, token: str = AUTH_TOKEN) -> str:
    """Base64 of HMAC-SHA1 over the address and each key in order with its distinct values in order (SMS_FACTS section 2)."""
    signed = url
    for key in sorted(fields):
        value = fields[key]
        signed += "".join(key + each for each in ([value] if isinstance(value, str) else sorted(set(value))))
    return base64.b64encode(hmac.digest(token.encode(), signed.encode(), hashlib.sha1)).decode()


def inbound(number: int, body: str, **changes: str) -> dict[str, str]:
    """The form of a patient's text."""
    return {
        "AccountSid": ACCOUNT,
        "MessageSid": sid(number),
        "From": PATIENT,
        "To": NUMBER,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
        "SmsStatus": "received",
        **changes,
    }


class Twilio:
    """Calls an application's webhooks the way Twilio does."""

    def __init__(self, app: Flask, *, token: str = AUTH_TOKEN, public_url: str = PUBLIC_URL) -> None:
        self._app = app
        self._token = token
        self._public_url = public_url

    def post(self, path: str, fields: Fields, *, signature: str | None = None) -> TestResponse:
        """Post a form, signed unless another signature is given."""
        headers = {"X-Twilio-Signature": signature or sign(self._public_url + path, fields, self._token)}
        return self._app.test_client().post(
            path, data=urlencode(fields, doseq=True), content_type=FORM, headers=headers
        )

    def text(self, number: int, body: str, **changes: str) -> list[str]:
        """Send a patient's text and return the replies."""
        response = self.post("/sms/inbound", inbound(number, body, **changes))
        assert response.status_code == 200, response.status
        return [body for _, body in messages(response)]

    def receipt(self, address: str, status: str, *, message_sid: str = sid(9), **fields: str) -> TestResponse:
        """Report what became of a text of ours, at the address it came with."""
        path = address.removeprefix(self._public_url)
        return self.post(path, {"MessageSid": message_sid, "MessageStatus": status, "AccountSid": ACCOUNT, **fields})


def messages(response: TestResponse) -> list[tuple[str, str]]:
    """The (receipts' address, body) of each reply in an answer."""
    assert response.content_type.startswith("text/xml"), response.content_type
    return replies_of(response.get_data())


def replies_of(document: bytes) -> list[tuple[str, str]]:
    """The (receipts' address, body) of each reply in a TwiML document."""
    found = ElementTree.fromstring(document)
    assert found.tag == "Response"
    return [(message.get("action", ""), message.text or "") for message in found.iter("Message")]
