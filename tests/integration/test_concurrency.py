"""Many at once: nothing lost, nothing doubled, nothing out of turn, on either database."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from flask import Flask
from sqlalchemy import select

from bot.app import create_app
from bot.clock import utc_now
from bot.models import Answer, Contact, Direction, Message, RecordEntry
from bot.services.delivery import deliver_due
from bot.services.inbound import receive_text
from bot.services.timeouts import expire_waits
from bot.store import record
from bot.store.engine import Database
from tests.support.clocks import FixedClock
from tests.support.engines import REMINDER_AFTER, CountingEngine
from tests.support.gateways import FakeGateway
from tests.support.lines import fictional, make_line, make_settings, text
from tests.support.signing import Twilio, inbound, messages

PHONES = 20
TEXTS_EACH = 10
THREADS = 8


def at_once(*jobs: Callable[[], object]) -> list[object]:
    """Run jobs in threads that start together, and return what they gave."""
    barrier = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        barrier.wait()
        return job()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def app_on(database: Database, engine: CountingEngine) -> Flask:
    """An application in real time."""
    return create_app(make_settings("sqlite:///unused"), line=make_line(database, clock=utc_now, advance=engine))


def test_the_same_webhook_twice_at_once_gives_one_turn_and_the_same_replies(database: Database) -> None:
    """Two copies can arrive in the same second, in different workers."""
    for number in range(1, 6):
        engine = CountingEngine()
        app = app_on(database, engine)
        form = inbound(number, "my back hurts", From=fictional(number))
        first, second = at_once(*[partial(Twilio(app).post, "/sms/inbound", form)] * 2)
        assert messages(first) == messages(second)  # type: ignore[arg-type]
        assert [body for _, body in messages(first)] == ["Answer 1"]  # type: ignore[arg-type]
        assert engine.seen == ["my back hurts"]


def test_the_first_two_texts_of_a_new_phone_at_once_are_two_turns(database: Database) -> None:
    """Both would create the contact; one waits for the other."""
    for number in range(5):
        app = app_on(database, CountingEngine())
        sender = fictional(50 + number)
        answers = at_once(
            partial(Twilio(app).text, 2 * number + 1000, "one", From=sender),
            partial(Twilio(app).text, 2 * number + 1001, "two", From=sender),
        )
        assert sorted(answers) == [["Answer 1"], ["Answer 2"]]  # type: ignore[type-var]


def test_200_texts_from_20_phones_through_8_threads(database: Database) -> None:
    """Each phone's turns are numbered without a gap; each text is stored once; each chain is whole."""
    app = app_on(database, CountingEngine())
    texts = [(phone, number) for number in range(TEXTS_EACH) for phone in range(PHONES)]

    def send(which: tuple[int, int]) -> tuple[int, list[str]]:
        phone, number = which
        return phone, Twilio(app).text(phone * 1000 + number, f"text {number}", From=fictional(phone))

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(send, texts))
    expected = sorted([f"Answer {number}"] for number in range(1, TEXTS_EACH + 1))
    for phone in range(PHONES):
        assert sorted(bodies for sender, bodies in answers if sender == phone) == expected
    with database.reading() as session:
        sids = session.scalars(select(Message.message_sid).where(Message.direction == Direction.INBOUND)).all()
        assert Counter(sids).most_common(1)[0][1] == 1
        assert len(sids) == PHONES * TEXTS_EACH
        replies = session.scalars(select(Message.reply_to_id).where(Message.direction == Direction.OUTBOUND)).all()
        assert Counter(replies).most_common(1)[0][1] == 1
        assert len(replies) == PHONES * TEXTS_EACH
        assert len(session.scalars(select(Contact)).all()) == PHONES
        assert len(session.scalars(select(Answer)).all()) == PHONES
        assert len(session.scalars(select(RecordEntry)).all()) == PHONES * TEXTS_EACH
        assert record.faults(session) == []


def test_two_workers_fire_each_timer_and_send_each_text_once(database: Database) -> None:
    """Whoever claims first does it."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    for phone in range(PHONES):
        receive_text(line, text(phone + 1, "my back", sender=fictional(phone)))
    clock.forward(REMINDER_AFTER)
    assert sum(at_once(*[partial(expire_waits, line)] * 4)) == PHONES  # type: ignore[arg-type]
    gateways = [FakeGateway() for _ in range(4)]
    at_once(*[partial(deliver_due, line, gateway, str) for gateway in gateways])
    sent = Counter(outgoing.to for gateway in gateways for outgoing in gateway.sent)
    assert sent == Counter(fictional(phone) for phone in range(PHONES))


def test_a_text_and_its_timer_at_once_are_one_after_the_other(database: Database) -> None:
    """Either the silence counted first or the text did; never both at once, and the record says which."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    for phone in range(5):
        sender = fictional(phone)
        receive_text(line, text(phone * 10 + 1, "my back", sender=sender))
        clock.forward(REMINDER_AFTER)
        at_once(
            partial(expire_waits, line),
            partial(receive_text, line, text(phone * 10 + 2, "still here", sender=sender)),
        )
        clock.forward(timedelta(seconds=1))
    with database.reading() as session:
        assert record.faults(session) == []
