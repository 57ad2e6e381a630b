"""Our answers are, byte for byte, what Twilio's own library writes."""

import pytest
from twilio.twiml.messaging_response import MessagingResponse

from bot.gateways import twilio
from bot.gateways.base import AnswerText

BODIES = [
    "Call 911 now.",
    "5 < 6 & \"so\" > 'that'",
    "one\ntwo",
    "¿Dónde le duele? ñ 😷 中",
    "]]> &amp; <Message>",
]


@pytest.mark.parametrize("bodies", [[], BODIES[:1], BODIES])
def test_an_answer_is_what_the_library_writes(bodies: list[str]) -> None:
    """A patient's name with a bracket in it must not break the document."""
    public_url = "https://clinic.example/a&b"
    library = MessagingResponse()
    for number, body in enumerate(bodies, 1):
        address = f"{public_url}/sms/status?m={number}"
        library.message(body, action=address, method="POST", status_callback=address)
    replies = [AnswerText(id=number, body=body) for number, body in enumerate(bodies, 1)]
    assert twilio.answer(replies, public_url=public_url) == str(library)


@pytest.mark.parametrize("body", BODIES)
def test_a_bare_answer_is_what_the_library_writes(body: str) -> None:
    """No receipts are asked for."""
    library = MessagingResponse()
    library.message(body)
    assert twilio.bare_answer(body) == str(library)
