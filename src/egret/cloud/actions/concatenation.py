"""Several uploads made into one file (tus 1.0, concatenation)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from egret.cloud.actions import files
from egret.cloud.actions.locked import require_room, writing
from egret.cloud.actions.uploads import FINISHED_PERIOD, forget, keeper_of, require_place
from egret.cloud.errors.uploads import UploadHeaderUnusable, UploadIncomplete
from egret.cloud.models import Upload
from egret.cloud.queries import Access, owner_of
from egret.cloud.uploads.wanted import Wanted
from egret.kernel import blobs, clock


def do_concatenate(
    parent: Access,
    wanted: Wanted,
    pieces: Sequence[Upload],
    *,
    person_id: uuid.UUID | None,
    link_id: uuid.UUID | None,
) -> Upload:
    """The pieces in their order become one file, and are gone; their bytes pass through memory a frame at a time.

    Until that is committed the pieces stay as they are: whoever lost the answer, or had none, asks again. Raises
    UploadIncomplete, NameTaken, NotAFile, NotAFolder, QuotaExceeded, UploadUnknown, StoreFull.
    """
    for piece in pieces:
        if not piece.partial:
            raise UploadHeaderUnusable(header="Upload-Concat")
        if piece.length is None or piece.offset != piece.length:
            raise UploadIncomplete(upload=str(piece.id))
    size = sum(piece.offset for piece in pieces)
    require_place(parent, wanted)
    require_room(parent.space, size)
    draft = blobs.draft(owner_of(parent.space), "cloud.file")
    try:
        for piece in pieces:
            _copy(piece, draft)
        draft.finish()
        with writing(parent):
            forget(pieces)
            version = files.do_store(
                parent,
                wanted.name,
                draft,
                conflict=wanted.conflict,
                media_type=wanted.media_type,
                modified_at=wanted.modified_at,
            )
            assert version is not None or wanted.conflict == "skip"
            return Upload.objects.create(
                person_id=person_id,
                link_id=link_id,
                parent=parent.node,
                name=wanted.name,
                media_type=wanted.media_type,
                length=size,
                offset=size,
                pieces=[str(piece.id) for piece in pieces],
                conflict=wanted.conflict,
                modified_at=wanted.modified_at,
                expires_at=clock.now() + FINISHED_PERIOD,
                version=version,
            )
    finally:
        draft.discard()


def _copy(piece: Upload, draft: blobs.Draft) -> None:
    if piece.blob is None or not piece.offset:
        return
    # A partial upload is sealed when its last byte came, so that what is read is what was written.
    reader = blobs.open_blob(piece.blob, keeper_of(piece.blob))
    for data in reader.stream(0, reader.size):
        draft.write(data)
