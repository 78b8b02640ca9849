"""Many small blobs of one owner, written whole by one request: synced together, committed with few statements."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from egret.kernel import clock, ids
from egret.kernel.blobs import kinds
from egret.kernel.blobs.parts import StoredPart, object_name
from egret.kernel.blobs.writing import discard
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import store
from egret.kernel.vault import codec
from egret.kernel.vault.owners import OpenedKey, Owner

SHARD_DIGITS = 3


@dataclass(frozen=True)
class Small:
    """One blob of a bundle: none or one part."""

    id: uuid.UUID
    size: int
    seal: bytes
    wrapped: bytes
    part: StoredPart | None

    def row(self, kind: str) -> Blob:
        return Blob(
            id=self.id,
            kind=kind,
            state=Blob.State.SEALED,
            size=self.size,
            part_count=1 if self.part else 0,
            seal=self.seal,
            created_at=clock.now(),
        )


class Bundle:
    """add … → store → commit, once; what is not committed is discarded."""

    def __init__(self, owner: Owner, kind: str) -> None:
        """Touches the keyring only, once for all. Raises KindUnknown, KeyDestroyed."""
        kinds.require(kind)
        self._owner, self._kind = owner, kind
        self._key = OpenedKey(owner, make=True)
        # All in one folder of the store, which is synced once for all of them.
        self._shard = ids.new_id().hex[-SHARD_DIGITS:]
        self._waiting: list[tuple[StoredPart, bytearray]] = []
        self._stored: list[StoredPart] = []

    def add(self, data: bytes | memoryview) -> Small:
        """Encrypt up to PART_SIZE bytes; in memory until `store`."""
        blob_id = uuid.UUID(ids.new_id().hex[:-SHARD_DIGITS] + self._shard)
        data_key = codec.new_data_key()
        part = None
        if len(data):
            shape, encrypted = codec.encrypt_part(data_key, blob_id, 0, data)
            part = StoredPart(blob_id, shape, object_name(blob_id, shape))
            self._waiting.append((part, encrypted))
        return Small(
            blob_id,
            len(data),
            codec.seal(data_key, blob_id, len(data), [part.shape] if part else []),
            self._key.wrap(blob_id, data_key),
            part,
        )

    def store(self) -> None:
        """Outside of any transaction; all are durable on return. Raises StoreFull, StoreUnavailable."""
        waiting, self._waiting = self._waiting, []
        self._stored += [part for part, _ in waiting]
        store().put_all([(part.name, encrypted) for part, encrypted in waiting])

    def commit(self, chosen: Sequence[Small]) -> dict[uuid.UUID, Blob]:
        """The rows of these, sealed, in the caller's transaction."""
        if self._waiting:
            raise RuntimeError("not stored yet")
        with transaction.atomic():
            blobs = Blob.objects.bulk_create([small.row(self._kind) for small in chosen])
            BlobKey.objects.bulk_create(
                [BlobKey(blob_id=small.id, owner=str(self._owner), wrapped=small.wrapped) for small in chosen]
            )
            Part.objects.bulk_create([small.part.row() for small in chosen if small.part])
        return {blob.id: blob for blob in blobs}

    def discard(self) -> None:
        """Remove what was stored and no commit holds; the database is asked, since a lost answer to a commit tells
        nothing. Safe twice."""
        held = set(Blob.objects.filter(id__in=[part.blob_id for part in self._stored]).values_list("id", flat=True))
        discard(part for part in self._stored if part.blob_id not in held)
        self._stored.clear()
