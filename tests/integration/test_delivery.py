"""The outbox: in order, with a lease, once, except an emergency, which is sent until a receipt comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.gateways.base import OutcomeUnknownError, Refusal, SendError
from bot.gateways.console import ConsoleGateway
from bot.models import Contact, Message, Status, Ticket
from bot.services.delivery import EMERGENCY_ATTEMPTS, RECEIPT_PATIENCE, RETRY_AFTER, VALIDITY_SECONDS, deliver_due
from bot.services.inbound import receive_text
from bot.services.line import Line
from bot.services.receipts import record_receipt
from bot.services.timeouts import expire_waits
from bot.store import outbox
from bot.store.engine import Database
from conversations.events import Priority
from tests.support.clocks import FixedClock
from tests.support.engines import REMINDER_AFTER
from tests.support.gateways import FakeGateway
from tests.support.lines import PATIENT, fictional, make_line, sid, text

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> FixedClock:
    """A clock to move."""
    return FixedClock()


@pytest.fixture
def line(database: Database, clock: FixedClock) -> Line:
    """A line on either database."""
    return make_line(database, clock=clock)


def address(message_id: int) -> str:
    """Where receipts go."""
    return f"https://clinic.example/sms/status?m={message_id}"


def silent_patient(line: Line, clock: FixedClock, number: int = 1, sender: str = PATIENT) -> Message:
    """Let a patient fall silent, and return the reminder that waits in the outbox."""
    receive_text(line, text(number, "my back", sender=sender))
    clock.forward(REMINDER_AFTER)
    expire_waits(line)
    with line.database.reading() as session:
        return session.scalars(
            select(Message).where(Message.copy_key == "wait.reminder_1").order_by(Message.id.desc())
        ).first()  # type: ignore[return-value]


def message(line: Line, message_id: int) -> Message:
    """A text as stored."""
    with line.database.reading() as session:
        found = session.get(Message, message_id)
        assert found is not None
        return found


def tickets(line: Line) -> list[Ticket]:
    """What staff see."""
    with line.database.reading() as session:
        return list(session.scalars(select(Ticket).order_by(Ticket.id)))


def test_a_waiting_text_is_sent_once(line: Line, clock: FixedClock) -> None:
    """To the patient's number, with our id for its receipts and a limited validity."""
    reminder = silent_patient(line, clock)
    gateway = FakeGateway()
    assert [deliver_due(line, gateway, address) for _ in range(2)] == [1, 0]
    (sent,) = gateway.sent
    assert (sent.to, sent.body, sent.status_callback) == (PATIENT, "Are you there?", address(reminder.id))
    assert sent.validity_seconds == VALIDITY_SECONDS
    stored = message(line, reminder.id)
    assert (stored.status, stored.due_at, stored.message_sid) == (Status.QUEUED, None, sid(1))


def test_replies_given_in_the_answer_are_not_sent_again(line: Line, clock: FixedClock) -> None:
    """They have no due time."""
    receive_text(line, text(1, "my back"))
    clock.forward(MINUTE)
    assert deliver_due(line, FakeGateway(), address) == 0


def test_an_emergency_without_a_receipt_is_sent_again_after_a_minute(line: Line, clock: FixedClock) -> None:
    """And again, a limited number of times; then a person must phone."""
    receive_text(line, text(1, "emergency"))
    gateway = FakeGateway()
    clock.forward(MINUTE - timedelta(seconds=1))
    assert deliver_due(line, gateway, address) == 0
    clock.forward(timedelta(seconds=1))
    for _ in range(EMERGENCY_ATTEMPTS + 3):
        deliver_due(line, gateway, address)
        clock.forward(MINUTE)
    assert [sent.body for sent in gateway.sent] == ["Call 911 now."] * EMERGENCY_ATTEMPTS
    last = tickets(line)[-1]
    assert (last.reason, last.priority) == ("emergency_text_unconfirmed", Priority.EMERGENCY)


def test_an_emergency_with_a_receipt_is_not_sent_again(line: Line, clock: FixedClock) -> None:
    """`sent` suffices."""
    (reply,) = receive_text(line, text(1, "emergency"))
    record_receipt(line, message_id=reply.id, message_sid=sid(9), status="sent", error_code=None)
    clock.forward(MINUTE)
    assert deliver_due(line, FakeGateway(), address) == 0


def test_a_receipt_that_is_faster_than_our_own_record_stays(line: Line, clock: FixedClock) -> None:
    """Twilio may call before the sending process has committed."""
    reminder = silent_patient(line, clock)

    class Fast(FakeGateway):
        def send(self, text):  # type: ignore[no-untyped-def]
            accepted = super().send(text)
            record_receipt(
                line, message_id=reminder.id, message_sid=accepted.message_sid, status="delivered", error_code=None
            )
            return accepted

    deliver_due(line, Fast(), address)
    assert message(line, reminder.id).status is Status.DELIVERED


def test_a_text_whose_sender_died_is_maybe_sent_and_not_repeated(line: Line, clock: FixedClock) -> None:
    """Staff see it; the patient does not get it twice."""
    reminder = silent_patient(line, clock)
    with line.database.writing() as session:
        assert [claimed.id for claimed in outbox.claim_due(session, clock())] == [reminder.id]
    assert deliver_due(line, FakeGateway(), address) == 0
    clock.forward(outbox.LEASE + timedelta(seconds=1))
    assert deliver_due(line, FakeGateway(), address) == 0
    assert message(line, reminder.id).status is Status.MAYBE_SENT
    assert tickets(line)[-1].reason == "maybe_sent"


def test_an_emergency_whose_sender_died_is_repeated(line: Line, clock: FixedClock) -> None:
    """A repeated instruction is a nuisance, a lost one is not acceptable."""
    receive_text(line, text(1, "emergency"))
    clock.forward(MINUTE)
    with line.database.writing() as session:
        assert len(outbox.claim_due(session, clock())) == 1
    clock.forward(outbox.LEASE + timedelta(seconds=1))
    gateway = FakeGateway()
    deliver_due(line, gateway, address)
    assert len(gateway.sent) == 1


def test_an_unknown_outcome_is_maybe_sent(line: Line, clock: FixedClock) -> None:
    """A time-out may have sent it."""
    reminder = silent_patient(line, clock)
    gateway = FakeGateway()
    gateway.fail_next(OutcomeUnknownError())
    deliver_due(line, gateway, address)
    clock.forward(timedelta(hours=1))
    deliver_due(line, gateway, address)
    assert gateway.sent == []
    assert message(line, reminder.id).status is Status.MAYBE_SENT


def test_an_unconfirmed_reply_becomes_maybe_sent_and_a_late_receipt_corrects_it(line: Line, clock: FixedClock) -> None:
    """Nobody is told that a text arrived when nobody knows."""
    (reply,) = receive_text(line, text(1, "my back"))
    clock.forward(RECEIPT_PATIENCE + timedelta(seconds=1))
    deliver_due(line, FakeGateway(), address)
    assert message(line, reply.id).status is Status.MAYBE_SENT
    record_receipt(line, message_id=reply.id, message_sid=sid(9), status="delivered", error_code=None)
    assert message(line, reply.id).status is Status.DELIVERED


def test_a_refusal_for_now_is_tried_again_and_then_given_up(line: Line, clock: FixedClock) -> None:
    """With growing pauses; staff see the failure."""
    reminder = silent_patient(line, clock)
    gateway = FakeGateway()
    for pause in RETRY_AFTER:
        gateway.fail_next(SendError(Refusal.LATER, 30001))
        assert deliver_due(line, gateway, address) == 1
        assert message(line, reminder.id).due_at == clock.now + pause
        clock.forward(pause)
    gateway.fail_next(SendError(Refusal.LATER, 30001))
    deliver_due(line, gateway, address)
    stored = message(line, reminder.id)
    assert (stored.status, stored.error_code) == (Status.FAILED, 30001)
    assert tickets(line)[-1].reason == "text_not_sent"


def test_an_opted_out_number_is_suppressed_and_staff_phone(line: Line, clock: FixedClock) -> None:
    """Error 21610: never again, whatever else waits."""
    reminder = silent_patient(line, clock)
    gateway = FakeGateway()
    gateway.fail_next(SendError(Refusal.OPTED_OUT, 21610))
    deliver_due(line, gateway, address)
    with line.database.reading() as session:
        assert session.scalars(select(Contact)).one().opted_out
    assert message(line, reminder.id).status is Status.FAILED
    assert tickets(line)[-1].call_only


def test_a_text_to_a_patient_who_opted_out_meanwhile_is_not_sent(line: Line, clock: FixedClock) -> None:
    """Consent is checked when it is sent, not when it was planned."""
    reminder = silent_patient(line, clock)
    with line.database.writing() as session:
        session.execute(update(Contact).values(opted_out=True))
    gateway = FakeGateway()
    deliver_due(line, gateway, address)
    assert gateway.sent == []
    assert message(line, reminder.id).status is Status.CANCELED


def test_each_patients_texts_go_in_order_and_others_do_not_wait(line: Line, clock: FixedClock) -> None:
    """A second text waits while the first is on its way; another patient's does not."""
    first = silent_patient(line, clock)
    second = silent_patient(line, clock, number=2)
    other = silent_patient(line, clock, number=3, sender=fictional(7))
    with line.database.writing() as session:
        claimed = [text.id for text in outbox.claim_due(session, clock())]
    assert claimed == [first.id, other.id]
    with line.database.writing() as session:
        assert outbox.claim_due(session, clock()) == []
        outbox.record_sent(session, first.id, sid(70), again_at=None)
    with line.database.writing() as session:
        assert [text.id for text in outbox.claim_due(session, clock())] == [second.id]


def test_the_demo_delivers_at_once_and_sends_nothing(line: Line, clock: FixedClock) -> None:
    """No receipt will ever come."""
    reminder = silent_patient(line, clock)
    deliver_due(line, ConsoleGateway(), address)
    assert message(line, reminder.id).status is Status.DELIVERED


def test_one_unreadable_text_does_not_keep_the_others(line: Line, clock: FixedClock) -> None:
    """Staff see that it could not be sent."""
    broken = silent_patient(line, clock)
    fine = silent_patient(line, clock, number=2, sender=fictional(8))
    with line.database.writing() as session:
        session.execute(update(Message).where(Message.id == broken.id).values(body_sealed=b"x" * 40))
    gateway = FakeGateway()
    deliver_due(line, gateway, address)
    assert [sent.to for sent in gateway.sent] == [fictional(8)]
    assert message(line, broken.id).status is Status.FAILED
    assert message(line, fine.id).due_at is None


def test_a_bug_in_the_gateway_leaves_the_text_maybe_sent(line: Line, clock: FixedClock) -> None:
    """It may have gone out before the bug struck."""
    reminder = silent_patient(line, clock)

    class Broken(FakeGateway):
        def send(self, text):  # type: ignore[no-untyped-def]
            raise KeyError("sid")

    deliver_due(line, Broken(), address)
    assert message(line, reminder.id).status is Status.MAYBE_SENT
