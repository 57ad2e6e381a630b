"""A clinician's sign-off: without one for exactly this protocol version, real phones get practice mode."""

from bot.clock import Clock
from bot.errors import TextUsError
from bot.store import operations, staff
from bot.store.engine import Database


class SignOffError(TextUsError):
    """A sign-off lacks what makes it one."""


def sign(database: Database, clock: Clock, *, version: str, clinician: str, license_number: str) -> None:
    """Store who approves this version; raise SignOffError without a name and a license number."""
    if not clinician.strip() or not license_number.strip():
        raise SignOffError("A sign-off needs the clinician's name and license number.")
    with database.writing() as session:
        operations.add_signoff(
            session, version=version, clinician=clinician.strip(), license_number=license_number.strip(), now=clock()
        )
        staff.add_audit(session, action="protocol_signed", now=clock(), detail={"version": version})


def is_signed(database: Database, version: str) -> bool:
    """Has a clinician signed exactly this version?"""
    with database.reading() as session:
        return operations.is_signed(session, version)
