"""Silence is an event: what came due fires once, through the same engine, and leaves by the outbox."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.models import ContactKey, Message, RecordEntry, Status, Ticket, Timer
from bot.services.demo_time import DemoClock, move_clock
from bot.services.inbound import receive_text
from bot.services.timeouts import expire_waits
from bot.store.engine import Database
from conversations.state import ConversationState
from tests.support.clocks import START, FixedClock
from tests.support.engines import REMINDER_AFTER, CountedTurn, CountingEngine
from tests.support.lines import fictional, make_line, text


def reminders(database: Database) -> list[Message]:
    """What timers made the bot say."""
    with database.reading() as session:
        return list(session.scalars(select(Message).where(Message.copy_key == "wait.reminder_1").order_by(Message.id)))


def timers(database: Database) -> int:
    """How many waits are running."""
    with database.reading() as session:
        return len(session.scalars(select(Timer)).all())


def test_a_timer_fires_when_it_is_due_and_not_before(database: Database) -> None:
    """Its text waits in the outbox, due at once."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    receive_text(line, text(1, "my back"))
    clock.forward(REMINDER_AFTER - timedelta(seconds=1))
    assert expire_waits(line) == 0
    clock.forward(timedelta(seconds=1))
    assert expire_waits(line) == 1
    (reminder,) = reminders(database)
    assert (reminder.status, reminder.due_at, reminder.reply_to_id) == (Status.QUEUED, clock.now, None)
    assert timers(database) == 0


def test_a_timer_fires_once(database: Database) -> None:
    """However often the worker looks."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    receive_text(line, text(1, "my back"))
    clock.forward(REMINDER_AFTER)
    assert [expire_waits(line) for _ in range(3)] == [1, 0, 0]
    assert len(reminders(database)) == 1


def test_a_text_moves_the_timer(database: Database) -> None:
    """The rows follow the state."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    receive_text(line, text(1, "my back"))
    clock.forward(timedelta(minutes=10))
    receive_text(line, text(2, "still"))
    clock.forward(timedelta(minutes=10))
    assert expire_waits(line) == 0
    with database.reading() as session:
        assert session.scalars(select(Timer.due_at)).one() == START + timedelta(minutes=10) + REMINDER_AFTER


def test_a_failing_timer_ends_with_a_person_and_does_not_fail_for_ever(database: Database) -> None:
    """The timer is gone; a ticket is open; the patient gets the safe reply once."""
    clock, engine = FixedClock(), CountingEngine()

    def fails_on_silence(state: ConversationState, event: object, now: object, clinic: object) -> CountedTurn:
        if hasattr(event, "body"):
            return engine(state, event, now, clinic)  # type: ignore[arg-type]
        raise RuntimeError("a bug about silence")

    line = make_line(database, clock=clock, advance=fails_on_silence)
    receive_text(line, text(1, "my back"))
    clock.forward(REMINDER_AFTER)
    assert [expire_waits(line), expire_waits(line)] == [1, 0]
    with database.reading() as session:
        assert session.scalars(select(Ticket)).one().topic == "engine_failure"
        (reply,) = session.scalars(select(Message).where(Message.copy_key == "system.engine_failed"))
    assert reply.due_at == clock.now


def test_a_wait_that_the_engine_ignores_does_not_fire_for_ever(database: Database) -> None:
    """In practice mode nothing follows from silence, and the state keeps its timer."""
    clock, engine = FixedClock(), CountingEngine()

    def hears_texts_only(state: ConversationState, event: object, now: object, clinic: object) -> CountedTurn:
        return engine(state, event, now, clinic) if hasattr(event, "body") else CountedTurn(state=state)  # type: ignore[arg-type]

    line = make_line(database, clock=clock, advance=hears_texts_only)
    receive_text(line, text(1, "my back"))
    clock.forward(REMINDER_AFTER)
    assert [expire_waits(line) for _ in range(3)] == [1, 0, 0]
    assert timers(database) == 0


def test_one_unreadable_conversation_does_not_silence_the_others(database: Database) -> None:
    """A key that cannot be opened, or was destroyed when its contact was forgotten, ends that timer only."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    for number in range(3):
        receive_text(line, text(number, "my back", sender=fictional(number)))
    with database.writing() as session:
        session.execute(update(ContactKey).where(ContactKey.contact_id == 1).values(wrapped=b"x" * 60))
        session.execute(update(ContactKey).where(ContactKey.contact_id == 2).values(wrapped=None))
    clock.forward(REMINDER_AFTER)
    assert expire_waits(line) == 1
    assert len(reminders(database)) == 1


def test_a_fired_timer_is_in_the_record(database: Database) -> None:
    """With its kind, after the text that set it."""
    clock = FixedClock()
    line = make_line(database, clock=clock)
    receive_text(line, text(1, "my back"))
    clock.forward(REMINDER_AFTER)
    expire_waits(line)
    with database.reading() as session:
        assert list(session.scalars(select(RecordEntry.kind).order_by(RecordEntry.id))) == ["text", "wait:reminder_1"]


def test_the_demo_clock_fires_on_the_way_at_each_timers_own_time(database: Database) -> None:
    """A jump of an hour is as good as an hour's wait."""
    line = make_line(database, demo=True, clock=DemoClock(database, FixedClock()))
    receive_text(line, text(1, "my back"))
    assert move_clock(line, timedelta(hours=1)) == START + timedelta(hours=1)
    (reminder,) = reminders(database)
    assert reminder.created_at == START + REMINDER_AFTER
    with pytest.raises(ValueError, match="ahead"):
        move_clock(line, timedelta(hours=-1))
