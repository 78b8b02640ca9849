"""The parts of one blob: filled, encrypted and stored, several at a time."""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue

from egret.kernel.models import Part
from egret.kernel.objects import store
from egret.kernel.vault import codec
from egret.kernel.vault.codec import PART_SIZE, Shape

# Parts are encrypted, written and synced while the next ones fill: the network does not wait for the cipher and the
# disk, nor they for it. A disk syncs several at once in little more time than one; none of them holds memory any more.
IN_FLIGHT = 6
# One is filled while the other is encrypted and written.
BUFFERS = 2
_storing = ThreadPoolExecutor(max_workers=8, thread_name_prefix="egret-store")


@dataclass(frozen=True)
class StoredPart:
    """A part that is durable in the store, and not yet in the database."""

    blob_id: uuid.UUID
    shape: Shape
    name: str

    @property
    def number(self) -> int:
        return self.shape.number

    @property
    def size(self) -> int:
        return self.shape.size

    def row(self) -> Part:
        shape = self.shape
        return Part(blob_id=self.blob_id, number=shape.number, size=shape.size, salt=shape.salt, name=self.name)


class Writer:
    """Stores the next parts of one blob; several writers of one blob are told apart when their parts are appended.

    `write` … → `flush` → `settle`, again and again; or part by part with `store`.
    """

    def __init__(self, blob_id: uuid.UUID, data_key: bytes, number: int) -> None:
        self._blob_id = blob_id
        self._data_key = data_key
        self._number = number
        # Used again and again: fresh memory of that size costs more than the cipher.
        self._buffer: bytearray | None = None
        self._filled = 0
        self._buffers = 0
        self._free: SimpleQueue[bytearray] = SimpleQueue()
        self._in_flight: deque[Future[StoredPart]] = deque()
        self._durable: list[StoredPart] = []

    def store(self, data: bytes | memoryview) -> StoredPart:
        """Encrypt and store one part of 1 to PART_SIZE bytes; durable on return. Raises StoreFull, StoreUnavailable."""
        part = self._next(len(data))
        store().put_pieces(part.name, self._encrypted(part, data))
        return part

    def write(self, data: bytes | memoryview) -> None:
        """Take any number of bytes; each full part is stored while the next one fills.

        Raises StoreFull, StoreUnavailable, of an earlier part: it left a gap, and the caller gives up what follows.
        """
        with memoryview(data) as source:
            taken = 0
            while taken < len(source):
                if self._buffer is None:
                    self._buffer = self._free_buffer()
                count = min(len(source) - taken, PART_SIZE - self._filled)
                self._buffer[self._filled : self._filled + count] = source[taken : taken + count]
                self._filled += count
                taken += count
                if self._filled == PART_SIZE:
                    self._send()

    def flush(self) -> None:
        """What waits becomes a part, though it is not full. Raises as `write`."""
        if self._buffer is None:
            return
        if self._in_flight:
            self._send()
        else:
            # Nothing to do meanwhile: a small file costs no second thread.
            self._durable.append(self._put_filled(*self._filled_part()))

    def store_meanwhile(self, data: bytes | memoryview) -> list[StoredPart]:
        """Store one part while the caller goes on; `data` may change at once. Returns earlier ones, durable by now.

        Raises as `write`.
        """
        self.write(data)
        if self._buffer is not None:
            self._send()
        return self._taken()

    def settle(self) -> Iterator[StoredPart]:
        """Those that were sent, each as it becomes durable. Raises as `write`, after those before the gap."""
        yield from self._taken()
        while self._in_flight:
            self._settle_first()
            yield from self._taken()

    def abandon(self) -> list[StoredPart]:
        """Wait for those on their way, and return what did get stored, to be discarded."""
        self._buffer, self._filled = None, 0
        while self._in_flight:
            storing = self._in_flight.popleft()
            if storing.exception() is None:
                self._durable.append(storing.result())
        return self._taken()

    def _send(self) -> None:
        """Have the filled buffer stored by another thread."""
        while len(self._in_flight) >= IN_FLIGHT:
            self._settle_first()
        self._in_flight.append(_storing.submit(self._put_filled, *self._filled_part()))

    def _filled_part(self) -> tuple[StoredPart, bytearray]:
        assert self._buffer is not None
        part, buffer = self._next(self._filled), self._buffer
        self._buffer, self._filled = None, 0
        return part, buffer

    def _settle_first(self) -> None:
        # One that failed stays the first one: nothing gets past the gap.
        self._durable.append(self._in_flight[0].result())
        self._in_flight.popleft()

    def _free_buffer(self) -> bytearray:
        if self._free.empty() and self._buffers < BUFFERS:
            self._buffers += 1
            return bytearray(PART_SIZE)
        return self._free.get()

    def _taken(self) -> list[StoredPart]:
        durable, self._durable = self._durable, []
        return durable

    def _next(self, size: int) -> StoredPart:
        shape = codec.shape_of(self._number, size)
        self._number += 1
        return StoredPart(self._blob_id, shape, object_name(self._blob_id, shape))

    def _put_filled(self, part: StoredPart, buffer: bytearray) -> StoredPart:
        """The buffer is free again once all of it is encrypted and written: what remains is to wait for the disk."""
        held = [buffer]

        def emptying() -> Iterator[memoryview]:
            with memoryview(buffer) as whole, whole[: part.size] as data:
                yield from self._encrypted(part, data)
            self._free.put(held.pop())

        try:
            store().put_pieces(part.name, emptying())
        finally:
            for left in held:
                self._free.put(left)
        return part

    def _encrypted(self, part: StoredPart, data: bytes | memoryview) -> Iterator[memoryview]:
        return codec.encrypt(self._data_key, self._blob_id, part.shape, data)


def object_name(blob_id: uuid.UUID, shape: Shape) -> str:
    """The last digits of a UUIDv7 are random, so the folders fill evenly; the salt tells attempts apart."""
    return f"{blob_id.hex[-3:]}/{blob_id.hex}.{shape.number}.{shape.salt[:4].hex()}"
