"""Writing blobs: whole in one request (a draft), or part by part over many (an open blob)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F

from egret.kernel import clock, ids
from egret.kernel.blobs import kinds
from egret.kernel.blobs.errors import BlobUnknown, PartRefused
from egret.kernel.blobs.parts import StoredPart, Writer
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import ObjectMissing, StoreUnavailable, store
from egret.kernel.vault import codec, owners
from egret.kernel.vault.codec import PART_SIZE, Shape
from egret.kernel.vault.owners import Owner

# After this time `reconcile` might have taken a draft's first parts for orphans: they are looked for before the commit.
LONG_DRAFT = timedelta(minutes=30)


class Draft:
    """A blob that one request writes whole: nothing is in the database before `commit`."""

    def __init__(self, owner: Owner, kind: str) -> None:
        kinds.require(kind)
        self.id = ids.new_id()
        self.size = 0
        self._kind, self._owner = kind, owner
        self._data_key = codec.new_data_key()
        self._wrapped = owners.wrap_data_key(owner, self.id, self._data_key)
        self._writer = Writer(self.id, self._data_key, 0)
        self._parts: list[StoredPart] = []
        self._state: Literal["open", "finished", "broken"] = "open"
        self._begun_at = clock.now()

    def write(self, data: bytes | memoryview) -> None:
        """Take any number of bytes; each full part is stored while the next one fills.

        Raises StoreFull, StoreUnavailable: of a part that was given earlier.
        """
        self._require("open")
        # A part that could not be stored leaves a gap: whoever goes on in spite of the error must not get a blob.
        self._state = "broken"
        self._fill(data)
        self.size += len(data)
        self._state = "open"

    def _fill(self, data: bytes | memoryview) -> None:
        self._writer.write(data)

    def _require(self, state: str) -> None:
        if self._state != state:
            raise RuntimeError(f"this draft is {self._state}, not {state}")

    def finish(self) -> None:
        """Store what still waits, outside of any transaction. Raises StoreFull, StoreUnavailable."""
        self._require("open")
        self._state = "broken"
        self._writer.flush()
        self._parts += self._writer.settle()
        if clock.now() - self._begun_at > LONG_DRAFT:
            require_stored(self._parts)
        self._state = "finished"

    def commit(self) -> Blob:
        """The rows of the blob, sealed, in the caller's transaction. Raises RuntimeError before `finish`."""
        self._require("finished")
        with transaction.atomic():
            blob = Blob.objects.create(
                id=self.id,
                kind=self._kind,
                state=Blob.State.SEALED,
                size=self.size,
                part_count=len(self._parts),
                seal=codec.seal(self._data_key, self.id, self.size, [part.shape for part in self._parts]),
                created_at=clock.now(),
            )
            BlobKey.objects.create(blob=blob, owner=str(self._owner), wrapped=self._wrapped)
            Part.objects.bulk_create([part.row() for part in self._parts])
        return blob

    def discard(self) -> None:
        """Remove what was stored. Safe twice, and after a commit that holds: then it does nothing."""
        self._parts += self._writer.abandon()
        if not Blob.objects.filter(id=self.id).exists():
            store().delete([part.name for part in self._parts])
            self._parts.clear()
        self._state = "broken"


class PatchableDraft(Draft):
    """A draft whose beginning may be written over until `finish`, as formats need that tell their length in front: its
    first part waits in memory."""

    def __init__(self, owner: Owner, kind: str) -> None:
        super().__init__(owner, kind)
        self._first = bytearray()
        self._writer = Writer(self.id, self._data_key, 1)

    def patch(self, at: int, data: bytes | memoryview) -> None:
        """Write over bytes of the first part that were written before. Raises ValueError for others."""
        self._require("open")
        end = at + len(data)
        if not 0 <= at <= end <= len(self._first):
            raise ValueError("only the first part can be written over")
        self._first[at:end] = data

    def _fill(self, data: bytes | memoryview) -> None:
        with memoryview(data) as source:
            first = PART_SIZE - len(self._first)
            self._first += source[:first]
            super()._fill(source[first:])

    def finish(self) -> None:
        self._require("open")
        if self._first:
            self._state = "broken"
            self._parts.append(Writer(self.id, self._data_key, 0).store(memoryview(self._first)))
            self._first = bytearray()
            self._state = "open"
        super().finish()


def draft(owner: Owner, kind: str) -> Draft:
    """Begin a blob that this request writes whole; touches the keyring only. Raises KindUnknown, KeyDestroyed."""
    return Draft(owner, kind)


def begin(owner: Owner, kind: str) -> Blob:
    """An open blob, in the caller's transaction. Raises KindUnknown, KeyDestroyed."""
    kinds.require(kind)
    blob_id = ids.new_id()
    wrapped = owners.wrap_data_key(owner, blob_id, codec.new_data_key())
    with transaction.atomic():
        blob = Blob.objects.create(id=blob_id, kind=kind, state=Blob.State.OPEN, created_at=clock.now())
        BlobKey.objects.create(blob=blob, owner=str(owner), wrapped=wrapped)
    return blob


def writer(blob: Blob, owner: Owner) -> Writer:
    """Goes on where the database says the open blob ends. Raises BlobUnknown, KeyDestroyed."""
    blob.refresh_from_db(fields=["state", "size", "part_count"])
    if blob.state != Blob.State.OPEN:
        raise BlobUnknown()
    return Writer(blob.id, data_key_of(blob, owner), blob.part_count)


def append(blob: Blob, part: StoredPart) -> None:
    """Add a stored part, in the caller's transaction. Raises PartRefused when it is not the next one."""
    if part.blob_id != blob.id:
        raise PartRefused()
    with transaction.atomic():
        next_one = Blob.objects.filter(id=blob.id, state=Blob.State.OPEN, part_count=part.number)
        if not next_one.update(part_count=part.number + 1, size=F("size") + part.size):
            raise PartRefused()
        part.row().save(force_insert=True)
    blob.refresh_from_db(fields=["size", "part_count"])


def append_all(parts: Iterable[StoredPart]) -> list[StoredPart]:
    """Add the next parts of many open blobs, in the caller's transaction; returns those that are not the next ones.

    With few statements, one for each run of parts: a recording adds some each second, a copy dozens at once.
    """
    refused, rows = [], []
    for run in _runs(parts):
        first, last = run[0], run[-1]
        next_one = Blob.objects.filter(id=first.blob_id, state=Blob.State.OPEN, part_count=first.number)
        if next_one.update(part_count=last.number + 1, size=F("size") + sum(part.size for part in run)):
            rows += [part.row() for part in run]
        else:
            refused += run
    Part.objects.bulk_create(rows)
    return refused


def _runs(parts: Iterable[StoredPart]) -> list[list[StoredPart]]:
    """Parts of one blob that follow each other."""
    runs: list[list[StoredPart]] = []
    for part in parts:
        if runs and (runs[-1][-1].blob_id, runs[-1][-1].number + 1) == (part.blob_id, part.number):
            runs[-1].append(part)
        else:
            runs.append([part])
    return runs


def discard(parts: Iterable[StoredPart]) -> None:
    """Remove stored parts that were never appended. What a killed process leaves, `reconcile` finds."""
    store().delete([part.name for part in parts])


def require_stored(parts: Iterable[StoredPart]) -> None:
    """For parts that waited longer than LONG_DRAFT before they are appended. Raises StoreUnavailable."""
    try:
        for part in parts:
            store().size(part.name)
    except ObjectMissing:
        raise StoreUnavailable() from None


def seal(blob: Blob, owner: Owner) -> None:
    """Close an open blob for good, in the caller's transaction. Raises BlobUnknown, KeyDestroyed."""
    data_key = data_key_of(blob, owner)
    with transaction.atomic():
        locked = Blob.objects.select_for_update().filter(id=blob.id, state=Blob.State.OPEN).first()
        if locked is None:
            raise BlobUnknown()
        locked.seal = codec.seal(data_key, locked.id, locked.size, shapes(locked))
        locked.state = Blob.State.SEALED
        locked.save(update_fields=["seal", "state"])
    blob.state, blob.seal, blob.size, blob.part_count = locked.state, locked.seal, locked.size, locked.part_count


def data_key_of(blob: Blob, owner: Owner) -> bytes:
    """The blob's key, for one of its owners. Raises BlobUnknown, KeyDestroyed, KeyMissing, WrappingDamaged."""
    row = BlobKey.objects.filter(blob=blob, owner=str(owner)).first()
    if row is None:
        raise BlobUnknown()
    return owners.unwrap_data_key(owner, blob.id, bytes(row.wrapped))


def shapes(blob: Blob) -> list[Shape]:
    rows = Part.objects.filter(blob=blob).order_by("number").values_list("number", "size", "salt")
    return [Shape(number, size, bytes(salt)) for number, size, salt in rows]
