"""A copy's ZIP, written into an open blob so that another process can go on where this one was killed.

What counts is what the database says: parts and members are committed together, always at the end of a member. A
member that was begun after the last commit is written again.
"""

from __future__ import annotations

import time
import uuid
import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from egret.kernel import blobs, clock
from egret.kernel.blobs import Owner, StoredPart
from egret.kernel.copying import Content
from egret.kernel.zips import MAXIMUM_PATH, central_header, descriptor_of, end_of, local_header
from egret.kernel.zips import Member as Line
from egret.privacy.copies.models import Copy, CopyState, Doing, Member

# How much a killed process may cost: what was written since is written again.
COMMIT_BYTES, COMMIT_MEMBERS, COMMIT_SECONDS = 256 * 1024 * 1024, 500, 5.0
# How often it says that it lives, within a large content too.
BEAT_SECONDS = 1.0


class Stopped(Exception):
    """The copy was cancelled, or another worker has taken it over."""


class Unreadable(Exception):
    """A content that is damaged or gone: the copy is made without it, and says so."""


class Writing:
    """One worker's turn at a copy. `add` … → `finish`; what is not finished goes on by `Writing` again."""

    def __init__(self, copy: Copy, worker: uuid.UUID) -> None:
        """Raises BlobUnknown, KeyDestroyed."""
        assert copy.blob is not None
        self._copy, self._worker, self._blob = copy, worker, copy.blob
        self._owner = Owner("person", copy.person_id)
        self._writer = blobs.writer(self._blob, self._owner)
        self._at = self._blob.size
        self.done = set(Member.objects.filter(copy=copy).values_list("source", flat=True))
        # What a killed turn wrote of a content counts again when it is written again.
        sizes = Member.objects.filter(copy=copy, missing=False).exclude(model="").values_list("size", flat=True)
        self._bytes = sum(sizes.iterator())
        self._doing = Doing(copy.doing)
        self._parts: list[StoredPart] = []
        self._members: list[Member] = []
        self._uncommitted = 0
        self._committed_at = self._beat_at = time.monotonic()

    def doing(self, what: Doing) -> None:
        self._doing = what

    def add(
        self,
        source: str,
        path: str,
        modified_at: datetime,
        pieces: Iterable[bytes],
        content: Content | None = None,
    ) -> None:
        """Write a file, unless an earlier turn did.

        Raises Stopped, Unreadable (the turn is over: begin another), StoreFull, StoreUnavailable.
        """
        if source in self.done:
            return
        path = path if len(path.encode()) <= MAXIMUM_PATH else f"long/{source.replace(':', '/')}"
        offset, size, check = self._at, 0, 0
        line = Line(path, 0, modified_at, b"")
        # How long it gets is known at its end only: sizes of 64 bits where they could be needed.
        large = content is None or content.size >= 1 << 31
        self._write(local_header(line, large))
        for piece in pieces:
            size += len(piece)
            check = zlib.crc32(piece, check)
            self._bytes += len(piece) if content is not None else 0
            self._write(piece)
            self._beat()
        self._write(descriptor_of(line._replace(size=size), check, large))
        self.done.add(source)
        self._members.append(
            Member(
                copy=self._copy,
                source=source,
                path=path,
                size=size,
                check_sum=check,
                offset=offset,
                modified_at=modified_at,
                model=content.model if content else "",
                row=content.row if content else "",
            )
        )
        due = time.monotonic() - self._committed_at > COMMIT_SECONDS
        if due or self._uncommitted >= COMMIT_BYTES or len(self._members) >= COMMIT_MEMBERS:
            self.commit()

    def leave_out(self, content: Content, source: str) -> None:
        """Note that a content cannot be read; what was written since the last commit is dropped. Raises Stopped."""
        self.abandon()
        Member.objects.get_or_create(
            copy=self._copy,
            source=source,
            defaults={
                "path": content.path,
                "size": content.size,
                "check_sum": 0,
                "offset": 0,
                "modified_at": content.modified_at,
                "model": content.model,
                "row": content.row,
                "missing": True,
            },
        )

    def finish(self) -> None:
        """Write the directory; what waits is committed, and the blob can be sealed. Raises as `add`."""
        self.commit()
        start, count = self._at, 0
        for member in members_of(self._copy):
            line = Line(member.path, member.size, member.modified_at, b"")
            self._write(central_header(line, member.check_sum, member.offset))
            count += 1
        self._write(end_of(count, start, self._at - start))
        self.commit()

    def abandon(self) -> None:
        """Remove what was stored and not committed. Safe twice."""
        blobs.discard([*self._parts, *self._writer.abandon()])
        self._parts.clear()
        self._members.clear()

    def _write(self, data: bytes) -> None:
        self._at += len(data)
        self._uncommitted += len(data)
        self._writer.write(data)

    def _beat(self) -> None:
        now = time.monotonic()
        if now - self._beat_at > BEAT_SECONDS:
            self._beat_at = now
            if not self._mine().update(bytes_done=self._bytes, worker_seen_at=clock.now()):
                raise Stopped

    def commit(self) -> None:
        """Parts and members of what was written, in one transaction: the blob ends where a member ends."""
        self._writer.flush()
        self._parts += self._writer.settle()
        with transaction.atomic():
            going_on = self._mine().update(
                doing=self._doing,
                items_done=F("items_done") + len(self._members),
                bytes_done=self._bytes,
                worker_seen_at=clock.now(),
            )
            if not going_on or blobs.append_all(self._parts):
                raise Stopped
            Member.objects.bulk_create(self._members)
        self._parts, self._members, self._uncommitted = [], [], 0
        self._committed_at = self._beat_at = time.monotonic()

    def _mine(self) -> QuerySet[Copy]:
        return Copy.objects.filter(id=self._copy.id, state=CopyState.BUILDING, worker=self._worker)


def members_of(copy: Copy, batch: int = 1000) -> Iterator[Member]:
    """What is in it, in its order; not what is missing."""
    last = 0
    while found := list(Member.objects.filter(copy=copy, missing=False, id__gt=last).order_by("id")[:batch]):
        yield from found
        last = found[-1].id
