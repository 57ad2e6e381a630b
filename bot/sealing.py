"""Encryption of what patients say, under one key per contact.

SECRET_KEY yields (by HKDF) a wrapping key and a hashing key. Each contact has a random data key, stored wrapped; everything
of that contact is sealed with it, bound to the contact and to what the bytes are, so that a sealed body moved to another
row or column does not open. What a newcomer would get wrong: a new SECRET_KEY does not re-encrypt anything; it makes every
stored word unreadable.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12
KEY_BYTES = 32


class SealError(Exception):
    """Sealed bytes cannot be opened: another key, another place, a changed byte, or a destroyed key."""


class ContactSeal:
    """Seals and opens what belongs to one contact."""

    def __init__(self, key: bytes, contact_id: int) -> None:
        self._cipher = AESGCM(key)
        self._contact_id = contact_id

    def seal(self, text: str, what: str) -> bytes:
        """Encrypt `text` as the `what` of this contact."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text.encode("utf-8", "surrogatepass"), self._bound_to(what))

    def open(self, sealed: bytes, what: str) -> str:
        """Decrypt the `what` of this contact; raise SealError when these bytes are anything else."""
        try:
            plain = self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound_to(what))
        except (InvalidTag, ValueError) as error:
            raise SealError(f"the {what} of contact {self._contact_id} cannot be opened") from error
        return plain.decode("utf-8", "surrogatepass")

    def _bound_to(self, what: str) -> bytes:
        return f"{self._contact_id}:{what}".encode()


class Sealer:
    """Derives, wraps and unwraps keys from one SECRET_KEY."""

    def __init__(self, secret_key: str) -> None:
        self._wrapper = AESGCM(_derive(secret_key, b"text-us contact keys"))
        self._hashing_key = _derive(secret_key, b"text-us phone hashes")

    def phone_hash(self, phone: str) -> bytes:
        """The keyed hash by which a contact is found."""
        return hmac.digest(self._hashing_key, phone.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def new_key(self) -> bytes:
        """A random data key for one contact."""
        return os.urandom(KEY_BYTES)

    def wrap(self, key: bytes, contact_id: int) -> bytes:
        """Encrypt a data key for storage."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrapper.encrypt(nonce, key, str(contact_id).encode())

    def unwrap(self, wrapped: bytes | None, contact_id: int) -> ContactSeal:
        """Open a stored data key; raise SealError when it was destroyed or belongs to another SECRET_KEY."""
        return ContactSeal(self._key(wrapped, contact_id), contact_id)

    def seal_phone(self, phone: str, key: bytes) -> bytes:
        """Encrypt a number under its contact's key, before the contact has an id to be bound to."""
        return ContactSeal(key, 0).seal(phone, "phone")

    def open_phone(self, sealed: bytes, wrapped: bytes | None, contact_id: int) -> str:
        """Decrypt a contact's number; raise SealError as `unwrap` does."""
        return ContactSeal(self._key(wrapped, contact_id), 0).open(sealed, "phone")

    def _key(self, wrapped: bytes | None, contact_id: int) -> bytes:
        if wrapped is None:
            raise SealError(f"the key of contact {contact_id} was destroyed")
        try:
            return self._wrapper.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], str(contact_id).encode())
        except (InvalidTag, ValueError) as error:
            raise SealError(f"the key of contact {contact_id} cannot be opened: was SECRET_KEY changed?") from error


def _derive(secret_key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret_key.encode())
