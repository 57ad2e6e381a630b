"""What every gateway must do, shown on the real one against a Twilio that speaks HTTP, and on the fakes."""

from collections.abc import Iterator

import pytest

from bot.gateways.base import OutcomeUnknownError, OutgoingText, Refusal, SendError, SmsGateway, refusal_of
from bot.gateways.console import ConsoleGateway
from bot.gateways.twilio import TwilioGateway, sendable
from tests.support.gateways import FakeGateway
from tests.support.lines import ACCOUNT, AUTH_TOKEN, NUMBER, PATIENT
from tests.support.twilio_server import TwilioServer

TEXT = OutgoingText(
    to=PATIENT,
    body="¿Sigue ahí? Reply A or B.",
    status_callback="https://clinic.example/sms/status?m=7",
    validity_seconds=14400,
)


@pytest.fixture
def server() -> Iterator[TwilioServer]:
    """A Twilio on this machine."""
    with TwilioServer() as running:
        yield running


@pytest.fixture
def real(server: TwilioServer) -> TwilioGateway:
    """Our Twilio gateway, calling it."""
    return gateway(server)


def gateway(server: TwilioServer, **changes: object) -> TwilioGateway:
    """A gateway with other settings."""
    values: dict[str, object] = {
        "account_sid": ACCOUNT,
        "auth_token": AUTH_TOKEN,
        "messaging_service_sid": None,
        "number": NUMBER,
        "api_url": server.url,
        "timeout": 1.0,
    }
    return TwilioGateway(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["twilio", "console", "fake"])
def test_a_text_is_accepted(kind: str, server: TwilioServer) -> None:
    """With an id, or with the word that it has arrived because no receipt will come."""
    made: dict[str, SmsGateway] = {"twilio": gateway(server), "console": ConsoleGateway(), "fake": FakeGateway()}
    accepted = made[kind].send(TEXT)
    assert accepted.delivered or accepted.message_sid == "SM" + "1".zfill(32)


@pytest.mark.parametrize("fault", [SendError(Refusal.LATER, 30001), OutcomeUnknownError()])
def test_the_fake_fails_as_scripted_and_then_no_more(fault: SendError | OutcomeUnknownError) -> None:
    """Else no test of a failure would test anything."""
    fake = FakeGateway()
    fake.fail_next(fault)
    with pytest.raises(type(fault)):
        fake.send(TEXT)
    assert fake.send(TEXT).message_sid
    assert fake.sent == [TEXT]


def test_twilio_is_told_everything(real: TwilioGateway, server: TwilioServer) -> None:
    """Number, words, where receipts go, how long the text is worth delivering."""
    real.send(TEXT)
    (taken,) = server.taken
    assert taken == {
        "To": PATIENT,
        "From": NUMBER,
        "Body": TEXT.body,
        "StatusCallback": TEXT.status_callback,
        "ValidityPeriod": "14400",
    }


def test_a_messaging_service_takes_the_numbers_place(server: TwilioServer) -> None:
    """Opt-outs are kept by the service."""
    gateway(server, messaging_service_sid="MG" + "0" * 32).send(TEXT)
    assert server.taken[0]["MessagingServiceSid"] == "MG" + "0" * 32
    assert "From" not in server.taken[0]


@pytest.mark.parametrize(
    ("status", "code", "refusal"),
    [
        (400, 21610, Refusal.OPTED_OUT),
        (400, 21211, Refusal.UNREACHABLE),
        (400, 21408, Refusal.NEVER),
        (400, 99999, Refusal.NEVER),
        (429, 20429, Refusal.LATER),
        (400, 21611, Refusal.LATER),
        (401, 20003, Refusal.OPERATOR),
        (403, 30002, Refusal.OPERATOR),
    ],
)
def test_a_refusal_says_what_to_do(
    real: TwilioGateway, server: TwilioServer, status: int, code: int, refusal: Refusal
) -> None:
    """By Twilio's code, which is kept."""
    server.fail_next((status, code))
    with pytest.raises(SendError) as caught:
        real.send(TEXT)
    assert (caught.value.refusal, caught.value.code) == (refusal, code)
    assert server.taken == []


def test_a_wrong_password_is_for_the_operator(server: TwilioServer) -> None:
    """Nothing will go out until a person mends it."""
    with pytest.raises(SendError) as caught:
        gateway(server, auth_token="another").send(TEXT)
    assert caught.value.refusal is Refusal.OPERATOR


@pytest.mark.parametrize("fault", ["drop", "hang", (500, 20500)])
def test_no_answer_means_that_nobody_knows(real: TwilioGateway, server: TwilioServer, fault: str) -> None:
    """The text may have been taken: it must not be called refused."""
    server.fail_next(fault)
    with pytest.raises(OutcomeUnknownError):
        real.send(TEXT)


def test_an_address_that_nobody_listens_on_means_nothing_was_sent() -> None:
    """The request never left, so it may be tried again without doubt."""
    with TwilioServer() as stopped:
        real = gateway(stopped)
    with pytest.raises(SendError) as caught:
        real.send(TEXT)
    assert caught.value.refusal is Refusal.LATER


def test_every_code_has_one_meaning() -> None:
    """An unknown one is shown to staff and not repeated."""
    assert refusal_of(30003) is Refusal.LATER
    assert refusal_of(None) is Refusal.NEVER


@pytest.mark.parametrize(
    ("body", "expected"),
    [("a\x00b\x0bc", "abc"), ("x" * 2000, "x" * 1600), ("line\nbreak\ttab", "line\nbreak\ttab"), ("\ud83d!", "!")],
)
def test_only_what_twilio_can_carry_leaves(body: str, expected: str) -> None:
    """A control character makes XML that does not parse, and the patient gets nothing."""
    assert sendable(body) == expected
