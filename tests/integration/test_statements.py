"""Prepared statements: the same values in and out as SQLAlchemy's own way, on either database."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from bot.models import Contact, ContactKey, Heartbeat
from bot.store.engine import Database, savepoint
from bot.store.statements import Prepared, insert_once, table_of, upsert
from tests.support.clocks import START

_heartbeats, _keys = table_of(Heartbeat), table_of(ContactKey)
ADD_BEAT = Prepared(insert(_heartbeats))
BEAT = upsert(_heartbeats, key=["name"], changed=["at"])
BEAT_OF = Prepared(select(_heartbeats.c.name, _heartbeats.c.at).where(_heartbeats.c.name == bindparam("wanted")))
NEW_YORK = timezone(timedelta(hours=-5))


def test_values_come_back_as_they_were_given(database: Database) -> None:
    """Instants aware and in UTC, to the microsecond."""
    at = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=NEW_YORK)
    with database.writing() as session:
        ADD_BEAT.run(session, {"name": "one", "at": at}, {"name": "two", "at": START})
    with database.reading() as session:
        assert BEAT_OF.rows(session, {"wanted": "one"}) == [{"name": "one", "at": at}]
        assert BEAT_OF.rows(session, {"wanted": "three"}) == []
        stored = session.execute(select(Heartbeat.at).order_by(Heartbeat.name)).scalars().all()
    assert stored == [at, START]


def test_what_is_there_already_is_overwritten_only_when_asked(database: Database) -> None:
    """One row per key, and whether it is new is told."""
    add_contact = insert_once(table_of(Contact))
    contact = {
        "phone_hash": b"hash",
        "phone_sealed": b"sealed",
        "fictional": True,
        "lang": "en",
        "opted_out": False,
        "unreachable": False,
        "created_at": START,
    }
    later = START + timedelta(minutes=1)
    with database.writing() as session:
        assert isinstance(add_contact.value(session, contact), int)
        assert add_contact.value(session, {**contact, "lang": "es"}) is None
        BEAT.run(session, {"name": "one", "at": START})
        BEAT.run(session, {"name": "one", "at": later})
        assert BEAT_OF.rows(session, {"wanted": "one"}) == [{"name": "one", "at": later}]
        assert session.execute(select(Contact.lang)).scalars().all() == ["en"]


def test_a_refused_row_says_so_without_its_values(database: Database) -> None:
    """Values may be a patient's words; errors are logged."""
    with pytest.raises(IntegrityError) as raised, database.writing() as session:
        Prepared(insert(_keys)).run(session, {"contact_id": 4711, "wrapped": b"secret", "created_at": START})
    assert raised.value.params is None
    assert raised.value.statement is None


def test_a_column_whose_default_would_be_left_out_is_refused(database: Database) -> None:
    """It would be stored as NULL."""
    with pytest.raises(TypeError, match="opted_out"), database.writing() as session:
        Prepared(insert(table_of(Contact))).run(session, {"phone_hash": b"hash", "phone_sealed": b"sealed"})


def test_a_savepoint_undoes_its_own_block_only(database: Database) -> None:
    """A failing engine must not take the stored text with it."""

    def beat_and_fail() -> None:
        with savepoint(session):
            ADD_BEAT.run(session, {"name": "undone", "at": START})
            raise RuntimeError

    with database.writing() as session:
        ADD_BEAT.run(session, {"name": "kept", "at": START})
        with pytest.raises(RuntimeError):
            beat_and_fail()
    with database.reading() as session:
        assert session.execute(select(Heartbeat.name)).scalars().all() == ["kept"]
