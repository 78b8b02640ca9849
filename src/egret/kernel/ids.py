"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that rows made later sort later and indexes stay compact."""

from __future__ import annotations

import secrets
import uuid

import uuid_utils

# Without i, l, o and u: read aloud over a telephone, a code has one spelling.
CODE_ALPHABET = "abcdefghjkmnpqrstvwxyz"


def new_id() -> uuid.UUID:
    """A fresh UUIDv7 as the standard library's type, which Django's fields take."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


def new_code(groups: int = 3) -> str:
    """A secret that is easily typed, `abcd-efgh-jkmn`: 12 letters of 22 are 53 bits; nobody guesses one."""
    return "-".join("".join(secrets.choice(CODE_ALPHABET) for _ in range(4)) for _ in range(groups))
