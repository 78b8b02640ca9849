"""What fills a space: by kind of file, in the trash, in earlier versions, and the biggest files and folders."""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When

from egret.cloud.models import FileVersion, Node, Space
from egret.cloud.queries.access import Access

# As many as a picture of a space shows with names.
MOST = 20


class FileKind(StrEnum):
    PICTURE = "picture"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    ARCHIVE = "archive"
    OTHER = "other"


# What a media type begins with, for each kind; the first that fits counts.
BEGINNINGS: dict[FileKind, tuple[str, ...]] = {
    FileKind.PICTURE: ("image/",),
    FileKind.VIDEO: ("video/",),
    FileKind.AUDIO: ("audio/",),
    FileKind.ARCHIVE: (
        "application/zip",
        "application/x-tar",
        "application/gzip",
        "application/x-7z",
        "application/x-bzip",
        "application/x-xz",
        "application/vnd.rar",
        "application/x-rar",
    ),
    FileKind.DOCUMENT: (
        "text/",
        "application/pdf",
        "application/rtf",
        "application/msword",
        "application/json",
        "application/epub",
        "application/vnd.ms-",
        "application/vnd.openxmlformats-officedocument",
        "application/vnd.oasis.opendocument",
    ),
}


# The kind of a file as the database sees it, so that one statement groups by it.
KIND = Case(
    *(
        When(Q(*(Q(media_type__startswith=each) for each in beginnings), _connector=Q.OR), then=Value(kind.value))
        for kind, beginnings in BEGINNINGS.items()
    ),
    default=Value(FileKind.OTHER.value),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Filled:
    kind: FileKind
    bytes: int
    files: int


@dataclass(frozen=True)
class Big:
    """A file or a folder; a folder with all below it. `parent_id` is the folder it is in."""

    id: uuid.UUID
    parent_id: uuid.UUID | None
    name: str
    media_type: str
    bytes: int
    files: int


@dataclass(frozen=True)
class Usage:
    """`kinds` are current versions outside of the trash; these and the other two add up to what the space uses."""

    kinds: list[Filled]
    trash_bytes: int
    versions_bytes: int
    files: list[Big]
    folders: list[Big]


def usage_of(root: Access) -> Usage:
    """Of a whole space, for who may open it."""
    space = root.space
    folders = Node.objects.filter(space=space, is_folder=True).values_list("id", "parent_id")
    parents: dict[uuid.UUID, uuid.UUID | None] = dict(folders)
    trashed = _in_trash(space, parents)
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    below: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0, 0])
    # One pass over the space's files, grouped by folder, kind and whether they lie in the trash themselves.
    rows = (
        Node.objects.filter(space=space, is_folder=False, trashed_at=None)
        .values_list("parent_id", KIND)
        .annotate(Sum("size"), Count("id"))
    )
    for parent_id, kind, size, files in rows:
        if parent_id not in trashed:
            for counted in (kinds[kind], below[parent_id]):
                counted[0] += size
                counted[1] += files
    current = sum(size for size, _ in kinds.values())
    older = _earlier(space, trashed)
    total = FileVersion.objects.filter(node__space=space).aggregate(sum=Sum("size"))["sum"] or 0
    filled = sorted((Filled(FileKind(kind), *each) for kind, each in kinds.items()), key=lambda each: -each.bytes)
    return Usage(filled, total - current - older, older, _files(space, trashed), _folders(parents, trashed, below))


def _in_trash(space: Space, parents: dict[uuid.UUID, uuid.UUID | None]) -> set[uuid.UUID]:
    """The folders that are in the trash, by themselves or by their place."""
    found = set(Node.objects.filter(space=space, is_folder=True, trashed_at__isnull=False).values_list("id", flat=True))
    if not found:
        return found
    children = defaultdict(list)
    for id_, parent_id in parents.items():
        children[parent_id].append(id_)
    waiting = list(found)
    while waiting:
        below = children[waiting.pop()]
        found.update(below)
        waiting.extend(below)
    return found


def _earlier(space: Space, trashed: set[uuid.UUID]) -> int:
    """Bytes of earlier versions of files that are not in the trash."""
    rows = (
        FileVersion.objects.filter(node__space=space, node__trashed_at=None)
        .exclude(id=F("node__version_id"))
        .values_list("node__parent_id")
        .annotate(Sum("size"))
    )
    return sum(size for parent_id, size in rows if parent_id not in trashed)


def _files(space: Space, trashed: set[uuid.UUID]) -> list[Big]:
    """The biggest; walked from the largest down, so that what is in the trash is stepped over."""
    found: list[Big] = []
    ordered = Node.objects.filter(space=space, is_folder=False, trashed_at=None, size__gt=0).order_by("-size", "id")
    for id_, parent_id, name, media_type, size in ordered.values_list(
        "id", "parent_id", "name", "media_type", "size"
    ).iterator(chunk_size=200):
        if parent_id not in trashed:
            found.append(Big(id_, parent_id, name, media_type, size, 1))
            if len(found) == MOST:
                break
    return found


def _folders(
    parents: dict[uuid.UUID, uuid.UUID | None],
    trashed: set[uuid.UUID],
    below: dict[uuid.UUID, list[int]],
) -> list[Big]:
    """The biggest below the root, each with all that lies below it."""
    totals: dict[uuid.UUID, list[int]] = defaultdict(lambda: [0, 0])
    for folder_id, (size, files) in below.items():
        above: uuid.UUID | None = folder_id
        while above is not None:
            totals[above][0] += size
            totals[above][1] += files
            above = parents.get(above)
    ranked = sorted(
        (id_ for id_ in totals if parents.get(id_) is not None and id_ not in trashed and totals[id_][0]),
        key=lambda id_: (-totals[id_][0], id_),
    )[:MOST]
    names = dict(Node.objects.filter(id__in=ranked).values_list("id", "name"))
    return [Big(id_, parents[id_], names[id_], "", totals[id_][0], totals[id_][1]) for id_ in ranked if id_ in names]
