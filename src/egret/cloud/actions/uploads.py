"""Uploads: begun, added to part by part, made into a file, given up.

Each part is durable in the store before one transaction appends it and moves the offset: what HEAD tells is there.
Lock the space first, then the upload: whoever purges a folder goes the same way.
"""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from egret.cloud.actions import files
from egret.cloud.actions.locked import free_name, require_folder, require_room, writing
from egret.cloud.errors import NameTaken, NodeUnknown, NotAFile, NotAFolder, QuotaExceeded
from egret.cloud.errors.uploads import OffsetWrong, UploadBusy, UploadIncomplete, UploadUnknown
from egret.cloud.models import Conflict, FileVersion, Space, Upload
from egret.cloud.queries import Access, child_of, owner_of, quota_of
from egret.cloud.uploads.wanted import Wanted
from egret.kernel import blobs, clock
from egret.kernel.errors import EgretError
from egret.kernel.ids import new_id
from egret.kernel.models import Blob, BlobKey

KIND = "cloud.file"
# A laptop that was closed over a holiday goes on where it was.
UPLOAD_PERIOD = timedelta(days=7)
# Long enough for a client that lost the last answer to ask again.
FINISHED_PERIOD = timedelta(days=1)
# A writer that nobody heard of for this long gives way. It may come back: then its bytes are refused, never mixed in.
LEASE = timedelta(seconds=5)

# The bytes are kept for these: somebody can choose another name, or bring the folder back.
WAITING = (NameTaken, NotAFile, NotAFolder, NodeUnknown)


def do_begin(
    parent: Access,
    wanted: Wanted,
    *,
    person_id: uuid.UUID | None,
    link_id: uuid.UUID | None,
    length: int | None,
    partial: bool = False,
) -> Upload:
    """An upload without a byte. Raises NameTaken, NotAFile, NotAFolder, QuotaExceeded."""
    with writing(parent) as held:
        require_folder(parent.node)
        space = held[parent.space.id]
        if not partial:
            require_place(parent, wanted)
        _require_open_room(space, length or 0)
        return Upload.objects.create(
            person_id=person_id,
            link_id=link_id,
            parent=parent.node,
            blob=blobs.begin(owner_of(space), KIND),
            name=wanted.name,
            media_type=wanted.media_type,
            length=length,
            partial=partial,
            conflict=wanted.conflict,
            modified_at=wanted.modified_at,
            expires_at=clock.now() + UPLOAD_PERIOD,
        )


def do_store_whole(
    parent: Access, wanted: Wanted, draft: blobs.Draft, *, person_id: uuid.UUID | None, link_id: uuid.UUID | None
) -> Upload | None:
    """A finished draft becomes a file and a finished upload, in one transaction; None: it was to be skipped.

    Raises what `files.do_store` does; the draft is the caller's to discard then.
    """
    with transaction.atomic():
        version = files.do_store(
            parent,
            wanted.name,
            draft,
            conflict=wanted.conflict,
            media_type=wanted.media_type,
            modified_at=wanted.modified_at,
        )
        if version is None:
            return None
        upload = finished(parent, wanted, version, person_id=person_id, link_id=link_id)
        upload.save(force_insert=True)
        return upload


def finished(
    parent: Access,
    wanted: Wanted,
    version: FileVersion,
    *,
    person_id: uuid.UUID | None,
    link_id: uuid.UUID | None = None,
    id_: uuid.UUID | None = None,
) -> Upload:
    """An upload whose bytes came all at once, not saved yet: it tells for a while what became of them."""
    return Upload(
        id=id_ or new_id(),
        person_id=person_id,
        link_id=link_id,
        parent=parent.node,
        name=wanted.name,
        media_type=wanted.media_type,
        length=version.size,
        offset=version.size,
        conflict=wanted.conflict,
        modified_at=wanted.modified_at,
        expires_at=clock.now() + FINISHED_PERIOD,
        version=version,
    )


def do_take(upload: Upload, offset: int) -> uuid.UUID:
    """Become the one who writes, from `offset` on. Raises UploadBusy, OffsetWrong, UploadUnknown."""
    writer, moment = new_id(), clock.now()
    unused = Q(writer=None) | Q(writer_until__lte=moment)
    mine = Upload.objects.filter(unused, id=upload.id, offset=offset)
    if not mine.update(writer=writer, writer_until=moment + LEASE):
        now = Upload.objects.filter(id=upload.id).first()
        if now is None:
            raise UploadUnknown
        if now.offset != offset:
            raise OffsetWrong(offset=now.offset)
        raise UploadBusy(retry_after=_seconds_left(now))
    upload.writer = writer
    return writer


def do_stay(upload: Upload) -> None:
    """Keep others waiting while bytes arrive. Raises UploadBusy when somebody took over, UploadUnknown."""
    if not _mine(upload).update(writer_until=clock.now() + LEASE):
        raise _ousted(upload)


def do_leave(upload: Upload) -> None:
    """Let the next one write."""
    _mine(upload).update(writer=None, writer_until=None)


def do_set_length(parent: Access, upload: Upload, length: int) -> None:
    """Say a deferred length. Raises QuotaExceeded."""
    with _held(parent) as space:
        _require_open_room(space, length - upload.offset)
        Upload.objects.filter(id=upload.id, length=None).update(length=length)
    upload.length = length


def do_append(parent: Access, upload: Upload, parts: Sequence[blobs.StoredPart], *, leave: bool) -> None:
    """Stored parts become bytes of the upload; the last ones make it a file. `leave`: nothing follows in this request.

    Raises UploadBusy when somebody took over, UploadUnknown when it was terminated, QuotaExceeded: then none of the
    parts belongs to it. Raises one of WAITING after keeping them: all are here, and they could not become a file.
    """
    assert upload.blob is not None
    waiting = None
    size = sum(part.size for part in parts)
    with _held(parent) as space:
        moment = clock.now()
        require_room_for(space, upload, size)
        moved = _mine(upload).filter(offset=upload.offset)
        offset = upload.offset + size
        expires_at = moment + UPLOAD_PERIOD
        complete = offset == upload.length
        stays = not leave and not complete
        if not moved.update(
            offset=offset,
            expires_at=expires_at,
            writer=upload.writer if stays else None,
            writer_until=moment + LEASE if stays else None,
        ):
            raise _ousted(upload)
        for part in parts:
            blobs.append(upload.blob, part)
        if complete and upload.partial:
            blobs.seal(upload.blob, keeper_of(upload.blob))
        elif complete:
            waiting = _try_to_become(parent, upload)
    upload.writer = upload.writer if stays else None
    if upload.version_id is None:
        upload.offset, upload.expires_at = offset, expires_at
    if waiting is not None:
        raise waiting


def do_finish(parent: Access, upload: Upload, conflict: Conflict, name: str = "") -> FileVersion | None:
    """Make a file of what is all here, with another answer to a taken name or under another name.

    None: it was skipped, and is gone. Raises UploadIncomplete, UploadUnknown, QuotaExceeded, and each of WAITING.
    """
    with _held(parent):
        now = Upload.objects.select_for_update(of=("self",)).filter(id=upload.id).select_related("version").first()
        if now is None:
            raise UploadUnknown
        if now.blob_id is None:
            return now.version
        if now.offset != now.length or now.partial:
            raise UploadIncomplete(upload=str(now.id))
        now.conflict, now.name = conflict, name or now.name
        _become(parent, now)
        return now.version


def do_terminate(upload: Upload) -> None:
    """Give it up, with its bytes. What became a file stays. Safe twice."""
    with transaction.atomic():
        blob_ids = _forget(Upload.objects.filter(id=upload.id))
        blobs.release(blob_ids)


def expire_uploads() -> int:
    """Remove uploads nobody went on with, and what is left of those whose folder or link is gone. Safe to run twice."""
    expired = 0
    while ids := list(Upload.objects.filter(expires_at__lte=clock.now()).values_list("id", flat=True)[:100]):
        with transaction.atomic():
            # Again: one may have got a byte meanwhile.
            blobs.release(_forget(Upload.objects.filter(id__in=ids, expires_at__lte=clock.now())))
        expired += len(ids)
    used = Upload.objects.filter(blob__isnull=False).values("blob")
    unused = Blob.objects.filter(kind=KIND, state=Blob.State.OPEN).exclude(id__in=used)
    blobs.release(unused.values_list("id", flat=True))
    return expired


def writer_of(upload: Upload) -> blobs.Writer:
    """Stores the next parts, under the key the upload began with: its folder may be in another space by now."""
    assert upload.blob is not None
    return blobs.writer(upload.blob, keeper_of(upload.blob))


def keeper_of(blob: Blob) -> blobs.Owner:
    """Whose key an open blob has. Raises BlobUnknown."""
    key = BlobKey.objects.filter(blob=blob).first()
    if key is None:
        raise blobs.BlobUnknown()
    return blobs.Owner.parse(key.owner)


def forget(uploads: Sequence[Upload]) -> None:
    """Delete rows and let go of their bytes, in the caller's transaction. Raises UploadUnknown when one is gone."""
    ids = [upload.id for upload in uploads]
    if len(Upload.objects.select_for_update().filter(id__in=ids).values_list("id", flat=True)) != len(ids):
        raise UploadUnknown
    blobs.release(_forget(Upload.objects.filter(id__in=ids)))


def _forget(uploads: QuerySet[Upload]) -> list[uuid.UUID]:
    """Delete the rows; returns the contents to let go of."""
    blob_ids = [blob_id for blob_id in uploads.values_list("blob_id", flat=True) if blob_id is not None]
    uploads.delete()
    return blob_ids


@contextmanager
def _held(parent: Access) -> Iterator[Space]:
    """A transaction that holds the space; the folder may be gone from it."""
    with transaction.atomic():
        yield Space.objects.select_for_update(no_key=True).get(id=parent.space.id)


def _mine(upload: Upload) -> QuerySet[Upload]:
    return Upload.objects.filter(id=upload.id, writer=upload.writer)


def _ousted(upload: Upload) -> UploadBusy | UploadUnknown:
    """Why somebody who wrote may not go on."""
    now = Upload.objects.filter(id=upload.id).first()
    return UploadUnknown() if now is None else UploadBusy(retry_after=_seconds_left(now))


def _seconds_left(upload: Upload) -> int:
    left = (upload.writer_until - clock.now()).total_seconds() if upload.writer_until else 0
    return max(1, math.ceil(left))


def require_place(parent: Access, wanted: Wanted) -> None:
    """That the bytes could become a file now: better said before they are sent."""
    there = child_of(parent.node, wanted.name)
    if there is None or wanted.conflict is Conflict.KEEP_BOTH:
        return
    if wanted.conflict in (Conflict.ASK, Conflict.SKIP):
        raise NameTaken(name=wanted.name, free=free_name(parent.node, wanted.name))
    if there.is_folder:
        raise NotAFile


def _require_open_room(space: Space, needed: int) -> None:
    """That it fits, and that all that is under way would fit into an empty space: none of it counts as used yet."""
    require_room(space, needed)
    quota = quota_of(space)
    if quota is None:
        return
    under_way = Upload.objects.filter(parent__space=space, blob__isnull=False)
    open_bytes = under_way.aggregate(total=Sum(Coalesce("length", "offset")))["total"] or 0
    if open_bytes + needed > quota:
        raise QuotaExceeded(free=max(0, quota - open_bytes), needed=needed)


def require_room_for(space: Space, upload: Upload, size: int) -> None:
    """Others may have filled the space meanwhile; and a deferred length is judged by what has come.

    Raises QuotaExceeded.
    """
    if upload.length is None:
        _require_open_room(space, size)
    require_room(space, max(upload.length or 0, upload.offset + size))


def _try_to_become(parent: Access, upload: Upload) -> EgretError | None:
    try:
        _become(parent, upload)
    except WAITING as error:
        return error
    return None


def _become(parent: Access, upload: Upload) -> None:
    """All bytes are here: a version, or where it is to be skipped nothing. In the caller's transaction; when it raises,
    the upload is as it was."""
    blob = upload.blob
    assert blob is not None
    with transaction.atomic():
        keeper, owner = keeper_of(blob), owner_of(parent.space)
        blobs.seal(blob, keeper)
        if keeper != owner:
            blobs.share_key(blob, keeper, owner)
            blobs.drop_key(blob, keeper)
        version = files.do_store(
            parent,
            upload.name,
            blob,
            conflict=Conflict(upload.conflict),
            media_type=upload.media_type,
            modified_at=upload.modified_at,
        )
        if version is None:
            blobs.release(_forget(Upload.objects.filter(id=upload.id)))
            upload.blob = None
            return
        expires_at = clock.now() + FINISHED_PERIOD
        Upload.objects.filter(id=upload.id).update(
            version=version, blob=None, offset=version.size, expires_at=expires_at, writer=None, writer_until=None
        )
    upload.version, upload.blob, upload.offset, upload.expires_at = version, None, version.size, expires_at
