"""Store and database compared: objects that no row names, rows whose object is gone, blobs that nobody owns, and
blobs that nothing refers to any more (C17).

Shard by shard, so that memory does not grow with the store.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from egret.kernel import clock
from egret.kernel.blobs import releasing
from egret.kernel.models import Blob, BlobKey, Part
from egret.kernel.objects import OBJECT, ObjectMissing, Store, Stored, store
from egret.kernel.vault.codec import Shape

GRACE = timedelta(hours=1)
# An upload goes on for days; its own row says until when. What is open for longer, and nobody's upload, was forgotten.
OPEN_GRACE = timedelta(days=14)
SHARD = re.compile(r"[0-9a-f]{3}")


@dataclass
class Report:
    """What was found. `orphan_objects` were removed, and `unreferenced_blobs` released, when it was asked for; the
    others are named and left."""

    orphan_objects: list[str] = field(default_factory=list)
    missing_parts: list[str] = field(default_factory=list)
    wrong_sizes: list[str] = field(default_factory=list)
    ownerless_blobs: list[str] = field(default_factory=list)
    unreferenced_blobs: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"blobs": 0, "parts": 0, "objects": 0})
    bytes: int = 0

    @property
    def agrees(self) -> bool:
        named = (self.missing_parts, self.wrong_sizes, self.ownerless_blobs, self.unreferenced_blobs)
        return not (self.orphan_objects or any(named))


def reconcile(mend: bool = False, grace: timedelta = GRACE) -> Report:
    """Compare, and with `mend` remove orphans: objects of no row whose blob got no part for longer than `grace`, and
    release blobs as old to which no row refers.

    A row that something refers to is never deleted: a missing part may come back from a backup.

    Raises StoreUnavailable.
    """
    source, report, horizon = store(), Report(), clock.now() - grace
    recorded = Part.objects.annotate(shard=Substr("name", 1, 3)).values_list("shard", flat=True).distinct()
    listed = {shard for shard in source.shards() if SHARD.fullmatch(shard)}
    for shard in sorted(listed | set(recorded.order_by())):
        _reconcile_shard(source, shard, horizon, mend, report)
    live = Blob.objects.exclude(state=Blob.State.DOOMED)
    report.counts["blobs"] = live.count()
    ownerless = live.filter(~Exists(BlobKey.objects.filter(blob=OuterRef("pk"))))
    report.ownerless_blobs = [str(blob_id) for blob_id in ownerless.values_list("id", flat=True)]
    forgotten = list(_forgotten(horizon).values_list("id", flat=True))
    report.unreferenced_blobs = [str(blob_id) for blob_id in forgotten]
    if mend:
        # It looks again, each blob locked.
        releasing.release(forgotten)
    return report


def _forgotten(horizon: datetime) -> QuerySet[Blob]:
    """Blobs with a key to which no row refers, since before the horizon."""
    sealed = Q(state=Blob.State.SEALED, created_at__lte=horizon)
    opened = Q(state=Blob.State.OPEN, created_at__lte=min(horizon, clock.now() - OPEN_GRACE))
    with_key = Exists(BlobKey.objects.filter(blob=OuterRef("pk")))
    return releasing.without_reference().filter(sealed | opened, with_key).order_by("id")


def _reconcile_shard(source: Store, shard: str, horizon: datetime, mend: bool, report: Report) -> None:
    # The store first: what is stored after this has its row after this too.
    objects = {found.name: found for found in source.objects(shard) if OBJECT.fullmatch(found.name)}
    recorded = set(_parts_of(shard).values_list("name", flat=True))
    orphans = list(_orphans(objects.values(), recorded, horizon))
    if mend:
        source.delete(orphans)
    report.orphan_objects += orphans
    report.counts["objects"] += len(objects)
    report.counts["parts"] += len(recorded)
    report.bytes += sum(found.size for found in objects.values())
    kept = _parts_of(shard).exclude(blob__state=Blob.State.DOOMED).values_list("name", "number", "size", "salt")
    for name, number, size, salt in kept.iterator():
        expected = Shape(number, size, bytes(salt)).stored_size
        try:
            # A part that was stored meanwhile is not in the list.
            actual = objects[name].size if name in objects else source.size(name)
        except ObjectMissing:
            if Part.objects.filter(name=name).exists():
                report.missing_parts.append(name)
            continue
        if actual != expected:
            report.wrong_sizes.append(name)


def _orphans(objects: Iterable[Stored], recorded: set[str], horizon: datetime) -> Iterable[str]:
    """Objects of no row. A draft's first parts are old while its last ones are written: the blob's newest object
    counts, and a draft that took long looks for its parts before its commit (writing.LONG_DRAFT)."""
    of_blob: dict[str, list[Stored]] = defaultdict(list)
    for found in objects:
        of_blob[found.name[4:36]].append(found)
    for group in of_blob.values():
        if max(found.modified_at for found in group) <= horizon:
            yield from (found.name for found in group if found.name not in recorded)


def _parts_of(shard: str) -> QuerySet[Part]:
    """By the index of `name`: PostgreSQL has one for prefixes, SQLite compares bytes ("0" comes after "/")."""
    if connection.vendor == "sqlite":
        return Part.objects.filter(name__gte=f"{shard}/", name__lt=f"{shard}0")
    return Part.objects.filter(name__startswith=f"{shard}/")
