"""The installation's own signature (Ed25519, RFC 8032): what it certifies can be checked offline by anybody.

Standard library and `cryptography` only: commands sign and check without loading Django.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from egret.project.instance import Instance, write_private

ALGORITHM = "Ed25519"


def sign(message: bytes, instance: Instance | None = None) -> bytes:
    """The installation's signature of a message; the key is made at the first one."""
    return _private(instance or Instance.from_environment()).sign(message)


def public_key(instance: Instance | None = None) -> bytes:
    """The 32 bytes that everybody may know."""
    return _private(instance or Instance.from_environment()).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def public_text(instance: Instance | None = None) -> str:
    """The same in base64, as it is shown and written in files."""
    return base64.b64encode(public_key(instance)).decode()


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether whoever holds the private half of `key` signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(instance: Instance) -> Ed25519PrivateKey:
    path = instance.signing_key
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def _make(path: Path) -> None:
    """The file appears whole; of two processes that start at once the first one wins."""
    made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    write_private(draft, made.decode())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
