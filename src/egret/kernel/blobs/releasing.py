"""Letting go of blobs: their keys go at once, their objects and rows in a job. The doomed row is the outbox."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable, Iterator

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, Model, OuterRef, ProtectedError, QuerySet, RestrictedError
from django.utils.module_loading import import_string

from egret.kernel import clock
from egret.kernel.blobs.errors import BlobUnknown
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import store
from egret.kernel.purpose import under
from egret.kernel.vault import owners
from egret.kernel.vault.owners import Owner

logger = logging.getLogger(__name__)

REMOVE_TASK = "egret.kernel.tasks.remove_released_blobs"
REMOVED_AT_ONCE = 100
# Ids in one statement.
AT_ONCE = 500


def share_key(blob: Blob, from_owner: Owner, to_owner: Owner) -> None:
    """`share_keys` of one."""
    share_keys([blob.id], from_owner, to_owner)


def share_keys(blob_ids: Iterable[uuid.UUID], from_owner: Owner, to_owner: Owner) -> None:
    """Let another owner read these blobs too, in the caller's transaction. Raises BlobUnknown, KeyDestroyed.

    The blobs are locked: whoever releases one at this moment waits, and then sees the new row that refers to it. Each
    owner's key is unwrapped once.
    """
    with transaction.atomic():
        wrapped: dict[uuid.UUID, bytes] = {}
        for batch in _batches(blob_ids):
            wrapped |= _keys_to_share(batch, from_owner, to_owner)
        if not wrapped:
            return
        source, target = owners.OpenedKey(from_owner, make=False), owners.OpenedKey(to_owner, make=True)
        rows = (
            BlobKey(blob_id=blob_id, owner=str(to_owner), wrapped=target.wrap(blob_id, source.unwrap(blob_id, key)))
            for blob_id, key in wrapped.items()
        )
        BlobKey.objects.bulk_create(rows, batch_size=AT_ONCE)


def _keys_to_share(blob_ids: list[uuid.UUID], from_owner: Owner, to_owner: Owner) -> dict[uuid.UUID, bytes]:
    """The wrapped keys that the other owner lacks; their blobs are locked. Raises BlobUnknown when one is gone."""
    live = Blob.objects.select_for_update().filter(id__in=blob_ids).exclude(state=Blob.State.DOOMED).order_by("id")
    if len(live.values_list("id", flat=True)) < len(blob_ids):
        raise BlobUnknown()
    keys = BlobKey.objects.filter(blob_id__in=blob_ids)
    there = set(keys.filter(owner=str(to_owner)).values_list("blob_id", flat=True))
    lacking = keys.filter(owner=str(from_owner)).values_list("blob_id", "wrapped")
    found = {blob_id: bytes(wrapped) for blob_id, wrapped in lacking if blob_id not in there}
    if len(found) + len(there) < len(blob_ids):
        raise BlobUnknown()
    return found


def drop_key(blob: Blob, owner: Owner) -> None:
    """`drop_keys` of one."""
    drop_keys([blob.id], owner)


def drop_keys(blob_ids: Iterable[uuid.UUID], owner: Owner) -> None:
    """This owner reads them no more, in the caller's transaction. Safe twice."""
    for batch in _batches(blob_ids):
        BlobKey.objects.filter(blob_id__in=batch, owner=str(owner)).delete()


def _batches(blob_ids: Iterable[uuid.UUID]) -> Iterator[list[uuid.UUID]]:
    """In the order in which everybody locks blobs; SQLite takes a limited number of values in one statement."""
    wanted = sorted(set(blob_ids))
    for start in range(0, len(wanted), AT_ONCE):
        yield wanted[start : start + AT_ONCE]


def release(blob_ids: Iterable[uuid.UUID]) -> int:
    """Doom those of the blobs that no row points to any more, in the caller's transaction; returns how many.

    Call it after the referring rows are gone. Others are left as they are: the same id may be given again later.
    """
    count = 0
    with transaction.atomic():
        for batch in _batches(blob_ids):
            found = Blob.objects.select_for_update().filter(id__in=batch).exclude(state=Blob.State.DOOMED)
            doomed = unreferenced(list(found.order_by("id").values_list("id", flat=True)))
            if doomed:
                BlobKey.objects.filter(blob_id__in=doomed).delete()
                Blob.objects.filter(id__in=doomed).update(state=Blob.State.DOOMED, doomed_at=clock.now())
                count += len(doomed)
        if count:
            transaction.on_commit(wake)
    return count


@under("kernel.retention")
def unreferenced(blob_ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """Those that no row of any model points to, parts and keys aside."""
    left = set(blob_ids)
    for model, field in _referring():
        left -= set(model._base_manager.filter(**{f"{field}__in": left}).values_list(field, flat=True))
    return [blob_id for blob_id in blob_ids if blob_id in left]


def without_reference() -> QuerySet[Blob]:
    """All blobs that no row of any model points to, parts and keys aside."""
    found = Blob.objects.all()
    for model, field in _referring():
        found = found.filter(~Exists(model._base_manager.filter(**{field: OuterRef("pk")})))
    return found


def _referring() -> Iterator[tuple[type[Model], str]]:
    """The models that point to blobs, and by which field."""
    # Hidden ones too: a foreign key with related_name="+" points here all the same.
    for relation in Blob._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model not in (Part, BlobKey):
            yield relation.related_model, relation.field.name


def wake() -> None:
    """Enqueue the job that removes what is doomed; it would come by itself within minutes."""
    import_string(REMOVE_TASK).enqueue()


def remove_doomed() -> int:
    """Remove objects, then rows; returns how many blobs. Safe to run twice, and to be killed anywhere."""
    removed = 0
    while batch := list(Blob.objects.filter(state=Blob.State.DOOMED).order_by("doomed_at")[:REMOVED_AT_ONCE]):
        store().delete(Part.objects.filter(blob__in=batch).values_list("name", flat=True))
        try:
            # Together: somebody who goes leaves thousands.
            with transaction.atomic():
                Blob.objects.filter(id__in=[blob.id for blob in batch]).delete()
            removed += len(batch)
        except (ProtectedError, RestrictedError):
            return removed + _remove_one_by_one(batch)
    return removed


def _remove_one_by_one(batch: list[Blob]) -> int:
    """Up to the one that a row still points to."""
    for removed, blob in enumerate(batch):
        try:
            blob.delete()
        except (ProtectedError, RestrictedError):
            logger.exception("A row points to a blob that was released")
            return removed
    return len(batch)
