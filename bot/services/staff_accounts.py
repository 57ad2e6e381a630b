"""Staff accounts and log-ins: Argon2 passwords, log-ins as rows that can be revoked, idle and age limits, a lock on guessing."""

import hashlib
import secrets
import string
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.clock import Clock
from bot.errors import TextUsError
from bot.models import Role, Staff
from bot.store import staff
from bot.store.engine import Database
from bot.store.staff import LogIn

IDLE_LIMIT = timedelta(minutes=30)  # 45 CFR 164.312: automatic log-off
AGE_LIMIT = timedelta(hours=12)
SEEN_STEP = timedelta(minutes=1)  # a polling page does not write with every request
MOST_FAILURES = 5
LOCK = timedelta(minutes=5)
SHORTEST_PASSWORD = 12
MADE_UP_LENGTH = 16

_hasher = PasswordHasher()


class StaffError(TextUsError):
    """An account cannot be made or changed as asked."""


@dataclass(frozen=True, kw_only=True)
class StaffMember:
    """Who is logged in."""

    id: int
    session_id: int
    username: str
    name: str
    role: Role


def add_staff(database: Database, clock: Clock, *, username: str, name: str, role: Role, password: str) -> int:
    """Make an account and return its id; raise StaffError when the name is taken or the password too short."""
    username = username.strip().lower()
    if not username or not name.strip():
        raise StaffError("Give the account a user name and a person's name.")
    hashed = _hashed(password)
    with database.writing() as session:
        if staff.by_username(session, username) is not None:
            raise StaffError(f"There is an account {username} already.")
        staff_id = staff.add(
            session, username=username, name=name.strip(), role=role, password_hash=hashed, now=clock()
        )
        staff.add_audit(session, action="staff_added", now=clock(), detail={"account": staff_id, "role": role.value})
        return staff_id


def reset_password(database: Database, clock: Clock, *, username: str, password: str) -> None:
    """Set a new password and end every log-in of the account; raise StaffError when there is no such account."""
    hashed = _hashed(password)
    with database.writing() as session:
        account = staff.by_username(session, username.strip().lower(), lock=True)
        if account is None:
            raise StaffError(f"There is no account {username}.")
        account.password_hash = hashed
        account.failed_logins = 0
        account.locked_until = None
        staff.revoke_all(session, account.id, clock())
        staff.add_audit(session, action="password_reset", now=clock(), detail={"account": account.id})


def list_staff(database: Database) -> list[Staff]:
    """Every account, by user name."""
    with database.reading() as session:
        return staff.everyone(session)


def make_up_password() -> str:
    """A password that nobody has to invent."""
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(MADE_UP_LENGTH))


@cache
def _hash_of_nobody() -> str:
    """Compared against when the account does not exist, so that the time an answer takes tells nothing."""
    return _hasher.hash(secrets.token_urlsafe())


def log_in(database: Database, clock: Clock, *, username: str, password: str) -> str | None:
    """Check a password and return the token of a new log-in, or None. Five wrong ones lock the account for five minutes."""
    nobody = _hash_of_nobody()
    with database.reading() as session:
        known = staff.by_username(session, username.strip().lower())
        stored = known.password_hash if known is not None else nobody
    # Argon2 takes its time on purpose: no transaction is open meanwhile.
    right = _verify(stored, password)
    now = clock()
    with database.writing() as session:
        account = staff.by_username(session, username.strip().lower(), lock=True)
        if account is None or not account.active:
            staff.add_audit(session, action="login_refused", now=now, staff_id=account.id if account else None)
            return None
        if account.locked_until is not None and account.locked_until > now:
            staff.add_audit(session, action="login_locked", now=now, staff_id=account.id)
            return None
        if not right or account.password_hash != stored:
            account.failed_logins += 1
            if account.failed_logins >= MOST_FAILURES:
                account.failed_logins = 0
                account.locked_until = now + LOCK
            staff.add_audit(session, action="login_refused", now=now, staff_id=account.id)
            return None
        account.failed_logins = 0
        account.locked_until = None
        token = secrets.token_urlsafe(32)
        staff.add_session(session, staff_id=account.id, token_hash=_token_hash(token), now=now)
        staff.add_audit(session, action="login", now=now, staff_id=account.id)
        return token


def member_of(database: Database, clock: Clock, token: str, *, by_hand: bool = True) -> StaffMember | None:
    """Who a token belongs to, or None when the log-in has ended: by log-out, idling, age, or a closed account.

    A request that a page makes by itself is not `by_hand`: it does not keep the log-in from idling out.
    """
    now = clock()
    with database.reading() as session:
        found = staff.log_in_of(session, _token_hash(token))
    if found is None or not found.active or now - found.seen_at > IDLE_LIMIT or now - found.created_at > AGE_LIMIT:
        return None
    if by_hand and now - found.seen_at > SEEN_STEP:
        with database.writing() as session:
            staff.note_seen(session, found.session_id, now)
    return _member(found)


def log_out(database: Database, clock: Clock, member: StaffMember) -> None:
    """End a log-in."""
    with database.writing() as session:
        staff.revoke(session, member.session_id, clock())
        staff.add_audit(session, action="logout", now=clock(), staff_id=member.id)


def _member(found: LogIn) -> StaffMember:
    return StaffMember(
        id=found.staff_id, session_id=found.session_id, username=found.username, name=found.name, role=found.role
    )


def _hashed(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise StaffError(f"A password needs at least {SHORTEST_PASSWORD} characters.")
    return _hasher.hash(password)


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerifyMismatchError:
        return False


def _token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
