"""A copy is built by a worker, in turns: whatever ends one, the next goes on behind the last commit."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import Q

from egret.kernel import blobs, clock, events, ids
from egret.kernel.blobs import BlobDamaged, BlobUnknown, Owner, StoreFull, StoreUnavailable
from egret.kernel.copying import Content
from egret.kernel.text import Language
from egret.kernel.vault import KeyDestroyed, KeyMissing, WrappingDamaged
from egret.privacy.copies import documents, pages, presenting, queries
from egret.privacy.copies.models import UNDER_WAY, Copy, CopyState, Doing, Member
from egret.privacy.copies.personal import COPY, KEPT
from egret.privacy.copies.writing import Stopped, Unreadable, Writing
from egret.privacy.events import CopyReady

logger = logging.getLogger(__name__)

# A worker that said nothing for so long is dead, or so slow that another had better go on.
SILENT_AFTER = timedelta(seconds=10)
# Pieces of a content that are read while earlier ones are written.
AHEAD = 4
UNREADABLE = (BlobDamaged, BlobUnknown, KeyDestroyed, KeyMissing, WrappingDamaged)


def build_wanted() -> int:
    """Build every copy that is wanted and in no living worker's hands; returns how many are ready. Safe twice."""
    ready = 0
    while (claimed := _claim()) is not None:
        ready += _build(*claimed)
    return ready


def build(copy_id: uuid.UUID) -> bool:
    """Build one, unless another worker has it."""
    claimed = _claim(copy_id)
    return claimed is not None and _build(*claimed)


def _claim(copy_id: uuid.UUID | None = None) -> tuple[Copy, uuid.UUID] | None:
    """ordered → building; or a building one whose worker is silent."""
    silent = Q(worker_seen_at=None) | Q(worker_seen_at__lt=clock.now() - SILENT_AFTER)
    wanted = Copy.objects.filter(silent, state__in=UNDER_WAY).order_by("id")
    if copy_id is not None:
        wanted = wanted.filter(id=copy_id)
    worker = ids.new_id()
    with transaction.atomic():
        copy = wanted.select_for_update().first()
        if copy is None:
            return None
        copy.state, copy.worker, copy.worker_seen_at = CopyState.BUILDING, worker, clock.now()
        if copy.blob_id is None:
            copy.blob = blobs.begin(Owner("person", copy.person_id), COPY)
        copy.save(update_fields=["state", "worker", "worker_seen_at", "blob"])
    return copy, worker


def _build(copy: Copy, worker: uuid.UUID) -> bool:
    try:
        _survey(copy)
        while True:
            writing = Writing(copy, worker)
            try:
                _write(copy, writing)
                break
            except Unreadable:
                continue
            except BaseException:
                writing.abandon()
                raise
        return _hand_over(copy, worker)
    except Stopped:
        return False
    except StoreUnavailable:
        # It may answer again in a minute: the next worker that looks goes on.
        logger.warning("A copy waits for the store")
        return False
    except StoreFull:
        fail(copy, worker, "store-full")
    except DatabaseError as error:
        if not blobs.is_full(error):
            raise
        fail(copy, worker, "store-full")
    except Exception:
        logger.exception("A copy could not be made")
        fail(copy, worker, "fault")
    return False


def _survey(copy: Copy) -> None:
    """How much there is, for whoever watches. Raises StoreFull when there is no room for it."""
    sizes = [content.size for content in queries.contents_of(copy.person_id)]
    copy.items_total = len(sizes) + len(presenting.tables())
    copy.bytes_total = sum(sizes)
    copy.save(update_fields=["items_total", "bytes_total"])
    free = blobs.free_bytes()
    # Not to find out with the disk full, which is everybody's.
    if free is not None and copy.blob is not None and free < copy.bytes_total - copy.blob.size:
        raise StoreFull


def _write(copy: Copy, writing: Writing) -> None:
    """Everything in its order; what is in it from an earlier turn is passed over."""
    subject = presenting.subject_of(copy.person_id)
    language: Language = "zh-Hans" if copy.language == "zh-Hans" else "en"
    writing.doing(Doing.CONTENTS)
    for content in queries.contents_of(copy.person_id):
        source = f"{content.model}:{content.row}"
        if source in writing.done:
            continue
        try:
            writing.add(source, content.path, content.modified_at, _read(content), content)
        except UNREADABLE:
            logger.warning("A content could not be read for a copy", exc_info=True)
            writing.leave_out(content, source)
            raise Unreadable from None
    writing.doing(Doing.DATA)
    made_at = copy.ordered_at
    for table in presenting.tables().values():
        writing.add(f"data:{table.label}", documents.path_of(table), made_at, documents.rows(table, subject))
    writing.commit()
    writing.doing(Doing.PAGES)
    writing.add("data:contents", documents.CONTENTS, made_at, documents.contents(copy))
    writing.add("data:schema", documents.SCHEMA, made_at, documents.schema(copy, subject))
    for path, page in pages.pages(copy, subject, language):
        writing.add(f"page:{path}", path, made_at, page)
    writing.finish()


def _hand_over(copy: Copy, worker: uuid.UUID) -> bool:
    """building → ready."""
    assert copy.blob is not None
    with transaction.atomic():
        mine = Copy.objects.select_for_update().filter(id=copy.id, state=CopyState.BUILDING, worker=worker).first()
        if mine is None or mine.blob is None:
            return False
        blobs.seal(mine.blob, Owner("person", copy.person_id))
        mine.state, mine.ready_at, mine.expires_at = CopyState.READY, clock.now(), clock.now() + KEPT
        mine.items_done, mine.bytes_done = mine.items_total, mine.bytes_total
        mine.worker = mine.worker_seen_at = None
        mine.save()
        Member.objects.filter(copy=copy).delete()
        events.emit(CopyReady(copy.person_id, copy.id))
    return True


def fail(copy: Copy, worker: uuid.UUID, problem: str) -> None:
    """building → failed, with nothing left behind."""
    with transaction.atomic():
        mine = Copy.objects.select_for_update().filter(id=copy.id, state=CopyState.BUILDING, worker=worker).first()
        if mine is not None:
            end(mine, CopyState.FAILED, problem)


def end(copy: Copy, state: CopyState, problem: str = "") -> None:
    """In the caller's transaction, which holds the row: what was written of it goes."""
    former = copy.blob_id
    copy.state, copy.problem, copy.blob, copy.ended_at = state, problem, None, clock.now()
    copy.worker = copy.worker_seen_at = None
    copy.save()
    Member.objects.filter(copy=copy).delete()
    if former is not None:
        blobs.release([former])


def _read(content: Content) -> Iterator[bytes]:
    reader = blobs.open_blob(content.blob, content.owner)
    return reader.stream(content.start, content.start + content.size)
