"""Kill any process at any point: nothing is lost, nothing is doubled, and the conversation goes on where it was."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.clock import utc_now
from bot.models import Direction, Message, Status
from bot.services.sign_off import sign
from bot.store.engine import Database
from conversations import engine
from conversations.events import TextReceived
from conversations.protocol.loader import SHIPPED, load_protocol
from conversations.protocol.model import Protocol
from conversations.state import ConversationState
from tests.support.lines import OneClinic
from tests.support.processes import PROJECT, Process, WebProcess, environment, wait_for
from tests.support.twilio_server import TwilioServer

PATIENT_SAYS = ["my lower back locked up lifting boxes", "none", "none", "none", "34", "low back 4", "B"]
# Each restart takes seconds, so only the proof kills after every text.
KILLED_AFTER = range(len(PATIENT_SAYS)) if os.environ.get("PROVE") else (0, 3)
EMERGENCY = "i cant pee and my crotch is numb"
LONG_AGO = timedelta(minutes=5)


@pytest.fixture(scope="module")
def protocol(program: Path) -> Protocol:
    """The protocol that the processes run."""
    return load_protocol(program / SHIPPED.relative_to(PROJECT))


@pytest.fixture
def signed(database_url: str, protocol: Protocol) -> Iterator[Database]:
    """A database whose protocol a clinician has signed, so that real phones get all of it."""
    database = Database(database_url)
    sign(database, utc_now, version=protocol.version, clinician="Dr. Example", license_number="000000")
    yield database
    database.close()


def uninterrupted(protocol: Protocol, texts: list[str]) -> list[list[str]]:
    """The keys that the engine replies with when nothing goes wrong."""
    state, keys = ConversationState.new(lang="en"), []
    now = utc_now()
    for number, body in enumerate(texts):
        event = TextReceived(body=body, message_id=number)
        sprint = engine.advance(protocol, state, event, now, OneClinic().view(now, False))
        state = sprint.state
        keys.append([reply.key for reply in sprint.replies])
    return keys


def stored_replies(database: Database) -> list[list[str | None]]:
    """The keys of the replies to each text, in order."""
    with database.reading() as session:
        texts = session.scalars(select(Message).where(Message.direction == Direction.INBOUND).order_by(Message.id))
        return [
            list(session.scalars(select(Message.copy_key).where(Message.reply_to_id == text.id).order_by(Message.id)))
            for text in texts.all()
        ]


def test_the_web_server_killed_between_two_texts_goes_on_with_the_right_reply(
    signed: Database, database_url: str, protocol: Protocol, program: Path, tmp_path: Path
) -> None:
    """Killed, not stopped: what was answered was on the disk."""
    env, log = environment(database_url, program=program), tmp_path / "web.log"
    web = WebProcess(env=env, log=log)
    try:
        for number, body in enumerate(PATIENT_SAYS):
            web.wait_until_alive()
            replies = web.text(number, body)
            assert replies
            if number in KILLED_AFTER:
                web.kill()
                web = WebProcess(env=env, log=log)
                web.wait_until_alive()
            assert web.text(number, body) == replies
    finally:
        web.kill()
    assert stored_replies(signed) == uninterrupted(protocol, PATIENT_SAYS)


def test_an_emergency_is_sent_again_by_the_next_worker_when_one_is_killed_mid_send(
    signed: Database, database_url: str, program: Path, tmp_path: Path
) -> None:
    """Twilio took the first one, nobody recorded it: the patient may read it twice, never not at all."""
    with TwilioServer() as twilio:
        env = environment(database_url, program=program, TWILIO_API_URL=twilio.url)
        log = tmp_path / "worker.log"
        web = WebProcess(env=env, log=tmp_path / "web.log")
        try:
            web.wait_until_alive()
            replies = web.text(1, EMERGENCY)
        finally:
            web.kill()
        twilio.fail_next("hang")
        _make_due(signed)
        first = Process("worker", env=env, log=log)
        try:
            wait_for(lambda: len(twilio.taken) == 1)
        finally:
            first.kill()
        _make_due(signed)
        second = Process("worker", env=env, log=log)
        try:
            wait_for(lambda: len(twilio.taken) == 2)
        finally:
            assert second.stop() == 0
    assert [taken["Body"] for taken in twilio.taken] == [replies[0]] * 2


def test_an_ordinary_text_whose_worker_is_killed_mid_send_is_shown_as_maybe_sent(
    signed: Database, database_url: str, program: Path, tmp_path: Path
) -> None:
    """Twilio may have sent it, so it is not repeated; staff see it."""
    with TwilioServer() as twilio:
        env = environment(database_url, program=program, TWILIO_API_URL=twilio.url)
        log = tmp_path / "worker.log"
        web = WebProcess(env=env, log=tmp_path / "web.log")
        try:
            web.wait_until_alive()
            web.text(1, PATIENT_SAYS[0])
        finally:
            web.kill()
        with signed.writing() as session:
            last = select(Message.id).order_by(Message.id.desc()).limit(1).scalar_subquery()
            session.execute(update(Message).where(Message.id == last).values(due_at=utc_now()))
        twilio.fail_next("hang")
        first = Process("worker", env=env, log=log)
        try:
            wait_for(lambda: len(twilio.taken) == 1)
        finally:
            first.kill()
        _make_due(signed)
        second = Process("worker", env=env, log=log)
        try:
            wait_for(lambda: _statuses(signed) == [Status.MAYBE_SENT])
        finally:
            assert second.stop() == 0
        assert len(twilio.taken) == 1


def _make_due(database: Database) -> None:
    """Let a minute pass for the outbox: what waits for a receipt is due, what was claimed has run out."""
    with database.writing() as session:
        session.execute(update(Message).where(Message.due_at.is_not(None)).values(due_at=utc_now() - LONG_AGO))
        session.execute(
            update(Message).where(Message.lease_until.is_not(None)).values(lease_until=utc_now() - LONG_AGO)
        )


def _statuses(database: Database) -> list[Status]:
    """Where the texts are that the outbox took up."""
    with database.reading() as session:
        return list(session.scalars(select(Message.status).where(Message.attempts > 0)))
