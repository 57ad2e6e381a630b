"""Contacts and their keys."""

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from bot.models import Contact, ContactKey
from bot.sealing import ContactSeal, Sealer
from bot.store.statements import Prepared, insert_once, table_of

_ADD = insert_once(table_of(Contact))
_keys = table_of(ContactKey)
_ADD_KEY = Prepared(insert(_keys))
_KEY_OF = Prepared(select(_keys.c.wrapped).where(_keys.c.contact_id == bindparam("of_contact")))


def add(session: Session, sealer: Sealer, phone: str, *, fictional: bool, lang: str, now: datetime) -> int | None:
    """Store a new contact with a fresh key and return its id, or None when another transaction was first."""
    key = sealer.new_key()
    phone_hash = sealer.phone_hash(phone)
    contact_id: int | None = _ADD.value(
        session,
        {
            "phone_hash": phone_hash,
            "phone_sealed": sealer.seal_phone(phone, key),
            "fictional": fictional,
            "lang": lang,
            "opted_out": False,
            "unreachable": False,
            "created_at": now,
        },
    )
    if contact_id is None:
        return None
    _ADD_KEY.run(session, {"contact_id": contact_id, "wrapped": sealer.wrap(key, contact_id), "created_at": now})
    return contact_id


def seal_of(session: Session, sealer: Sealer, contact_id: int) -> ContactSeal:
    """Open a contact's key; raise SealError when it was destroyed."""
    return sealer.unwrap(_KEY_OF.value(session, {"of_contact": contact_id}), contact_id)


def phone_of(session: Session, sealer: Sealer, contact_id: int) -> str:
    """The number in E.164 form, to send to or to show."""
    row = session.execute(
        select(Contact.phone_sealed, ContactKey.wrapped)
        .join(ContactKey, ContactKey.contact_id == Contact.id)
        .where(Contact.id == contact_id)
    ).one()
    return sealer.open_phone(row.phone_sealed, row.wrapped, contact_id)


def set_opted_out(session: Session, contact_id: int, opted_out: bool) -> None:
    """Note whether this number may be texted; it needs no key to read, so it outlives `forget`."""
    session.execute(update(Contact).where(Contact.id == contact_id).values(opted_out=opted_out))


def set_unreachable(session: Session, contact_id: int) -> None:
    """Note that the carrier cannot deliver to this number."""
    session.execute(update(Contact).where(Contact.id == contact_id).values(unreachable=True))


def set_lang(session: Session, contact_id: int, lang: str) -> None:
    """Note the language that this contact is answered in."""
    session.execute(update(Contact).where(Contact.id == contact_id).values(lang=lang))


def any_real(session: Session) -> bool:
    """Is there a contact whose number is not fictional?"""
    return session.execute(select(Contact.id).where(Contact.fictional.is_(False)).limit(1)).first() is not None
