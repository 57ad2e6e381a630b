"""Twilio's dialect: the form of an inbound text, the XML of an answer, the REST call that sends.

What a newcomer would get wrong: the library checks nothing. A control character in a body makes XML that does not parse, and
Twilio then sends the patient nothing; so bodies are cleaned and cut here, last of all. The REST client is imported only where
it is made: it costs the web process 100 ms and 20 MB that it does not need.
"""

import html
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot import phone
from bot.gateways.base import (
    Accepted,
    AnswerText,
    InboundText,
    OutcomeUnknownError,
    OutgoingText,
    Refusal,
    SendError,
    refusal_of,
)

if TYPE_CHECKING:
    from requests import RequestException
    from twilio.rest import Client

SEND_TIMEOUT = 10.0  # seconds; the library's own default is to wait for ever
LONGEST_BODY = 1600
MOST_REPLIES = 10
LONGEST_FIELD = 2000

_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KEPT = re.compile(r"(MediaUrl|MediaContentType)[0-9]|OptOutType|ErrorCode|ErrorUrl")


def parse_inbound(form: Mapping[str, list[str]], *, account_sid: str) -> InboundText:
    """Read a signed form into a text; what is missing or malformed is named in `faults`, never raised.

    `form` maps each key to all of its values; the first one counts.
    """
    faults: list[str] = []
    message_sid = _first(form, "MessageSid") or _first(form, "SmsSid")
    if not _SID.fullmatch(message_sid):
        faults.append("MessageSid")
    sender = _first(form, "From").strip()
    if not _E164.fullmatch(sender) and not phone.is_short_code(sender):
        faults.append("From")
    if _first(form, "AccountSid") != account_sid:
        faults.append("AccountSid")
    media = sum(1 for key in form if key.startswith("MediaUrl"))
    counted = _first(form, "NumMedia")
    return InboundText(
        message_sid=message_sid if _SID.fullmatch(message_sid) else None,
        sender=sender,
        recipient=_first(form, "To").strip(),
        body=_first(form, "Body"),
        num_media=max(media, int(counted) if counted.isascii() and counted.isdigit() and len(counted) < 3 else 0),
        faults=tuple(faults),
        fields={
            key: [value[:LONGEST_FIELD] for value in values] for key, values in form.items() if _is_kept(key, faults)
        },
    )


def answer(replies: Iterable[AnswerText], *, public_url: str) -> str:
    """The replies as TwiML, each with the address of its receipts; no reply is an empty answer."""
    messages = []
    for reply in list(replies)[:MOST_REPLIES]:
        address = html.escape(receipts_url(public_url, reply.id))
        # `action` is told once that the text went out or failed, `statusCallback` every step; what comes twice is kept once.
        messages.append(
            f'<Message action="{address}" method="POST" statusCallback="{address}">{_in_xml(reply.body)}</Message>'
        )
    return _document(messages)


def bare_answer(body: str) -> str:
    """One text as TwiML, without receipts: for an answer that is stored nowhere."""
    return _document([f"<Message>{_in_xml(body)}</Message>"])


def _document(messages: list[str]) -> str:
    # What the library's MessagingResponse writes, byte for byte, in a fortieth of its time.
    content = f"<Response>{''.join(messages)}</Response>" if messages else "<Response />"
    return f'<?xml version="1.0" encoding="UTF-8"?>{content}'


def _in_xml(body: str) -> str:
    return html.escape(sendable(body), quote=False)


def receipts_url(public_url: str, message_id: int) -> str:
    """Where Twilio reports what became of a text of ours."""
    return f"{public_url}/sms/status?m={message_id}"


def sendable(body: str) -> str:
    """A body that Twilio takes: nothing that XML cannot carry, at most 1,600 characters."""
    return _NOT_XML.sub("", body)[:LONGEST_BODY]


class TwilioGateway:
    """Sends through Twilio's REST API."""

    def __init__(
        self,
        *,
        account_sid: str,
        auth_token: str,
        messaging_service_sid: str | None,
        number: str | None,
        api_url: str | None = None,
        timeout: float = SEND_TIMEOUT,
    ) -> None:
        self._client = _client(account_sid, auth_token, api_url, timeout)
        self._sender = {"messaging_service_sid": messaging_service_sid} if messaging_service_sid else {"from_": number}

    def send(self, text: OutgoingText) -> Accepted:
        """Send one text; raise SendError or OutcomeUnknownError."""
        import requests
        from twilio.base.exceptions import TwilioRestException

        try:
            message = self._client.messages.create(
                to=text.to,
                body=sendable(text.body),
                status_callback=text.status_callback,
                validity_period=text.validity_seconds,
                **self._sender,
            )
        except TwilioRestException as error:
            if error.status == 429:
                raise SendError(Refusal.LATER, error.code) from error
            if error.status >= 500:
                # Twilio may have taken the text before it failed.
                raise OutcomeUnknownError from error
            if error.status == 401:
                raise SendError(Refusal.OPERATOR, error.code) from error
            raise SendError(refusal_of(error.code), error.code) from error
        except requests.RequestException as error:
            if _never_left(error):
                raise SendError(Refusal.LATER) from error
            raise OutcomeUnknownError from error
        return Accepted(message_sid=message.sid)


def _client(account_sid: str, auth_token: str, api_url: str | None, timeout: float) -> "Client":
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    class OtherHost(TwilioHttpClient):  # type: ignore[misc]
        """Calls a test double: the same requests to another scheme and host."""

        def request(self, method, url, *args, **kwargs):  # type: ignore[no-untyped-def]
            return super().request(method, re.sub(r"^https://[^/]+", api_url or "", url), *args, **kwargs)

    http_client = (OtherHost if api_url else TwilioHttpClient)(timeout=timeout)
    return Client(account_sid, auth_token, http_client=http_client)


def _never_left(error: "RequestException") -> bool:
    """Did the request fail before any connection stood? Then nothing was sent, for certain."""
    from requests import ConnectTimeout
    from urllib3.exceptions import NewConnectionError

    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(error, ConnectTimeout) or isinstance(reason, NewConnectionError)


def _first(form: Mapping[str, list[str]], key: str) -> str:
    values = form.get(key)
    return values[0] if values else ""


def _is_kept(key: str, faults: list[str]) -> bool:
    """Media and opt-out type are worth keeping; everything is when something was wrong."""
    return bool(faults) or bool(_KEPT.fullmatch(key))
