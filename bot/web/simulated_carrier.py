"""Carry a text from the simulator's phone to the line the way Twilio would: signed, to the real webhook, with receipts.

What a newcomer would get wrong: nothing here knows how a text is answered. It makes the request that Twilio makes, signs it with
the same token, sends it through the whole application, and confirms each reply in the answer by a signed receipt.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from werkzeug.test import Client

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

INBOUND = "/sms/inbound"
API_VERSION = "2010-04-01"


class CarrierError(Exception):
    """The webhook refused the text; `status` is what it answered."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the webhook answered {status}")
        self.status = status


@dataclass(frozen=True, kw_only=True)
class SimulatedCarrier:
    """Twilio, as far as a demo needs it. `public_url` is what signatures are made for."""

    app: WsgiApp
    public_url: str
    auth_token: str
    account_sid: str
    line_number: str

    def deliver(self, *, sender: str, body: str, pictures: int = 0, message_sid: str | None = None) -> int:
        """Bring one text to the line and confirm its replies; return how many came.

        Giving the `message_sid` of an earlier text makes this a duplicate of it. Raises CarrierError when it was refused.
        """
        fields = {
            "ApiVersion": API_VERSION,
            "AccountSid": self.account_sid,
            "MessageSid": message_sid or new_sid(),
            "From": sender,
            "To": self.line_number,
            "Body": body,
            "NumMedia": str(pictures),
        }
        for index in range(pictures):
            fields[f"MediaUrl{index}"] = f"https://media.example/{self.account_sid}/{index}"
            fields[f"MediaContentType{index}"] = "image/jpeg"
        answer = self._post(INBOUND, fields)
        replies = ElementTree.fromstring(answer).findall("Message")
        for reply in replies:
            self._confirm(reply.get("action", ""), sender)
        return len(replies)

    def _confirm(self, receipts_url: str, recipient: str) -> None:
        """Report that a reply was delivered, at the address it named."""
        address = urlsplit(receipts_url)
        fields = {
            "ApiVersion": API_VERSION,
            "AccountSid": self.account_sid,
            "MessageSid": new_sid(),
            "MessageStatus": "delivered",
            "From": self.line_number,
            "To": recipient,
        }
        self._post(f"{address.path}?{address.query}" if address.query else address.path, fields)

    def _post(self, path: str, fields: Mapping[str, str]) -> bytes:
        signature = sign(self.public_url + path, fields, self.auth_token)
        client = Client(self.app, use_cookies=False)
        answer = client.post(
            path, base_url=self.public_url, data=dict(fields), headers={"X-Twilio-Signature": signature}
        )
        if answer.status_code >= 300:
            raise CarrierError(answer.status_code)
        return answer.get_data()


def sign(url: str, fields: Mapping[str, str], auth_token: str) -> str:
    """Sign a form request as Twilio does: HMAC-SHA1 over the URL and every field in order of its name (SMS_FACTS section 2)."""
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.digest(auth_token.encode(), signed.encode(), hashlib.sha1)).decode()


def new_sid() -> str:
    """A message id of the form that Twilio gives."""
    return f"SM{secrets.token_hex(16)}"
