"""Owners' keys: one for each person and organisation, made at first use, destroyed for good.

They are never cached: a destruction takes effect with its commit, in every process.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from typing import Literal, get_args

from django.conf import settings
from django.db import connections, transaction

from egret.kernel import clock, erasure
from egret.kernel.keyring import errors, master
from egret.kernel.keyring.errors import MasterKeyUnusable
from egret.kernel.keyring.models import DestroyedKey, OwnerKey, Pseudonym
from egret.kernel.keyring.router import KEYRING
from egret.kernel.secret import hash_token
from egret.kernel.vault.errors import KeyDestroyed, KeyMissing
from egret.kernel.vault.wrapping import unwrap, wrap

KEY_BYTES = 32
# PostgreSQL's advisory lock of "keys are being wrapped" and "a master key goes"; any number that nothing else uses.
WRAPPING_LOCK = 0x45475245


OwnerKind = Literal["person", "organization", "guest"]  # a guest: somebody in one meeting, without an account
KINDS: dict[str, OwnerKind] = {kind: kind for kind in get_args(OwnerKind)}


@dataclass(frozen=True)
class Owner:
    """Whom something kept belongs to."""

    kind: OwnerKind
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, written: str) -> Owner:
        """What `str` wrote. Raises KeyError, ValueError for anything else."""
        kind, _, id_ = written.partition(":")
        return cls(KINDS[kind], uuid.UUID(id_))


class OpenedKey:
    """An owner's key in memory, for one piece of work: kept longer, it would outlive its destruction."""

    def __init__(self, owner: Owner, *, make: bool) -> None:
        """With `make` a first key is made where there is none. Raises KeyDestroyed, KeyMissing, WrappingDamaged."""
        self._owner = owner
        self._secret = _key_of(owner, make=make)

    def wrap(self, blob_id: uuid.UUID, data_key: bytes) -> bytes:
        return wrap(self._secret, data_key, _data_key_context(self._owner, blob_id))

    def unwrap(self, blob_id: uuid.UUID, wrapped: bytes) -> bytes:
        """Raises WrappingDamaged."""
        return unwrap(self._secret, wrapped, _data_key_context(self._owner, blob_id))

    def derive(self, purpose: bytes) -> bytes:
        """32 bytes that nobody makes without this key."""
        return hmac.digest(self._secret, purpose, hashlib.sha256)


def wrap_data_key(owner: Owner, blob_id: uuid.UUID, data_key: bytes) -> bytes:
    """Wrap a blob's key for an owner, whose own key is made when this is the first. Raises KeyDestroyed."""
    return OpenedKey(owner, make=True).wrap(blob_id, data_key)


def unwrap_data_key(owner: Owner, blob_id: uuid.UUID, wrapped: bytes) -> bytes:
    """Raises KeyDestroyed, KeyMissing, WrappingDamaged."""
    return OpenedKey(owner, make=False).unwrap(blob_id, wrapped)


def destroy_key(owner: Owner) -> None:
    """Forget everything the owner kept, in every copy and backup of the data. Safe to repeat; cannot be undone.

    The keyring is a database of its own: call it when what led to it is committed.
    """
    with transaction.atomic(using=KEYRING):
        DestroyedKey.objects.get_or_create(owner=_tombstone(owner), defaults={"destroyed_at": clock.now()})
        OwnerKey.objects.filter(owner=str(owner)).delete()
        Pseudonym.objects.filter(owner=str(owner)).delete()
        erasure.flush_deleted(KEYRING)


def owners_of(kind: OwnerKind) -> list[Owner]:
    """Everybody of this kind who has a key."""
    return [
        Owner.parse(written)
        for written in OwnerKey.objects.filter(owner__startswith=f"{kind}:").values_list("owner", flat=True)
    ]


def is_destroyed(owner: Owner) -> bool:
    return DestroyedKey.objects.filter(owner=_tombstone(owner)).exists()


def _tombstone(owner: Owner) -> str:
    """Of whoever is gone not even the random key stays: a hash knows it again, and cannot be turned back."""
    return hash_token(str(owner))


def lock_wrapping(*, shared: bool) -> None:
    """Within a transaction of the keyring: nobody wraps while a master key is dropped.

    SQLite's transactions of ours are IMMEDIATE and queue by themselves.
    """
    connection = connections[KEYRING]
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [WRAPPING_LOCK])


def unwrap_owner_key(keys: master.MasterKeys, row: OwnerKey) -> bytes:
    """Raises MasterKeyUnusable when the key that wraps it is not given, WrappingDamaged."""
    found = keys.find(row.master)
    if found is None:
        raise MasterKeyUnusable(errors.WRONG, errors.GIVE_BACK, count=1, master=row.master)
    return unwrap(found.secret, bytes(row.wrapped), owner_key_context(row.owner))


def owner_key_context(owner: str) -> bytes:
    return b"egret owner key v1\x00" + owner.encode()


def _data_key_context(owner: Owner, blob_id: uuid.UUID) -> bytes:
    return b"egret data key v1\x00" + str(owner).encode() + b"\x00" + blob_id.bytes


def _key_of(owner: Owner, *, make: bool) -> bytes:
    row = OwnerKey.objects.filter(owner=str(owner)).first()
    if row is None:
        if is_destroyed(owner):
            raise KeyDestroyed()
        if not make:
            raise KeyMissing()
        row = _make(owner)
    return unwrap_owner_key(master.master_keys(settings.INSTANCE), row)


def _make(owner: Owner) -> OwnerKey:
    """A first key, committed before anything is wrapped by it. The master key is read under the lock that a rotation
    takes before it drops one, so that none is wrapped by a key that is about to go."""
    with transaction.atomic(using=KEYRING, durable=True):
        lock_wrapping(shared=True)
        if is_destroyed(owner):
            raise KeyDestroyed()
        current = master.master_keys(settings.INSTANCE).current
        wrapped = wrap(current.secret, secrets.token_bytes(KEY_BYTES), owner_key_context(str(owner)))
        row, _ = OwnerKey.objects.get_or_create(
            owner=str(owner), defaults={"wrapped": wrapped, "master": current.id, "created_at": clock.now()}
        )
    return row
