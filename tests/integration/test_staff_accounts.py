"""Accounts and log-ins: nobody gets in by guessing, idling or a copied database."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.models import AuditEntry, Role, Staff, StaffSession
from bot.services.sign_off import SignOffError, is_signed, sign
from bot.services.staff_accounts import (
    AGE_LIMIT,
    IDLE_LIMIT,
    LOCK,
    MOST_FAILURES,
    StaffError,
    add_staff,
    list_staff,
    log_in,
    log_out,
    make_up_password,
    member_of,
    reset_password,
)
from bot.store.engine import Database
from tests.support.clocks import FixedClock

PASSWORD = "a long enough password"


@pytest.fixture
def clock() -> FixedClock:
    """A clock to move."""
    return FixedClock()


@pytest.fixture
def staffed(database: Database, clock: FixedClock) -> Database:
    """A database with one account."""
    add_staff(database, clock, username="Ana", name="Ana Example", role=Role.CLINICIAN, password=PASSWORD)
    return database


def enter(database: Database, clock: FixedClock, password: str = PASSWORD) -> str | None:
    """Try to log in."""
    return log_in(database, clock, username=" ANA ", password=password)


def test_the_right_password_opens_a_session(staffed: Database, clock: FixedClock) -> None:
    """The user name in any case."""
    token = enter(staffed, clock)
    assert token is not None
    member = member_of(staffed, clock, token)
    assert member is not None
    assert (member.username, member.name, member.role) == ("ana", "Ana Example", Role.CLINICIAN)


def test_a_wrong_password_or_name_opens_none(staffed: Database, clock: FixedClock) -> None:
    """And a made-up token neither."""
    assert enter(staffed, clock, "something else") is None
    assert log_in(staffed, clock, username="nobody", password=PASSWORD) is None
    assert member_of(staffed, clock, "made up") is None


def test_guessing_locks_the_account_for_a_while(staffed: Database, clock: FixedClock) -> None:
    """Even the right password does not help until then."""
    for _ in range(MOST_FAILURES):
        enter(staffed, clock, "a guess")
    assert enter(staffed, clock) is None
    clock.forward(LOCK + timedelta(seconds=1))
    assert enter(staffed, clock) is not None


def test_neither_password_nor_token_can_be_read_from_the_database(staffed: Database, clock: FixedClock) -> None:
    """A copied database opens no session."""
    token = enter(staffed, clock) or ""
    with staffed.reading() as session:
        assert PASSWORD not in session.scalars(select(Staff.password_hash)).one()
        assert session.scalars(select(StaffSession.token_hash)).one() != token.encode()


def test_a_session_ends_by_log_out(staffed: Database, clock: FixedClock) -> None:
    """At once."""
    token = enter(staffed, clock) or ""
    member = member_of(staffed, clock, token)
    assert member is not None
    log_out(staffed, clock, member)
    assert member_of(staffed, clock, token) is None


def test_a_session_ends_by_idling_but_not_while_it_is_used(staffed: Database, clock: FixedClock) -> None:
    """Automatic log-off."""
    token = enter(staffed, clock) or ""
    for _ in range(3):
        clock.forward(IDLE_LIMIT - timedelta(minutes=1))
        assert member_of(staffed, clock, token) is not None
    clock.forward(IDLE_LIMIT + timedelta(seconds=1))
    assert member_of(staffed, clock, token) is None


def test_a_session_ends_by_age(staffed: Database, clock: FixedClock) -> None:
    """However busy it was."""
    token = enter(staffed, clock) or ""
    for _ in range(int(AGE_LIMIT / timedelta(minutes=20))):
        clock.forward(timedelta(minutes=20))
        member_of(staffed, clock, token)
    clock.forward(timedelta(minutes=1))
    assert member_of(staffed, clock, token) is None


def test_a_new_password_ends_every_session(staffed: Database, clock: FixedClock) -> None:
    """Whoever had the old one is out."""
    token = enter(staffed, clock) or ""
    reset_password(staffed, clock, username="ana", password="quite another password")
    assert member_of(staffed, clock, token) is None
    assert enter(staffed, clock) is None
    assert enter(staffed, clock, "quite another password") is not None


def test_a_closed_account_is_out_at_once(staffed: Database, clock: FixedClock) -> None:
    """A person who left."""
    token = enter(staffed, clock) or ""
    with staffed.writing() as session:
        session.execute(update(Staff).values(active=False))
    assert member_of(staffed, clock, token) is None
    assert enter(staffed, clock) is None


@pytest.mark.parametrize(
    "wrong", [{"password": "short"}, {"username": "ana"}, {"username": " "}, {"name": ""}], ids=str
)
def test_an_account_that_makes_no_sense_is_refused(staffed: Database, clock: FixedClock, wrong: dict[str, str]) -> None:
    """With a sentence for the person who asked."""
    account = {"username": "bea", "name": "Bea", "password": PASSWORD, **wrong}
    with pytest.raises(StaffError):
        add_staff(staffed, clock, role=Role.MANAGER, **account)
    assert [known.username for known in list_staff(staffed)] == ["ana"]


def test_a_made_up_password_is_accepted_and_never_the_same(staffed: Database, clock: FixedClock) -> None:
    """For the command that makes the first account."""
    assert make_up_password() != make_up_password()
    reset_password(staffed, clock, username="ana", password=make_up_password())
    with pytest.raises(StaffError):
        reset_password(staffed, clock, username="nobody", password=make_up_password())


def test_log_ins_are_audited(staffed: Database, clock: FixedClock) -> None:
    """The refused ones too."""
    enter(staffed, clock, "a guess")
    enter(staffed, clock)
    with staffed.reading() as session:
        actions = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions == ["staff_added", "login_refused", "login"]


def test_a_sign_off_is_for_one_version(staffed: Database, clock: FixedClock) -> None:
    """A changed protocol is unsigned again."""
    sign(staffed, clock, version="a" * 64, clinician="Dr. Example", license_number="000000")
    assert is_signed(staffed, "a" * 64)
    assert not is_signed(staffed, "b" * 64)
    with pytest.raises(SignOffError):
        sign(staffed, clock, version="b" * 64, clinician=" ", license_number="000000")
