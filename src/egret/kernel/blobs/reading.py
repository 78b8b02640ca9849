"""Reading blobs, whole or in ranges: only frames of the range are fetched, none that is damaged is given out."""

from __future__ import annotations

import hmac
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from egret.kernel.blobs.errors import BlobDamaged, BlobUnknown
from egret.kernel.blobs.parts import object_name
from egret.kernel.blobs.writing import data_key_of, shapes
from egret.kernel.models import Blob
from egret.kernel.objects import ObjectMissing, Store, store
from egret.kernel.vault import codec
from egret.kernel.vault.codec import PartDamaged
from egret.kernel.vault.owners import Owner

# What is fetched, decrypted and handed on at once: a whole number of frames, and little memory for each reader.
PIECE_SIZE = 1024 * 1024


class Reader:
    """One opened blob. Its key is in memory as long as this is."""

    def __init__(self, blob: Blob, data_key: bytes, parts: list[codec.Shape], source: Store) -> None:
        self.size = blob.size
        self._id = blob.id
        self._data_key = data_key
        self._parts = parts
        self._starts = [0, *accumulate(part.size for part in parts)]
        self._store = source

    def read(self, start: int, stop: int) -> bytes:
        """The bytes [start, stop), cut to the blob's size. Raises BlobDamaged, StoreUnavailable."""
        return b"".join(self.stream(start, stop))

    def stream(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """The same frame by frame. Raises BlobDamaged before any damaged byte is given out."""
        at, stop = max(start, 0), self.size if stop is None else min(stop, self.size)
        expected = 0
        while at < stop:
            index = bisect_right(self._starts, at) - 1
            if expected <= index and self._starts[index + 1] < stop:
                # While this part is decrypted and used, the disk reads the next one.
                expected = index + 1
                self._store.expect(object_name(self._id, self._parts[expected]))
            offset = at - self._starts[index]
            # Pieces end at multiples of PIECE_SIZE within the part, so that no frame is fetched twice.
            end = min((offset // PIECE_SIZE + 1) * PIECE_SIZE, self._parts[index].size, stop - self._starts[index])
            yield from self._piece(self._parts[index], offset, end)
            at = self._starts[index] + end

    def _piece(self, part: codec.Shape, start: int, stop: int) -> Iterator[bytes]:
        name = object_name(self._id, part)
        try:
            yield from codec.decrypt_range(
                self._data_key, self._id, part, start, stop, lambda a, b: self._store.get_range(name, a, b)
            )
        except ObjectMissing:
            raise BlobDamaged(what=f"part {part.number} is missing") from None
        except PartDamaged as damage:
            raise BlobDamaged(what=str(damage)) from None


def open_blob(blob: Blob, owner: Owner) -> Reader:
    """Open a sealed blob for one of its owners. Raises BlobUnknown, BlobDamaged, KeyDestroyed."""
    if blob.state != Blob.State.SEALED:
        raise BlobUnknown()
    data_key = data_key_of(blob, owner)
    parts = shapes(blob)
    if not hmac.compare_digest(codec.seal(data_key, blob.id, blob.size, parts), bytes(blob.seal or b"")):
        raise BlobDamaged(what="its list of parts was changed")
    return Reader(blob, data_key, parts, store())
