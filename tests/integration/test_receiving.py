"""Receiving texts: one turn a text, the same replies for a repeat, and a person at the end of every bug."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.gateways.base import InboundText
from bot.models import (
    Answer,
    Consent,
    Contact,
    Conversation,
    Episode,
    Flag,
    Message,
    RecordEntry,
    Status,
    Ticket,
    Timer,
    UnknownPhrase,
)
from bot.services.inbound import MOST_IN_A_MINUTE, receive_text
from bot.services.receipts import record_receipt
from bot.services.sign_off import sign
from bot.services.sprints import BODY
from bot.store import contacts, record
from bot.store.engine import Database
from conversations.events import Priority, WaitKind
from tests.support.clocks import START, FixedClock
from tests.support.engines import REMINDER_AFTER, CountingEngine
from tests.support.lines import NUMBER, PATIENT, SAFE, VERSION, make_line, sid, text


def count(database: Database, table: type) -> int:
    """How many rows a table has."""
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def only(database: Database, table: type):  # type: ignore[no-untyped-def]
    """The one row of a table."""
    with database.reading() as session:
        return session.scalars(select(table)).one()


def test_a_text_is_stored_and_answered(database: Database) -> None:
    """The first text makes contact, conversation and episode; its reply goes out in the answer, so the outbox leaves it alone."""
    line = make_line(database)
    (reply,) = receive_text(line, text(1, "my back hurts"))
    assert reply.body == "Answer 1"
    conversation = only(database, Conversation)
    assert (conversation.place, conversation.question) == ("SCREEN_NERVE", "screen_nerve")
    assert only(database, Episode).started_at == START
    timer = only(database, Timer)
    assert (timer.kind, timer.due_at) == (WaitKind.REMINDER_1, START + REMINDER_AFTER)
    with database.reading() as session:
        outgoing = session.get(Message, reply.id)
        assert outgoing is not None
        assert (outgoing.status, outgoing.due_at) == (Status.QUEUED, None)


def test_the_conversation_goes_on_where_it_was(database: Database) -> None:
    """State is read back from the database with every text."""
    for number in (1, 2, 3):
        (reply,) = receive_text(make_line(database), text(number, "still hurts"))
        assert reply.body == f"Answer {number}"


def test_no_word_or_number_is_stored_in_the_clear(sqlite_url: str) -> None:
    """A stolen database file tells nobody what patients said."""
    database = Database(sqlite_url)
    receive_text(make_line(database), text(1, "puzzle my lumbago"))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    stored = b"".join(path.read_bytes() for path in _files(sqlite_url))
    assert b"cauda" not in stored
    for secret in (b"lumbago", b"Answer 1", PATIENT[1:].encode()):
        assert secret not in stored
    assert b"screen_nerve" in stored  # the search itself works


def _files(url: str) -> list:  # type: ignore[type-arg]
    from pathlib import Path

    path = Path(url.removeprefix("sqlite:///"))
    return [found for found in path.parent.iterdir() if found.name.startswith(path.name)]


def test_a_repeated_text_gets_the_same_replies_and_no_second_turn(database: Database) -> None:
    """Twilio may call twice; the patient must not be asked twice nor left without the answer."""
    engine = CountingEngine()
    line = make_line(database, advance=engine)
    first = receive_text(line, text(1, "my back hurts"))
    assert receive_text(line, text(1, "my back hurts")) == first
    assert engine.seen == ["my back hurts"]
    assert count(database, Message) == 2


def test_a_repeated_text_is_silent_once_a_receipt_came(database: Database) -> None:
    """What arrived is not said again."""
    line = make_line(database)
    (reply,) = receive_text(line, text(1, "my back hurts"))
    record_receipt(line, message_id=reply.id, message_sid=sid(50), status="sent", error_code=None)
    assert receive_text(line, text(1, "my back hurts")) == ()


def test_a_repeat_says_nothing_of_the_bot_after_staff_took_over(database: Database) -> None:
    """After a takeover no bot text leaves, except an emergency instruction."""
    line = make_line(database)
    receive_text(line, text(1, "my back hurts"))
    emergency = receive_text(line, text(2, "emergency"))
    with database.writing() as session:
        session.execute(update(Conversation).values(owner="Ana"))
    assert receive_text(line, text(1, "my back hurts")) == ()
    assert receive_text(line, text(2, "emergency")) == emergency


def test_an_emergency_leaves_flag_ticket_and_a_second_sending(database: Database) -> None:
    """The instruction is due again in a minute unless a receipt comes; evidence points at the stored words."""
    line = make_line(database)
    (reply,) = receive_text(line, text(1, "help emergency"))
    flag, ticket = only(database, Flag), only(database, Ticket)
    with database.reading() as session:
        inbound = session.scalars(select(Message).where(Message.message_sid == sid(1))).one()
        outgoing = session.get(Message, reply.id)
        assert outgoing is not None
        assert outgoing.due_at == START + timedelta(minutes=1)
    assert flag.evidence == [[inbound.id, 5, 14]]
    assert flag.protocol_version == line.protocol_version
    assert (ticket.priority, ticket.reason) == (Priority.EMERGENCY, "cauda_equina")
    assert ticket.message_id == inbound.id


def test_the_same_reason_raises_its_ticket_and_opens_no_second(database: Database) -> None:
    """Staff see one line for one matter."""
    line = make_line(database)
    receive_text(line, text(1, "emergency"))
    receive_text(line, text(2, "emergency again"))
    assert count(database, Ticket) == 1


def test_a_failing_engine_keeps_the_text_answers_safely_and_calls_a_person(database: Database) -> None:
    """A bug ends with a person; the state stays as it was, and the next text goes on from it."""
    line = make_line(database)
    receive_text(line, text(1, "my back hurts"))
    (reply,) = receive_text(line, text(2, "boom"))
    assert reply.body == SAFE
    ticket = only(database, Ticket)
    assert (ticket.priority, ticket.topic) == (Priority.URGENT, "engine_failure")
    assert only(database, Conversation).broken
    assert _body(line, sid(2)) == "boom"
    (after,) = receive_text(line, text(3, "my back hurts"))
    assert after.body == "Answer 2"
    assert not only(database, Conversation).broken


def test_a_failing_engine_still_sees_an_emergency(database: Database) -> None:
    """A red flag in a text that the engine dies of is an emergency ticket."""
    receive_text(make_line(database), text(1, "boom emergency"))
    assert only(database, Ticket).priority is Priority.EMERGENCY


def test_a_failing_engine_still_honours_an_opt_out(database: Database) -> None:
    """An opt-out word sends nothing and is recorded, whatever is broken."""

    def broken(*_: object) -> None:
        raise RuntimeError("the engine met a bug")

    line = make_line(database, advance=broken)  # type: ignore[arg-type]
    assert receive_text(line, text(1, "STOP")) == ()
    assert only(database, Contact).opted_out
    assert only(database, Consent).granted is False
    assert only(database, Ticket).call_only


def test_an_unreadable_state_is_screened_answered_and_left_alone(database: Database) -> None:
    """To begin again would forget every flag raised so far: staff decide."""
    line = make_line(database)
    receive_text(line, text(1, "my back hurts"))
    with database.writing() as session:
        session.execute(update(Conversation).values(state_sealed=b"\0" * 40))
    (reply,) = receive_text(line, text(2, "emergency"))
    assert reply.body == SAFE
    assert only(database, Ticket).priority is Priority.EMERGENCY
    assert only(database, Conversation).state_sealed == b"\0" * 40


def test_an_opt_out_is_recorded_with_its_text(database: Database) -> None:
    """Number, time, words, channel and actor can be shown for six years."""
    line = make_line(database)
    receive_text(line, text(1, "please stop"))
    consent = only(database, Consent)
    assert (consent.kind, consent.granted, consent.channel, consent.actor) == ("texts", False, "sms", "patient")
    assert only(database, Contact).opted_out
    assert count(database, Timer) == 0


def test_what_was_not_understood_is_kept_for_the_list_of_phrases(database: Database) -> None:
    """Once a text, sealed, with the question it was meant for."""
    receive_text(make_line(database), text(1, "a puzzle"))
    assert only(database, UnknownPhrase).question == "screen_nerve"


def test_wrong_number_hides_what_came_before(database: Database) -> None:
    """The row says from where on this phone's texts may be shown."""
    receive_text(make_line(database), text(1, "wrong number"))
    with database.reading() as session:
        inbound = session.scalars(select(Message.id).where(Message.message_sid == sid(1))).one()
    assert only(database, Conversation).hidden_before == inbound


def test_only_changed_answers_are_written(database: Database) -> None:
    """One row a question, holding the last answer."""
    line = make_line(database)
    receive_text(line, text(1, "one"))
    receive_text(line, text(2, "two"))
    assert count(database, Answer) == 1


@pytest.mark.parametrize("sender", ["72345", NUMBER])
def test_short_code_and_own_number_are_stored_and_never_answered(database: Database, sender: str) -> None:
    """Two machines must not talk all night; staff can see it."""
    engine = CountingEngine()
    line = make_line(database, advance=engine)
    assert receive_text(line, text(1, "emergency alert", sender=sender)) == ()
    assert engine.seen == []
    assert count(database, Message) == 1
    assert only(database, Ticket).reason == "unanswerable_sender"


@pytest.mark.parametrize(
    "malformed",
    [
        text(1, "my back", message_sid=None, faults=("MessageSid",)),
        text(1, "my back", sender="", faults=("From",)),
        text(1, "my back", sender="x" * 500, faults=("From",)),
        text(1, "my \0 back", sender="a\0b\ud800", faults=("From",), fields={"X": ["\0"]}),
    ],
)
def test_a_malformed_text_is_kept_and_shown_and_not_answered(database: Database, malformed: InboundText) -> None:
    """Nothing that Twilio signed is thrown away."""
    line = make_line(database)
    assert receive_text(line, malformed) == ()
    assert only(database, Ticket).reason == "malformed_text"
    assert count(database, Message) == 1


def test_a_malformed_emergency_is_an_emergency_ticket(database: Database) -> None:
    """Every text is screened."""
    receive_text(make_line(database), text(1, "emergency", message_sid=None, faults=("MessageSid",)))
    assert only(database, Ticket).priority is Priority.EMERGENCY


def test_a_number_that_texts_without_pause_is_limited_but_its_emergencies_are_answered(database: Database) -> None:
    """Thirty texts a minute get no more ordinary replies; all are stored, all run, staff see it."""
    clock, engine = FixedClock(), CountingEngine()
    line = make_line(database, clock=clock, advance=engine)
    answered = [len(receive_text(line, text(number, "hello"))) for number in range(1, MOST_IN_A_MINUTE + 1)]
    assert answered == [1] * (MOST_IN_A_MINUTE - 1) + [0]
    (reply,) = receive_text(line, text(100, "emergency"))
    assert reply.body == "Call 911 now."
    assert len(engine.seen) == MOST_IN_A_MINUTE + 1
    with database.reading() as session:
        assert session.scalars(select(Ticket).where(Ticket.reason == "texts_without_pause")).one()
        held_back = session.scalars(select(Message).where(Message.status == Status.CANCELED)).all()
    assert len(held_back) == 1
    clock.forward(timedelta(minutes=2))
    assert len(receive_text(line, text(101, "hello"))) == 1


def test_an_unsigned_protocol_means_practice_except_in_a_demo(database: Database) -> None:
    """The engine is told; a clinician's sign-off of exactly this version ends it."""
    told: list[bool] = []
    engine = CountingEngine()

    def notes_practice(state, event, now, clinic):  # type: ignore[no-untyped-def]
        told.append(clinic.practice)
        return engine(state, event, now, clinic)

    receive_text(make_line(database, advance=notes_practice), text(1, "hello"))
    receive_text(make_line(database, advance=notes_practice, demo=True), text(2, "hello"))
    sign(database, FixedClock(), version="another", clinician="Dr. Example", license_number="000000")
    receive_text(make_line(database, advance=notes_practice), text(3, "hello"))
    sign(database, FixedClock(), version=VERSION, clinician="Dr. Example", license_number="000000")
    receive_text(make_line(database, advance=notes_practice), text(4, "hello"))
    assert told == [True, False, True, False]


def test_a_demo_keeps_no_real_number(database: Database) -> None:
    """Demo mode answers only numbers that nobody can have."""
    line = make_line(database, demo=True)
    assert receive_text(line, text(1, "hello", sender="+12127364510")) == ()
    assert count(database, Contact) == 0
    assert len(receive_text(line, text(2, "hello"))) == 1


@pytest.mark.parametrize("body", ["", "\0", "a\u202eb\u0007", "x" * 1600, "😷" * 800, "\ud83d"])
def test_any_body_is_stored_as_it_came(database: Database, body: str) -> None:
    """Control characters, half a surrogate, nothing at all."""
    line = make_line(database)
    receive_text(line, text(1, body))
    assert _body(line, sid(1)) == body


def test_every_turn_is_in_the_record_and_one_changed_byte_is_found(database: Database) -> None:
    """The chain covers ciphertext and names contact and entry."""
    line = make_line(database)
    for number in (1, 2, 3):
        receive_text(line, text(number, "my back hurts"))
    assert count(database, RecordEntry) == 3
    with database.reading() as session:
        assert record.faults(session) == []
        entry = session.scalars(select(RecordEntry).where(RecordEntry.sequence == 2)).one()
        changed = entry.payload_sealed[:-1] + bytes([entry.payload_sealed[-1] ^ 1])
    with database.writing() as session:
        session.execute(update(RecordEntry).where(RecordEntry.id == entry.id).values(payload_sealed=changed))
    with database.reading() as session:
        (fault,) = record.faults(session)
    assert (fault.sequence, fault.what) == (2, "was changed")


def _body(line, message_sid: str) -> str:  # type: ignore[no-untyped-def]
    with line.database.reading() as session:
        message = session.scalars(select(Message).where(Message.message_sid == message_sid)).one()
        return contacts.seal_of(session, line.sealer, message.contact_id).open(message.body_sealed, BODY)
