"""Contents of files: stored as a new file or a new version, made current again, named, removed."""

from __future__ import annotations

import mimetypes
import uuid
from datetime import datetime, timedelta

from django.db.models import Q

from egret.cloud import holding
from egret.cloud.actions.activity import record
from egret.cloud.actions.locked import free_name, require_folder, require_room, take_room, touch, writing
from egret.cloud.actions.tree import drop_unused_keys
from egret.cloud.errors import NameTaken, NotAFile, VersionUnknown
from egret.cloud.events import FileStored
from egret.cloud.models import Activity, Conflict, FileVersion, LinkKind, Node, Opened, Space, Verb
from egret.cloud.names import parse_name
from egret.cloud.queries import Access, child_of, owner_of
from egret.kernel import blobs, clock, events, pictures
from egret.kernel.models import Blob

# Without the machine's own tables: the same name means the same type on every machine.
TYPES = mimetypes.MimeTypes(filenames=())
TYPES.add_type("text/markdown", ".md")
TYPES.add_type("image/heic", ".heic")
TYPES.add_type("image/webp", ".webp")
TYPES.add_type("image/avif", ".avif")
# Pages ask for two at a time and come back: nobody's other requests wait for somebody's pictures.
PICTURE_PATIENCE = 2.0  # seconds
UNKNOWN_TYPE = "application/octet-stream"
# Somebody who scrolls through a film asks for a hundred ranges: that is one reading.
ONE_READING = timedelta(minutes=10)


def media_type_of(name: str) -> str:
    """What a name says of its content."""
    return TYPES.guess_type(name)[0] or UNKNOWN_TYPE


def do_store(
    parent: Access,
    name: str,
    content: blobs.Draft | Blob,
    *,
    conflict: Conflict = Conflict.ASK,
    media_type: str = "",
    modified_at: datetime | None = None,
) -> FileVersion | None:
    """What was written becomes a file in this folder, or a new version of the one that has the name.

    `content` is a finished draft, or a sealed blob of the space's owner. None: the name is taken, and it was to be
    skipped; the content is the caller's to discard then, as when this raises NameUnusable, NameTaken, NotAFile,
    NotAFolder, QuotaExceeded.
    """
    name = parse_name(name)
    if parent.link is not None and parent.link.kind == LinkKind.DROP:
        # Whoever drops something in cannot see what is there, and replaces none of it.
        conflict = Conflict.KEEP_BOTH
    with writing(parent) as held:
        require_folder(parent.node)
        space = held[parent.space.id]
        there = child_of(parent.node, name)
        if there is not None and conflict is Conflict.KEEP_BOTH:
            name, there = free_name(parent.node, name), None
        if there is not None and conflict is Conflict.SKIP:
            return None
        if there is not None and conflict is Conflict.ASK:
            raise NameTaken(name=name, free=free_name(parent.node, name))
        if there is not None and there.is_folder:
            raise NotAFile
        require_room(space, content.size)
        blob = content if isinstance(content, Blob) else content.commit()
        node = there or Node(
            space=space, parent=parent.node, name=name, is_folder=False, created_by_id=parent.person_id
        )
        moment = clock.now()
        version = FileVersion(
            node=node,
            blob=blob,
            size=blob.size,
            media_type=media_type or media_type_of(name),
            modified_at=modified_at or moment,
            created_by_id=parent.person_id,
        )
        if there is None:
            # Each names the other: the database looks at the references when it commits.
            set_current(node, version)
            node.save(force_insert=True)
        version.save(force_insert=True)
        take_room(space, blob.size)
        if there is None:
            events.emit(FileStored(node.id, version.id))
            touch(parent.node.id)
        else:
            _make_current(node, version)
        record(node, parent.person_id, Verb.CREATED if there is None else Verb.UPLOADED, size=blob.size)
        if parent.person_id is not None and there is None:
            # Thousands of new files arrive at once: nobody can have opened this one before.
            Opened.objects.create(node=node, person_id=parent.person_id, opened_at=moment)
        elif parent.person_id is not None:
            _mark_opened(node.id, parent.person_id)
    return version


def do_revert(access: Access, version_id: uuid.UUID) -> FileVersion:
    """An earlier version becomes the current one: as a new version, so that nothing is lost. Raises VersionUnknown."""
    with writing(access) as held:
        old = version_of(access.node, version_id)
        if old.id == access.node.version_id:
            return old
        space = held[access.space.id]
        require_room(space, old.size)
        version = FileVersion.objects.create(
            node=access.node,
            blob_id=old.blob_id,
            size=old.size,
            media_type=old.media_type,
            modified_at=clock.now(),
            created_by_id=access.person_id,
        )
        take_room(space, old.size)
        _make_current(access.node, version)
        record(access.node, access.person_id, Verb.REVERTED, version=str(old.id))
    return version


def do_label_version(access: Access, version_id: uuid.UUID, label: str) -> FileVersion:
    """Name a version, which also keeps it from expiring; "" takes the name away. Raises VersionUnknown."""
    with writing(access):
        version = version_of(access.node, version_id)
        version.label = " ".join(label.split())[:120]
        version.save(update_fields=["label"])
    return version


def do_delete_version(access: Access, version_id: uuid.UUID) -> None:
    """Remove an earlier version for ever. Raises VersionUnknown, also for the current one, Held."""
    with writing(access) as held:
        version = version_of(access.node, version_id)
        if version.id == access.node.version_id:
            raise VersionUnknown
        holding.require_free(access.node.id)
        remove_versions([version], held[access.space.id])


def remove_versions(versions: list[FileVersion], space: Space) -> None:
    """Delete version rows of one space and let go of contents that nothing needs any more."""
    blob_ids = {version.blob_id for version in versions}
    FileVersion.objects.filter(id__in=[version.id for version in versions]).delete()
    take_room(space, -sum(version.size for version in versions))
    blobs.release(blob_ids)
    drop_unused_keys(blob_ids, space)


def do_note_opened(access: Access) -> None:
    """That somebody read the content: one row per reading (C30)."""
    node = access.node
    recent = Activity.objects.filter(
        Q(person_id=access.person_id), node_id=node.id, verb=Verb.OPENED, at__gt=clock.now() - ONE_READING
    )
    if access.person_id is None or not recent.exists():
        record(node, access.person_id, Verb.OPENED, **({"link": str(access.link.id)} if access.link else {}))
    if access.person_id is not None:
        _mark_opened(node.id, access.person_id)


def open_version(access: Access, version_id: uuid.UUID | None = None) -> tuple[FileVersion, blobs.Reader]:
    """A file's content, the current one without a `version_id`. Raises NotAFile, VersionUnknown, BlobDamaged."""
    if access.node.is_folder:
        raise NotAFile
    wanted = version_id or access.node.version_id
    assert wanted is not None
    version = version_of(access.node, wanted)
    return version, blobs.open_blob(version.blob, owner_of(access.space))


def draw(reader: blobs.Reader, longer_side: int) -> bytes:
    """A picture file's content as a JPEG, upright and without metadata; who asks waits a moment, not for long.

    Raises PicturesBusy, PictureTooLarge, PictureKindUnknown, PictureIsDrawing, PictureTooManyPixels, PictureDamaged,
    BlobDamaged.
    """
    if reader.size > pictures.MAXIMUM_BYTES:
        raise pictures.too_large()
    with pictures.turn(PICTURE_PATIENCE):
        return pictures.preview(reader.read(0, reader.size), longer_side)


def version_of(node: Node, version_id: uuid.UUID) -> FileVersion:
    version = FileVersion.objects.select_related("blob").filter(node=node, id=version_id).first()
    if version is None:
        raise VersionUnknown
    return version


def set_current(node: Node, version: FileVersion) -> None:
    """The file's own row repeats what listings show of its version; not saved."""
    node.version, node.size, node.media_type = version, version.size, version.media_type
    node.modified_at, node.changed_at = version.modified_at, clock.now()


def _make_current(node: Node, version: FileVersion) -> None:
    set_current(node, version)
    node.save(update_fields=["version", "size", "media_type", "modified_at", "changed_at"])
    events.emit(FileStored(node.id, version.id))


def _mark_opened(node_id: uuid.UUID, person_id: uuid.UUID) -> None:
    # One statement, whether there is a row or not, and however many requests come at once.
    Opened.objects.bulk_create(
        [Opened(node_id=node_id, person_id=person_id, opened_at=clock.now())],
        update_conflicts=True,
        unique_fields=["person", "node"],
        update_fields=["opened_at"],
    )
