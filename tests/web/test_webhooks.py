"""The webhooks as Twilio sees them: TwiML or an empty error, never a page, whatever comes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from bot.app import create_app
from bot.models import Contact, Message, Receipt, Status, Ticket
from bot.store.engine import Database
from tests.support.lines import FALLBACK, NUMBER, PUBLIC_URL, SAFE, make_line, make_settings, sid
from tests.support.signing import Twilio, inbound, messages


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """A database whose kind does not matter here."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def app(database: Database) -> Flask:
    """The application with the counting engine."""
    return create_app(make_settings("sqlite:///unused"), line=make_line(database))


@pytest.fixture
def twilio(app: Flask) -> Twilio:
    """Twilio calling it."""
    return Twilio(app)


def message(database: Database, message_id: int) -> Message:
    """A stored text."""
    with database.reading() as session:
        found = session.get(Message, message_id)
        assert found is not None
        return found


def count(database: Database, table: type) -> int:
    """How many rows a table has."""
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_an_answer_is_twiml_whose_replies_carry_our_id(twilio: Twilio, database: Database) -> None:
    """Receipts come back to the text they are for."""
    response = twilio.post("/sms/inbound", inbound(1, "my back hurts"))
    assert response.status_code == 200
    assert response.content_type == "text/xml; charset=utf-8"
    assert response.get_data().startswith(b"<?xml")
    ((address, body),) = messages(response)
    assert body == "Answer 1"
    found = re.fullmatch(re.escape(PUBLIC_URL) + r"/sms/status\?m=(\d+)", address)
    assert found
    assert message(database, int(found[1])).status is Status.QUEUED
    assert f'statusCallback="{address}"' in response.get_data(as_text=True)


def test_a_repeated_webhook_gets_the_same_document(twilio: Twilio, database: Database) -> None:
    """Also when the first answer never reached Twilio."""
    first = twilio.post("/sms/inbound", inbound(1, "my back hurts")).get_data()
    assert twilio.post("/sms/inbound", inbound(1, "my back hurts")).get_data() == first
    assert count(database, Message) == 2


@pytest.mark.parametrize(
    "body",
    [
        "",
        "   ",
        "😷🤕",
        "x" * 1600,
        "😷" * 800,
        "\x00\x0b\x1f",
        "\u202eabc\u200f",
        "<Message>&amp;]]>",
        "cafe\u0301",
        "\ufffe\uffff",
        "a\r\nb",
    ],
)
def test_any_body_gets_a_sensible_answer(twilio: Twilio, body: str) -> None:
    """Nothing a phone can send breaks the route or the XML."""
    assert twilio.text(1, body) == ["Answer 1"]


def test_a_picture_without_words_is_answered(twilio: Twilio, database: Database) -> None:
    """The engine is told that something came that cannot be read."""
    media = {"NumMedia": "1", "MediaUrl0": "https://api.twilio.example/m", "MediaContentType0": "image/jpeg"}
    assert twilio.text(1, "", **media) == ["Answer 1"]
    with database.reading() as session:
        assert session.scalars(select(Message.num_media).where(Message.message_sid == sid(1))).one() == 1


def test_unknown_parameters_are_accepted(twilio: Twilio) -> None:
    """New ones appear without notice."""
    assert twilio.text(1, "hello", SomethingNew="1", FromCity="") == ["Answer 1"]


@pytest.mark.parametrize(
    "changes",
    [
        {"MessageSid": ""},
        {"MessageSid": "SM'; DROP TABLE messages"},
        {"MessageSid": "\x00"},
        {"From": ""},
        {"From": "anonymous"},
        {"From": "+" + "9" * 400},
        {"From": "\x00\ud7ff"},
        {"AccountSid": "AC" + "9" * 32},
        {"AccountSid": ""},
    ],
)
def test_malformed_fields_are_stored_and_shown_and_answered_with_nothing(
    twilio: Twilio, database: Database, changes: dict[str, str]
) -> None:
    """A signed text is never thrown away and never an error of ours."""
    response = twilio.post("/sms/inbound", inbound(1, "my back", **changes))
    assert (response.status_code, messages(response)) == (200, [])
    assert count(database, Message) == 1
    assert count(database, Ticket) == 1


def test_a_form_with_nothing_in_it_is_an_empty_answer(twilio: Twilio, database: Database) -> None:
    """The vector V5 is such a form."""
    response = twilio.post("/sms/inbound", {"X": ["b", "a", "a"]})
    assert (response.status_code, messages(response)) == (200, [])
    assert count(database, Message) == 1


@pytest.mark.parametrize("changes", [{"NumMedia": "many"}, {"NumMedia": "-1"}, {"NumMedia": "9" * 50}, {"To": ""}])
def test_a_field_that_no_answer_depends_on_stops_no_answer(twilio: Twilio, changes: dict[str, str]) -> None:
    """A patient must not go without an instruction because a count is odd."""
    assert twilio.text(1, "my back", **changes) == ["Answer 1"]


@pytest.mark.parametrize("sender", ["72345", NUMBER])
def test_a_short_code_and_our_own_number_get_no_reply(twilio: Twilio, sender: str) -> None:
    """A reply to a short code fails; one to ourselves comes back."""
    assert twilio.text(1, "WIN A PRIZE", From=sender) == []


def test_a_failing_engine_answers_safely(twilio: Twilio) -> None:
    """911 and the phone, in the same response."""
    assert twilio.text(1, "boom") == [SAFE]


def test_a_broken_database_gives_an_error_so_that_twilio_calls_the_fallback(tmp_path: Path) -> None:
    """And the fallback needs none."""
    path = tmp_path / "broken.sqlite3"
    path.write_bytes(b"this is no database at all" * 100)
    database = Database(f"sqlite:///{path}")
    twilio = Twilio(create_app(make_settings("sqlite:///unused"), line=make_line(database)))
    response = twilio.post("/sms/inbound", inbound(1, "my back"))
    assert (response.status_code, messages(response)) == (503, [])
    response = twilio.post("/sms/fallback", inbound(1, "my back", ErrorCode="11200", ErrorUrl="https://x.example"))
    assert [body for _, body in messages(response)] == [FALLBACK]
    assert twilio.receipt("/sms/status?m=1", "sent").status_code == 503
    database.close()


def test_a_full_disk_stores_nothing_by_halves_and_lets_the_fallback_answer(twilio: Twilio, database: Database) -> None:
    """When there is room again, the same text is a new one."""
    twilio.text(1, "my back")
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def fill_up(connection: Any, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    event.listen(database.engine, "connect", fill_up)
    database.close()
    statuses = [twilio.post("/sms/inbound", inbound(number, "x" * 1600)).status_code for number in range(2, 40)]
    assert statuses[-1] == 503
    stored = statuses.count(200)
    assert count(database, Message) == 2 * (1 + stored)
    event.remove(database.engine, "connect", fill_up)
    database.close()
    assert twilio.text(39, "x" * 1600) == [f"Answer {stored + 2}"]


def test_a_locked_database_is_said_and_lets_the_fallback_answer(twilio: Twilio, app: Flask, database: Database) -> None:
    """Another program holds the file: nothing is stored, and the same text is a new one when it lets go."""

    def be_impatient(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    database.close()
    event.listen(database.engine, "connect", be_impatient)
    other = Database(str(database.url))
    with other.writing():
        response = twilio.post("/sms/inbound", inbound(1, "my back"))
        assert (response.status_code, messages(response)) == (503, [])
        response = twilio.post("/sms/fallback", inbound(1, "my back", ErrorCode="11200"))
        assert [body for _, body in messages(response)] == [FALLBACK]
        ready = app.test_client().get("/readyz")
        assert ready.status_code == 503
        assert "locked" in ready.get_json()["faults"]["database"]
    other.close()
    assert count(database, Message) == 0
    assert twilio.text(1, "my back") == ["Answer 1"]


@pytest.mark.parametrize("body", ["STOP", "stop", " Stop "])
def test_the_fallback_says_nothing_to_an_opt_out_word(twilio: Twilio, body: str) -> None:
    """A reply would fail, or come after "no more texts"."""
    response = twilio.post("/sms/fallback", inbound(1, body))
    assert (response.status_code, messages(response)) == (200, [])


def test_the_fallback_stores_nothing(twilio: Twilio, database: Database) -> None:
    """It must work when there is nothing to store in."""
    assert twilio.post("/sms/fallback", inbound(1, "my back")).status_code == 200
    assert count(database, Contact) == 0


def reply_address(twilio: Twilio, number: int, body: str = "my back") -> tuple[str, int]:
    """Where receipts of the reply to a text go, and its id."""
    ((address, _),) = messages(twilio.post("/sms/inbound", inbound(number, body)))
    return address, int(address.rpartition("=")[2])


def test_receipts_move_a_text_forward_only(twilio: Twilio, database: Database) -> None:
    """`delivered` before `sent` is common."""
    address, ours = reply_address(twilio, 1)
    for status, expected in (
        ("queued", Status.QUEUED),
        ("sent", Status.SENT),
        ("delivered", Status.DELIVERED),
        ("sent", Status.DELIVERED),
        ("sending", Status.DELIVERED),
        ("something-new", Status.DELIVERED),
    ):
        assert twilio.receipt(address, status).status_code == 204
        assert message(database, ours).status is expected
    assert count(database, Receipt) == 5  # the repeated one is kept once


def test_a_blank_error_code_erases_none(twilio: Twilio, database: Database) -> None:
    """The first failure names why; a later callback may not."""
    address, ours = reply_address(twilio, 1)
    twilio.receipt(address, "undelivered", ErrorCode="30003")
    twilio.receipt(address, "failed", ErrorCode="")
    assert (message(database, ours).status, message(database, ours).error_code) == (Status.FAILED, 30003)
    with database.reading() as session:
        assert session.scalars(select(Ticket)).one().reason == "text_not_delivered"


def test_any_receipt_ends_the_wait_for_one(twilio: Twilio, database: Database) -> None:
    """An emergency instruction that Twilio took is not sent again."""
    address, ours = reply_address(twilio, 1, "emergency")
    assert message(database, ours).due_at is not None
    twilio.receipt(address, "sent")
    assert message(database, ours).due_at is None


@pytest.mark.parametrize("address", ["/sms/status", "/sms/status?m=", "/sms/status?m=x", "/sms/status?m=999999"])
def test_a_receipt_for_nothing_of_ours_changes_nothing(twilio: Twilio, database: Database, address: str) -> None:
    """It may be older than the database."""
    assert twilio.receipt(address, "delivered").status_code == 204
    assert count(database, Receipt) == 0


def test_a_receipt_cannot_touch_a_patients_text(twilio: Twilio, database: Database) -> None:
    """`m` names texts of ours only."""
    reply_address(twilio, 1)
    with database.reading() as session:
        theirs = session.scalars(select(Message.id).where(Message.message_sid == sid(1))).one()
    twilio.receipt(f"/sms/status?m={theirs}", "failed")
    assert message(database, theirs).status is Status.RECEIVED


def test_huge_numbers_in_a_receipt_are_no_error(twilio: Twilio) -> None:
    """Whatever is signed is answered."""
    assert twilio.receipt("/sms/status?m=" + "9" * 30, "sent").status_code == 204
    assert twilio.receipt("/sms/status?m=" + "9" * 18, "sent", ErrorCode="9" * 30).status_code == 204


@pytest.mark.parametrize("path", ["/sms/inbound", "/sms/status", "/sms/fallback"])
def test_the_webhooks_take_posts_only(app: Flask, path: str) -> None:
    """A GET would leave words in Twilio's logs."""
    assert app.test_client().get(path).status_code == 405
