"""A phone that texts us, and the key under which everything it said is sealed.

What a newcomer would get wrong: the number itself is not searchable. `phone_hash` (keyed, so that it cannot be reversed by
trying all numbers) finds the row; `phone_sealed` is only opened to send or to show. Destroying the row in `contact_keys`
makes every sealed byte of this contact unreadable while hashes and chains stay intact: that is what `forget` does. The
opt-out then still holds, because `phone_hash` and `opted_out` need no key.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.base import Base


class Contact(Base):
    """One sender: a person's phone, or a short code or other sender that is stored but never answered."""

    __tablename__ = "contacts"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    fictional: Mapped[bool]
    lang: Mapped[str] = mapped_column(String(8))
    opted_out: Mapped[bool] = mapped_column(default=False)
    unreachable: Mapped[bool] = mapped_column(default=False)  # the carrier says that this number cannot get texts
    created_at: Mapped[datetime]


class ContactKey(Base):
    """A contact's data key, wrapped by a key derived from SECRET_KEY. `wrapped` is emptied when the contact is forgotten."""

    __tablename__ = "contact_keys"

    contact_id: Mapped[int] = mapped_column(ForeignKey("contacts.id"), primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
