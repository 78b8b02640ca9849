"""Small secrets at rest: encrypted when they must be read again, hashed when they need only be recognised."""

from __future__ import annotations

import base64
import hashlib
import secrets

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SecretUnreadable(Exception):
    """It was encrypted under another installation's key."""


def _fernet(purpose: str) -> Fernet:
    key = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))


def encrypt(purpose: str, value: str) -> str:
    """`value` under a key of its own for each purpose (RFC 5869), so that one secret cannot stand in for another."""
    return _fernet(purpose).encrypt(value.encode()).decode()


def decrypt(purpose: str, stored: str) -> str:
    """The value again. Raises SecretUnreadable."""
    try:
        return _fernet(purpose).decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise SecretUnreadable(purpose) from error


def new_token(prefix: str) -> str:
    """A fresh secret of 256 bits; the prefix lets people and scanners recognise what it is."""
    return f"{prefix}_{secrets.token_urlsafe(32)}"


def hash_token(token: str) -> str:
    """For recognising a random token of `new_token`: it is too long to be guessed back from its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()
