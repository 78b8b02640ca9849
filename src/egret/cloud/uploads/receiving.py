"""A request's bytes into an upload: part by part, each durable before the offset says so."""

from __future__ import annotations

import time
from typing import Any

from egret.cloud.actions import uploads
from egret.cloud.errors import QuotaExceeded
from egret.cloud.errors.uploads import ChecksumWrong, UploadTooLong
from egret.cloud.models import Upload
from egret.cloud.queries import Access
from egret.cloud.uploads.body import Body
from egret.cloud.uploads.protocol import MAXIMUM_LENGTH, Checksum
from egret.kernel import blobs
from egret.kernel.errors import EgretError

# Small enough that a slow client is heard of within the lease, large enough that a fast one costs few calls.
PIECE = 256 * 1024
STAY_EVERY = uploads.LEASE.total_seconds() / 2


class Receiver:
    """One request's writing, by whoever took the upload."""

    def __init__(self, parent: Access, upload: Upload, body: Body, checksum: Checksum | None) -> None:
        self._parent, self._upload, self._body = parent, upload, body
        self._expected = checksum
        self._hash: Any = checksum.begin() if checksum else None
        self._writer: blobs.Writer | None = None
        # With a checksum nothing belongs to the upload before all of the request was compared with it.
        self._withheld: list[blobs.StoredPart] = []
        self._begun = self._stayed = time.monotonic()
        maximum = upload.length if upload.length is not None else MAXIMUM_LENGTH
        self._room = maximum - upload.offset

    def receive(self) -> None:
        """Take the whole body. A lost connection's bytes count too, unless they have a checksum.

        Raises UploadTooLong, ChecksumWrong, UploadBusy, UploadUnknown, QuotaExceeded, StoreFull, StoreUnavailable, and
        what makes a complete upload wait (`uploads.WAITING`).
        """
        try:
            self._require_room(self._body.announced or 0)
            buffer = bytearray(min(blobs.PART_SIZE, max(1, self._body.announced or blobs.PART_SIZE)))
            more = True
            while more:
                filled, more = self._fill(buffer)
                if filled:
                    self._keep(memoryview(buffer)[:filled], last=not more)
            # The last one may have been a whole part, of which nobody knew that it was the last.
            self._settle()
            if self._expected is not None:
                self._compare()
        except QuotaExceeded:
            uploads.do_terminate(self._upload)
            raise
        finally:
            left = [*self._withheld, *(self._writer.abandon() if self._writer else [])]
            if left:
                blobs.discard(left)
            if self._upload.writer is not None:
                uploads.do_leave(self._upload)

    def _fill(self, buffer: bytearray) -> tuple[int, bool]:
        """How many bytes came, and whether more may come."""
        filled = 0
        while filled < len(buffer):
            # One byte more than there is room for, to notice that there is one.
            piece = self._body.read(min(PIECE, len(buffer) - filled, self._room + 1))
            if not piece:
                return filled, False
            self._require_room(len(piece))
            self._room -= len(piece)
            if self._hash is not None:
                self._hash.update(piece)
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
            if time.monotonic() - self._stayed > STAY_EVERY:
                uploads.do_stay(self._upload)
                self._stayed = time.monotonic()
        if self._room == 0 and self._body.read(1):
            raise UploadTooLong(maximum=self._upload.length)
        return filled, self._room > 0 and not self._body.is_over

    def _require_room(self, size: int) -> None:
        if size > self._room:
            raise UploadTooLong(maximum=self._upload.length or MAXIMUM_LENGTH)

    def _keep(self, data: memoryview, *, last: bool) -> None:
        """One part, stored while the next one arrives."""
        if self._writer is None:
            self._writer = uploads.writer_of(self._upload)
        if last:
            self._settle()
            self._take(self._writer.store(data), last=True)
        else:
            for part in self._writer.store_meanwhile(data):
                self._take(part, last=False)

    def _settle(self) -> None:
        """What is on its way, up to the first part that cannot be stored."""
        for part in self._writer.settle() if self._writer else ():
            self._take(part, last=False)

    def _take(self, part: blobs.StoredPart, *, last: bool) -> None:
        if self._expected is not None:
            self._withheld.append(part)
            # Asked again when they are compared: here so that nobody fills the disk on credit.
            uploads.require_room_for(self._parent.space, self._upload, sum(each.size for each in self._withheld))
        else:
            self._append([part], leave=last)

    def _compare(self) -> None:
        assert self._expected is not None
        if self._body.was_cut or self._hash.digest() != self._expected.digest:
            raise ChecksumWrong
        if time.monotonic() - self._begun > blobs.LONG_DRAFT.total_seconds():
            blobs.require_stored(self._withheld)
        parts, self._withheld = self._withheld, []
        if parts:
            self._append(parts, leave=True)

    def _append(self, parts: list[blobs.StoredPart], *, leave: bool) -> None:
        self._stayed = time.monotonic()
        try:
            uploads.do_append(self._parent, self._upload, parts, leave=leave)
        except uploads.WAITING:
            raise
        except EgretError:
            # Nothing was appended. After any other failure nobody knows, and `reconcile` finds what is left over.
            blobs.discard(parts)
            raise
