"""Part format v1: frames of AES-256-GCM, so that a range is read without the whole. docs/vault.md has it in full.

Bytes in, bytes out: no store, no database, no clock.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"EGB1"
SALT_BYTES = 16
HEADER_BYTES = len(MAGIC) + SALT_BYTES
FRAME_SIZE = 65536
TAG_BYTES = 16
FRAMES_AT_ONCE = 4
# A part is written and synced in one go: small enough to hold in memory for each writer, large enough for few files.
PART_SIZE = 4 * 1024 * 1024


class PartDamaged(Exception):
    """The stored bytes are not those that were written."""


@dataclass(frozen=True)
class Shape:
    """What the database knows of a part."""

    number: int
    size: int
    salt: bytes

    @property
    def frames(self) -> int:
        return -(-self.size // FRAME_SIZE)

    @property
    def stored_size(self) -> int:
        return HEADER_BYTES + self.size + self.frames * TAG_BYTES


def new_data_key() -> bytes:
    return secrets.token_bytes(32)


def shape_of(number: int, size: int, salt: bytes | None = None) -> Shape:
    """A part that is to be written. `salt` is given by test vectors only: each attempt to write a part has its own, and
    with it a key of its own, so that frame numbers can serve as nonces."""
    if not 0 < size <= PART_SIZE:
        raise ValueError(f"a part holds 1 to {PART_SIZE} bytes, not {size}")
    return Shape(number, size, secrets.token_bytes(SALT_BYTES) if salt is None else salt)


def encrypt(data_key: bytes, blob_id: uuid.UUID, shape: Shape, plain: bytes | memoryview) -> Iterator[memoryview]:
    """The part's object, in pieces that share one buffer: each is to be used before the next is asked for.

    Few enough frames to be in the processor's cache still when they are written.
    """
    cipher = _cipher(data_key, shape.salt)
    buffer = bytearray(min(shape.stored_size, _offset(FRAMES_AT_ONCE)))
    buffer[:HEADER_BYTES] = MAGIC + shape.salt
    filled = HEADER_BYTES
    with memoryview(plain) as source, memoryview(buffer) as target:
        for first in range(0, shape.frames, FRAMES_AT_ONCE):
            for frame in range(first, min(first + FRAMES_AT_ONCE, shape.frames)):
                piece = source[frame * FRAME_SIZE : (frame + 1) * FRAME_SIZE]
                room = target[filled : filled + len(piece) + TAG_BYTES]
                cipher.encrypt_into(_nonce(frame), piece, _bound_to(blob_id, shape, frame), room)
                filled += len(room)
            yield target[:filled]
            filled = 0


def encrypt_part(
    data_key: bytes, blob_id: uuid.UUID, number: int, plain: bytes | memoryview, salt: bytes | None = None
) -> tuple[Shape, bytearray]:
    """One part in memory, ready to be stored."""
    shape, stored = shape_of(number, len(plain), salt), bytearray()
    for piece in encrypt(data_key, blob_id, shape, plain):
        stored += piece
    return shape, stored


def decrypt_range(
    data_key: bytes, blob_id: uuid.UUID, shape: Shape, start: int, stop: int, fetch: Callable[[int, int], bytes]
) -> Iterator[bytes]:
    """The plain bytes [start, stop) of a part, frame by frame; `fetch(a, b)`, asked once, gives the object's.

    Raises PartDamaged before any byte of a damaged frame is given out.
    """
    first, last = start // FRAME_SIZE, (stop - 1) // FRAME_SIZE
    begin, end = _offset(first) if first else 0, min(_offset(last + 1), shape.stored_size)
    stored = memoryview(fetch(begin, end))
    if len(stored) != end - begin:
        raise PartDamaged(f"part {shape.number} is shorter than it was written")
    if first == 0 and stored[:HEADER_BYTES] != MAGIC + shape.salt:
        raise PartDamaged(f"part {shape.number} begins with another header")
    cipher = _cipher(data_key, shape.salt)
    for frame in range(first, last + 1):
        at = _offset(frame) - begin
        try:
            plain = cipher.decrypt(
                _nonce(frame), stored[at : at + FRAME_SIZE + TAG_BYTES], _bound_to(blob_id, shape, frame)
            )
        except InvalidTag:
            raise PartDamaged(f"frame {frame} of part {shape.number} was changed") from None
        here = frame * FRAME_SIZE
        yield plain[max(start - here, 0) : stop - here]


def seal(data_key: bytes, blob_id: uuid.UUID, size: int, parts: Iterable[Shape]) -> bytes:
    """Says which parts, in which order, make the blob: a row dropped or swapped in the database is noticed."""
    key = HKDF(SHA256(), 32, salt=None, info=b"egret seal v1").derive(data_key)
    mac = hmac.new(key, blob_id.bytes + struct.pack(">Q", size), hashlib.sha256)
    for part in parts:
        mac.update(struct.pack(">II", part.number, part.size) + part.salt)
    return mac.digest()


def _cipher(data_key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=b"egret part v1").derive(data_key))


def _nonce(frame: int) -> bytes:
    return frame.to_bytes(12, "big")


def _bound_to(blob_id: uuid.UUID, shape: Shape, frame: int) -> bytes:
    return blob_id.bytes + struct.pack(">IIB", shape.number, frame, frame == shape.frames - 1)


def _offset(frame: int) -> int:
    """Where a frame begins in the object."""
    return HEADER_BYTES + frame * (FRAME_SIZE + TAG_BYTES)
