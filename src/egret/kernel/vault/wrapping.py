"""A key wrapped by another: version 1 ‖ nonce (12) ‖ AES-256-GCM of the 32 bytes, bound to what it is for whom."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from egret.kernel.vault.errors import WrappingDamaged

VERSION = b"\x01"
NONCE_BYTES = 12


def wrap(wrapping_key: bytes, key: bytes, bound_to: bytes, nonce: bytes | None = None) -> bytes:
    """`nonce` is given by test vectors only: two wraps under one nonce would give both keys away."""
    nonce = secrets.token_bytes(NONCE_BYTES) if nonce is None else nonce
    return VERSION + nonce + AESGCM(wrapping_key).encrypt(nonce, key, VERSION + bound_to)


def unwrap(wrapping_key: bytes, wrapped: bytes, bound_to: bytes) -> bytes:
    """Raises WrappingDamaged when it was changed, or is bound to something else."""
    if wrapped[:1] != VERSION:
        raise WrappingDamaged()
    nonce, sealed = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    try:
        return AESGCM(wrapping_key).decrypt(nonce, sealed, VERSION + bound_to)
    except (InvalidTag, ValueError):
        raise WrappingDamaged() from None
