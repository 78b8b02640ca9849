"""Thrown away, brought back, deleted for ever."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from egret.cloud.actions.activity import record
from egret.cloud.actions.files import remove_versions
from egret.cloud.actions.locked import free_name, require_depth, touch, writing
from egret.cloud.errors import NodeUnknown, RootFixed
from egret.cloud.events import NodeChanged, NodePurged, PurgeWanted
from egret.cloud.models import FileVersion, Node, Space, Verb
from egret.cloud.queries import Access, subtree_of
from egret.kernel import clock, events
from egret.kernel.erasure import flush_deleted

TRASH_PERIOD = timedelta(days=30)
# One transaction's share of a big deletion: other writers of the space get their turn in between.
BATCH = 200


def do_trash(access: Access) -> Node:
    """Into the trash, with everything below; its name is free at once. Raises RootFixed."""
    with writing(access):
        node = access.node
        if node.parent_id is None:
            raise RootFixed
        node.trashed_at = node.changed_at = clock.now()
        node.trashed_by_id = access.person_id
        node.save(update_fields=["trashed_at", "trashed_by", "changed_at"])
        touch(node.parent_id)
        record(node, access.person_id, Verb.TRASHED)
        events.emit(NodeChanged(node.id))
    return node


def do_restore(access: Access) -> Node:
    """Back to its place, or to the space's root where that is gone; under a numbered name where its own is taken.

    Raises NodeUnknown for what is not itself in the trash.
    """
    with writing(access):
        node = access.node
        if node.trashed_at is None:
            raise NodeUnknown
        above = access.chain[:-1]
        gone = any(each.trashed_at is not None for each in above)
        parent = above[0] if gone else above[-1]
        require_depth(1 if gone else len(above))
        node.parent, node.name = parent, free_name(parent, node.name)
        node.trashed_at = node.trashed_by = None
        node.changed_at = clock.now()
        node.save(update_fields=["parent", "name", "trashed_at", "trashed_by", "changed_at"])
        touch(parent.id)
        record(node, access.person_id, Verb.RESTORED)
        events.emit(NodeChanged(node.id))
    return node


def do_purge(access: Access) -> None:
    """Delete something in the trash for ever: out of sight now, out of the store as fast as a job can."""
    with writing(access):
        if access.node.trashed_at is None:
            raise NodeUnknown
        _mark(access.node, access.person_id)


def do_empty_trash(root: Access) -> int:
    """Delete all that is in a space's trash for ever; returns how many things that were."""
    with writing(root):
        nodes = list(Node.objects.filter(space=root.space, trashed_at__isnull=False, purging=False))
        for node in nodes:
            _mark(node, root.person_id)
    return len(nodes)


def _mark(node: Node, person_id: uuid.UUID | None) -> None:
    node.purging = True
    node.save(update_fields=["purging"])
    record(node, person_id, Verb.PURGED)
    events.emit(PurgeWanted())


def purge_expired() -> int:
    """Mark what has been in the trash longer than TRASH_PERIOD."""
    past = Node.objects.filter(trashed_at__lt=clock.now() - TRASH_PERIOD, purging=False)
    return past.update(purging=True)


def finish_purges() -> int:
    """Delete everything that is marked, from the leaves up in small transactions; a killed one's rest too."""
    done = 0
    while True:
        top = Node.objects.filter(purging=True).first()
        if top is None:
            break
        below = [node.id for node in subtree_of(top.id, with_trashed=True)][::-1]
        for start in range(0, len(below), BATCH):
            _delete(top.space_id, below[start : start + BATCH])
        done += 1
    if done:
        flush_deleted()
    return done


def _delete(space_id: uuid.UUID, node_ids: Sequence[uuid.UUID]) -> None:
    """Nodes whose children are gone already, with all their versions."""
    with transaction.atomic():
        space = Space.objects.select_for_update(no_key=True).get(id=space_id)
        Node.objects.filter(id__in=node_ids).update(version=None)
        remove_versions(list(FileVersion.objects.filter(node__in=node_ids)), space)
        for node_id in node_ids:
            Node.objects.filter(id=node_id).delete()
            events.emit(NodePurged(node_id))
