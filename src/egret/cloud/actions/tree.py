"""Folders made, things renamed, moved and copied."""

from __future__ import annotations

import uuid

from django.db.models import Sum

from egret.cloud.actions.activity import record
from egret.cloud.actions.locked import (
    free_name,
    require_depth,
    require_folder,
    require_room,
    take_room,
    touch,
    writing,
)
from egret.cloud.errors import FolderIntoItself, NameTaken, RootFixed
from egret.cloud.events import NodeChanged
from egret.cloud.models import FileVersion, Node, Space, Verb
from egret.cloud.names import parse_name
from egret.cloud.queries import Access, child_of, owner_of, subtree_of
from egret.kernel import blobs, clock, events


def do_create_folder(parent: Access, name: str) -> Node:
    """A new folder. Raises NameUnusable, NameTaken, NotAFolder, TooDeep."""
    name = parse_name(name)
    with writing(parent):
        require_folder(parent.node)
        require_depth(len(parent.chain))
        _require_free(parent.node, name)
        folder = Node.objects.create(
            space=parent.space, parent=parent.node, name=name, is_folder=True, created_by_id=parent.person_id
        )
        touch(parent.node.id)
        record(folder, parent.person_id, Verb.CREATED)
        events.emit(NodeChanged(folder.id))
    return folder


def do_rename(access: Access, name: str) -> Node:
    """Another name in the same folder. Raises NameUnusable, NameTaken, RootFixed."""
    name = parse_name(name)
    with writing(access):
        node = access.node
        _require_movable(node)
        before = node.name
        if name != before:
            assert node.parent is not None
            _require_free(node.parent, name)
            node.name, node.changed_at = name, clock.now()
            node.save(update_fields=["name", "changed_at"])
            touch(node.parent_id)
            record(node, access.person_id, Verb.RENAMED, before=before)
            events.emit(NodeChanged(node.id))
    return node


def do_move(access: Access, target: Access, *, name: str | None = None, keep_both: bool = False) -> Node:
    """Into another folder, of another space as well; with everything below it.

    Raises NotAFolder, RootFixed, FolderIntoItself, NameUnusable, NameTaken, TooDeep, QuotaExceeded.
    """
    with writing(access, target) as held:
        node = access.node
        _require_movable(node)
        require_folder(target.node)
        wanted = parse_name(name) if name is not None else node.name
        _require_outside(node, target)
        if node.parent_id == target.node.id and wanted == node.name:
            return node
        wanted = _place(target.node, wanted, keep_both)
        if node.is_folder:
            require_depth(len(target.chain) + _height(node))
        before, was = node.parent_id, node.name
        if access.space.id != target.space.id:
            _change_space(node, held[access.space.id], held[target.space.id])
        node.parent, node.name, node.changed_at = target.node, wanted, clock.now()
        node.save(update_fields=["parent", "name", "space", "changed_at"])
        touch(before)
        touch(target.node.id)
        record(node, access.person_id, Verb.MOVED, before=was, source=str(before), target=str(target.node.id))
        events.emit(NodeChanged(node.id))
    return node


def do_copy(access: Access, target: Access, *, name: str | None = None, keep_both: bool = False) -> Node:
    """A copy with everything below it, of each file its current version; no byte is written anew.

    Raises NotAFolder, FolderIntoItself, NameUnusable, NameTaken, TooDeep, QuotaExceeded.
    """
    with writing(access, target) as held:
        require_folder(target.node)
        wanted = parse_name(name if name is not None else access.node.name)
        _require_outside(access.node, target)
        wanted = _place(target.node, wanted, keep_both)
        below = list(subtree_of(access.node.id))
        require_depth(len(target.chain) + max(node.level for node in below))
        space = held[target.space.id]
        needed = sum(node.size for node in below)
        require_room(space, needed)
        made = _copies(below, space, target)
        copied = made[access.node.id]
        copied.name = wanted
        versions = _versions(below, made, target.person_id)
        _share_keys(versions, held[access.space.id], space)
        Node.objects.bulk_create(made.values(), batch_size=500)
        FileVersion.objects.bulk_create(versions.values(), batch_size=500)
        for node_id, version in versions.items():
            made[node_id].version = version
        Node.objects.bulk_update([made[node_id] for node_id in versions], ["version"], batch_size=500)
        take_room(space, needed)
        touch(target.node.id)
        record(copied, target.person_id, Verb.COPIED, source=str(access.node.id))
        events.emit(NodeChanged(copied.id))
    return copied


def _copies(below: list[Node], space: Space, target: Access) -> dict[uuid.UUID, Node]:
    """A node for each of a subtree, by the one it is a copy of."""
    made: dict[uuid.UUID, Node] = {}
    for node in below:
        parent = made.get(node.parent_id, target.node) if node.parent_id is not None else target.node
        made[node.id] = Node(
            space=space,
            parent=parent,
            name=node.name,
            is_folder=node.is_folder,
            size=node.size,
            media_type=node.media_type,
            modified_at=node.modified_at,
            created_by_id=target.person_id,
        )
    return made


def _versions(
    below: list[Node], made: dict[uuid.UUID, Node], person_id: uuid.UUID | None
) -> dict[uuid.UUID, FileVersion]:
    current = FileVersion.objects.in_bulk([node.version_id for node in below if node.version_id is not None])
    return {
        node.id: FileVersion(
            node=made[node.id],
            blob_id=current[node.version_id].blob_id,
            size=node.size,
            media_type=node.media_type,
            modified_at=node.modified_at,
            created_by_id=person_id,
        )
        for node in below
        if node.version_id is not None
    }


def _change_space(node: Node, source: Space, target: Space) -> None:
    """Everything below changes its space, all versions with it, and their keys are wrapped for the new owner."""
    ids = [each.id for each in subtree_of(node.id, with_trashed=True)]
    versions = FileVersion.objects.filter(node__in=ids)
    moved = versions.aggregate(total=Sum("size"))["total"] or 0
    require_room(target, moved)
    by_node = {version.id: version for version in versions}
    _share_keys(by_node, source, target)
    Node.objects.filter(id__in=ids).update(space=target)
    node.space = target
    take_room(source, -moved)
    take_room(target, moved)
    drop_unused_keys({version.blob_id for version in by_node.values()}, source)


def _share_keys(versions: dict[uuid.UUID, FileVersion], source: Space, target: Space) -> None:
    """Who owns the target can read these contents as well."""
    if owner_of(source) != owner_of(target):
        blobs.share_keys({version.blob_id for version in versions.values()}, owner_of(source), owner_of(target))


def drop_unused_keys(blob_ids: set[uuid.UUID], space: Space) -> None:
    """Where nothing of this owner's needs a content any more, the owner's way to it goes."""
    same_owner = {"person_id": space.person_id} if space.person_id else {"organization_id": space.organization_id}
    still = set(
        FileVersion.objects.filter(
            blob_id__in=blob_ids, **{f"node__space__{name}": value for name, value in same_owner.items()}
        ).values_list("blob_id", flat=True)
    )
    blobs.drop_keys(blob_ids - still, owner_of(space))


def _height(node: Node) -> int:
    """How many levels lie below a folder."""
    return max(each.level for each in subtree_of(node.id))


def _place(folder: Node, name: str, keep_both: bool) -> str:
    if keep_both:
        return free_name(folder, name)
    _require_free(folder, name)
    return name


def _require_free(folder: Node, name: str) -> None:
    if child_of(folder, name) is not None:
        raise NameTaken(name=name, free=free_name(folder, name))


def _require_movable(node: Node) -> None:
    if node.parent_id is None:
        raise RootFixed


def _require_outside(node: Node, target: Access) -> None:
    if any(each.id == node.id for each in target.chain):
        raise FolderIntoItself
