"""Many small files at once: those with a new name by few statements, the others as a single one is stored."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from egret.cloud.actions import files
from egret.cloud.actions.locked import free_name, require_folder, require_room, take_room, touch, writing
from egret.cloud.actions.uploads import finished
from egret.cloud.errors import NameTaken
from egret.cloud.errors.uploads import FileIdTaken
from egret.cloud.events import FileStored
from egret.cloud.models import Activity, Conflict, FileVersion, Node, Opened, Upload, Verb
from egret.cloud.queries import Access
from egret.cloud.uploads.wanted import Wanted
from egret.kernel import blobs, clock, events
from egret.kernel.errors import EgretError
from egret.kernel.models import Blob


@dataclass(frozen=True)
class Sent:
    """What arrived of one file; `id` will be its upload's: who lost the answer can ask again (`Upload`)."""

    id: uuid.UUID
    wanted: Wanted
    small: blobs.Small


Outcome = FileVersion | EgretError


def do_store_many(parent: Access, bundle: blobs.Bundle, sent: Sequence[Sent]) -> dict[uuid.UUID, Outcome]:
    """Each becomes a file of this folder, or the reason why it does not; all in one transaction, by id.

    Raises NodeUnknown, NotAFolder when the folder itself is not there any more.
    """
    with writing(parent) as held:
        require_folder(parent.node)
        space = held[parent.space.id]
        # Only under the lock: the same bundle may be on its way twice.
        outcomes = _sent_before(parent, sent)
        sent = [each for each in sent if each.id not in outcomes]
        names = {each.wanted.name for each in sent}
        taken = set(
            Node.objects.filter(parent=parent.node, name__in=names, trashed_at=None).values_list("name", flat=True)
        )
        fresh, others, room = [], [], 0
        for each in sent:
            if each.wanted.name in taken:
                others.append(each)
                continue
            try:
                require_room(space, room + each.small.size)
            except EgretError as error:
                outcomes[each.id] = error
                continue
            taken.add(each.wanted.name)
            room += each.small.size
            fresh.append(each)
        stored = bundle.commit([each.small for each in fresh])
        if fresh:
            outcomes.update(zip((each.id for each in fresh), _create(parent, fresh, stored), strict=True))
            take_room(space, room)
            touch(parent.node.id)
        for each in others:
            outcomes[each.id] = _store_one(parent, bundle, each)
        _remember(parent, sent, outcomes)
    return outcomes


def _create(parent: Access, fresh: Sequence[Sent], stored: dict[uuid.UUID, Blob]) -> list[FileVersion]:
    """Nodes and versions name each other: the database looks at the references when it commits."""
    moment, person_id = clock.now(), parent.person_id
    nodes, versions = [], []
    for each in fresh:
        wanted, blob = each.wanted, stored[each.small.id]
        node = Node(
            space_id=parent.space.id, parent=parent.node, name=wanted.name, is_folder=False, created_by_id=person_id
        )
        version = FileVersion(
            node=node,
            blob=blob,
            size=blob.size,
            media_type=wanted.media_type or files.media_type_of(wanted.name),
            modified_at=wanted.modified_at or moment,
            created_by_id=person_id,
        )
        files.set_current(node, version)
        nodes.append(node)
        versions.append(version)
    Node.objects.bulk_create(nodes)
    FileVersion.objects.bulk_create(versions)
    Activity.objects.bulk_create(
        [
            Activity(
                space_id=node.space_id,
                node_id=node.id,
                person_id=person_id,
                verb=Verb.CREATED,
                name=node.name,
                facts={"size": node.size},
            )
            for node in nodes
        ]
    )
    if person_id is not None:
        Opened.objects.bulk_create([Opened(node=node, person_id=person_id, opened_at=moment) for node in nodes])
    for version in versions:
        events.emit(FileStored(version.node_id, version.id))
    return versions


def _store_one(parent: Access, bundle: blobs.Bundle, each: Sent) -> Outcome:
    """Where the name is taken: as whoever sent it wants. When it raises, nothing of this one was written."""
    wanted = each.wanted
    if wanted.conflict in (Conflict.ASK, Conflict.SKIP):
        return NameTaken(name=wanted.name, free=free_name(parent.node, wanted.name))
    try:
        with transaction.atomic():
            version = files.do_store(
                parent,
                wanted.name,
                bundle.commit([each.small])[each.small.id],
                conflict=wanted.conflict,
                media_type=wanted.media_type,
                modified_at=wanted.modified_at,
            )
    except EgretError as error:
        return error
    assert version is not None
    return version


def _remember(parent: Access, sent: Sequence[Sent], outcomes: dict[uuid.UUID, Outcome]) -> None:
    """What became of each, for as long as of any other upload."""
    Upload.objects.bulk_create(
        [
            finished(parent, each.wanted, version, person_id=parent.person_id, id_=each.id)
            for each in sent
            if isinstance(version := outcomes[each.id], FileVersion)
        ]
    )


def _sent_before(parent: Access, sent: Sequence[Sent]) -> dict[uuid.UUID, Outcome]:
    """Those of an earlier request whose answer was lost."""
    outcomes: dict[uuid.UUID, Outcome] = {}
    for upload in Upload.objects.select_related("version").filter(id__in=[each.id for each in sent]):
        mine = upload.person_id is not None and upload.person_id == parent.person_id
        outcomes[upload.id] = upload.version if mine and upload.version else FileIdTaken()
    return outcomes
