"""docs/vault.md, done by hand: another program that reads only that page comes to the same bytes."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
import uuid
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from egret.kernel.blobs.parts import object_name
from egret.kernel.keyring.master import MasterKey
from egret.kernel.vault import codec
from egret.kernel.vault.wrapping import unwrap

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "docs" / "vault-vectors.json").read_text())
BLOB, KEY = uuid.UUID(VECTORS["blob_id"]), bytes.fromhex(VECTORS["data_key"])


def plain(size: int) -> bytes:
    return bytes(index * 7 % 256 for index in range(size))


def hkdf(key: bytes, salt: bytes | None, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=info).derive(key)


@pytest.mark.parametrize("vector", VECTORS["parts"], ids=lambda vector: str(vector["size"]))
def test_parts(vector: dict[str, Any]) -> None:
    salt, content = bytes.fromhex(vector["salt"]), plain(vector["size"])
    cipher = AESGCM(hkdf(KEY, salt, b"egret part v1"))
    frames = [content[at : at + 65536] for at in range(0, len(content), 65536)]
    by_hand = b"EGB1" + salt
    for number, frame in enumerate(frames):
        place = BLOB.bytes + struct.pack(">II", vector["number"], number) + bytes([number == len(frames) - 1])
        by_hand += cipher.encrypt(number.to_bytes(12, "big"), frame, place)
    assert (len(by_hand), hashlib.sha256(by_hand).hexdigest()) == (vector["object_size"], vector["sha256"])
    assert by_hand.hex().startswith(vector.get("object") or vector["object_begins"])
    shape, ours = codec.encrypt_part(KEY, BLOB, vector["number"], content, salt)
    assert ours == by_hand
    assert object_name(BLOB, shape) == vector["name"]
    assert vector["name"] == f"{BLOB.hex[-3:]}/{BLOB.hex}.{vector['number']}.{salt.hex()[:8]}"


def test_seal() -> None:
    size = VECTORS["seal"]["size"]
    message = BLOB.bytes + struct.pack(">Q", size)
    for part in VECTORS["parts"]:
        message += struct.pack(">II", part["number"], part["size"]) + bytes.fromhex(part["salt"])
    by_hand = hmac.digest(hkdf(KEY, None, b"egret seal v1"), message, "sha256")
    assert by_hand.hex() == VECTORS["seal"]["hmac"]
    shapes = [codec.Shape(part["number"], part["size"], bytes.fromhex(part["salt"])) for part in VECTORS["parts"]]
    assert codec.seal(KEY, BLOB, size, shapes) == by_hand


def test_wrapping() -> None:
    vector = VECTORS["wrapping"]
    master, owner_key, nonce = (bytes.fromhex(vector[name]) for name in ("master_key", "owner_key", "nonce"))
    owner = vector["owner"].encode()
    assert MasterKey(master).id == hkdf(master, None, b"egret master id").hex()[:16] == vector["master_id"]
    for name, key, wrapped, context in (
        ("wrapped_owner_key", master, owner_key, b"egret owner key v1\0" + owner),
        ("wrapped_data_key", owner_key, KEY, b"egret data key v1\0" + owner + b"\0" + BLOB.bytes),
    ):
        by_hand = b"\x01" + nonce + AESGCM(key).encrypt(nonce, wrapped, b"\x01" + context)
        assert by_hand.hex() == vector[name]
        assert unwrap(key, by_hand, context) == wrapped
