"""Only what our Twilio account signed is believed: own vectors, and every trap of SMS_FACTS section 2."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import func, select

from bot.app import create_app
from bot.models import Message
from bot.store.engine import Database
from tests.support.lines import ACCOUNT, AUTH_TOKEN, PUBLIC_URL, make_line, make_settings
from tests.support.signing import FORM, inbound, sign

P = {
    "AccountSid": "AC" + "0" * 32,
    "MessageSid": "SM" + "1" * 32,
    "From": "+12125550100",
    "To": "+12125550199",
    "Body": "Tengo tos y fiebre",
    "NumMedia": "0",
    "NumSegments": "1",
}
VECTORS = {
    "V1 plain": ("/sms/inbound", P, "I5XDe2mZVCKa8CK18H62zsKu2aw="),
    "V2 accents, emoji, line break, blank field": (
        "/sms/inbound",
        {**P, "Body": "  ¿Qué hago? 😷\nok  ", "FromZip": ""},
        "r41mcL0YErwTulB81Xr5SkNR86M=",
    ),
    "V3 query": ("/sms/inbound?site=bx&lang=es", P, "OtB5J6MHv2wtJQMNNPTATsRsJBg="),
    "V4 signed with the standard port": ("/sms/inbound", P, "gV3A6M6J2U0eiqTtkhek6e52Tmc="),
    "V5 repeated keys": (
        "/sms/inbound",
        [("MessageSid", P["MessageSid"]), ("X", "b"), ("X", "a"), ("X", "a")],
        "BhqJlLr193d1h4EFGLA3W6MhuaU=",
    ),
}


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A database whose kind does not matter here."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def app(database: Database) -> Flask:
    """The application with the token of the vectors."""
    return create_app(make_settings("sqlite:///unused"), line=make_line(database))


def post(app: Flask, path: str, fields: object, signature: str | None, content_type: str = FORM) -> int:
    """Post a form with this signature, and return the status."""
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    data = urlencode(fields) if not isinstance(fields, (str, bytes)) else fields  # type: ignore[arg-type]
    return app.test_client().post(path, data=data, content_type=content_type, headers=headers).status_code


def stored(database: Database) -> int:
    """How many texts were kept."""
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(Message)).scalar_one()


@pytest.mark.parametrize(("path", "fields", "signature"), VECTORS.values(), ids=VECTORS.keys())
def test_own_vectors_pass(app: Flask, path: str, fields: object, signature: str) -> None:
    """Each was computed by hand from the rule, not by the library."""
    assert post(app, path, fields, signature) == 200


@pytest.mark.parametrize(("path", "fields", "signature"), VECTORS.values(), ids=VECTORS.keys())
def test_a_vector_fails_when_anything_is_changed(app: Flask, path: str, fields: object, signature: str) -> None:
    """A signature holds for its own words and address only."""
    changed = [*(fields.items() if isinstance(fields, dict) else fields), ("Added", "1")]  # type: ignore[misc]
    assert post(app, path, changed, signature) == 403
    assert post(app, path + ("&" if "?" in path else "?") + "x=1", fields, signature) == 403


@pytest.mark.parametrize("signature", [None, "", "nonsense", "I5XDe2mZVCKa8CK18H62zsKu2aw", "é"])
@pytest.mark.parametrize("path", ["/sms/inbound", "/sms/status?m=1", "/sms/fallback"])
def test_an_unsigned_request_is_refused_and_not_stored(
    app: Flask, database: Database, path: str, signature: str | None
) -> None:
    """A missing header is a 403, not an error of ours."""
    assert post(app, path, P, signature) == 403
    assert stored(database) == 0


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x", ""])
def test_anything_but_a_form_is_refused(app: Flask, database: Database, content_type: str) -> None:
    """A JSON body's hash would not be checked."""
    signature = sign(f"{PUBLIC_URL}/sms/inbound", {})
    assert post(app, "/sms/inbound", "{}", signature, content_type) == 415
    assert stored(database) == 0


def test_a_body_hash_in_the_query_does_not_open_a_form_route(app: Flask) -> None:
    """With `bodySHA256` the library checks the body's hash only for text, so a form must be signed as a form."""
    path = "/sms/inbound?bodySHA256=" + "0" * 64
    assert post(app, path, P, sign(PUBLIC_URL + path, {})) == 403


def test_an_oversized_body_is_refused(app: Flask, database: Database) -> None:
    """Whether it announces its size or not."""
    fields = inbound(1, "x" * 100_000)
    assert post(app, "/sms/inbound", fields, sign(f"{PUBLIC_URL}/sms/inbound", fields)) == 413
    response = app.test_client().post(
        "/sms/inbound",
        input_stream=BytesIO(b"x" * 100_000),
        content_type=FORM,
        headers={"X-Twilio-Signature": "x", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""},
    )
    assert response.status_code == 413
    assert stored(database) == 0


def test_the_query_is_checked_as_it_came_over_the_wire(app: Flask) -> None:
    """Werkzeug would decode it, and the signature would not fit."""
    path = "/sms/inbound?site=a%20b&x=%C3%B1"
    fields = inbound(1, "hello")
    assert post(app, path, fields, sign(PUBLIC_URL + path, fields)) == 200


def test_the_host_that_a_request_names_does_not_matter(app: Flask) -> None:
    """Behind a proxy the request says another scheme and host; PUBLIC_URL is what was signed."""
    fields = inbound(1, "hello")
    response = app.test_client().post(
        "/sms/inbound",
        base_url="http://10.0.0.7:8000",
        data=urlencode(fields),
        content_type=FORM,
        headers={"X-Twilio-Signature": sign(f"{PUBLIC_URL}/sms/inbound", fields)},
    )
    assert response.status_code == 200
    forged = sign("http://10.0.0.7:8000/sms/inbound", fields)
    assert post(app, "/sms/inbound", fields, forged) == 403


def test_both_tokens_are_good_while_one_is_being_rotated(database: Database) -> None:
    """Twilio signs with the old token until the new one is promoted."""
    settings = make_settings("sqlite:///unused", twilio_auth_token_next="the-next-token")
    app = create_app(settings, line=make_line(database))
    fields = inbound(1, "hello")
    for token in (AUTH_TOKEN, "the-next-token"):
        assert post(app, "/sms/inbound", fields, sign(f"{PUBLIC_URL}/sms/inbound", fields, token)) == 200
    assert post(app, "/sms/inbound", fields, sign(f"{PUBLIC_URL}/sms/inbound", fields, "another")) == 403


def test_a_public_url_below_a_path_is_signed_with_that_path(database: Database) -> None:
    """A proxy may serve the line under /text and strip it."""
    app = create_app(make_settings("sqlite:///unused", public_url=f"{PUBLIC_URL}/text"), line=make_line(database))
    fields = inbound(1, "hello", AccountSid=ACCOUNT)
    assert post(app, "/sms/inbound", fields, sign(f"{PUBLIC_URL}/text/sms/inbound", fields)) == 200
