"""Thrown away, brought back, deleted for ever."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction

from egret.cloud import holding
from egret.cloud.actions.activity import record
from egret.cloud.actions.files import remove_versions
from egret.cloud.actions.locked import free_name, require_depth, touch, writing
from egret.cloud.errors import NodeUnknown, RootFixed
from egret.cloud.events import NodeChanged, NodePurged, PurgeWanted
from egret.cloud.models import FileVersion, Node, Space, Verb
from egret.cloud.queries import Access, subtree_of
from egret.kernel import clock, events, holds
from egret.kernel.erasure import flush_deleted
from egret.kernel.purpose import running

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
    """Delete something in the trash for ever: out of sight now, out of the store as fast as a job can.

    Raises NodeUnknown, Held.
    """
    with writing(access):
        if access.node.trashed_at is None:
            raise NodeUnknown
        holding.require_free(access.node.id)
        _mark(access.node, access.person_id)


def withdraw(node_id: uuid.UUID) -> None:
    """Out of sight now, and for ever, by nobody's doing: what a file holds must go. It is no error when it is gone."""
    with transaction.atomic():
        node = Node.objects.select_for_update().filter(id=node_id, purging=False).first()
        if node is not None:
            _mark(node, None)


def do_empty_trash(root: Access) -> int:
    """Delete all that is in a space's trash for ever, but for what is held; returns how many things that were."""
    with writing(root):
        holds.lock(exclusive=False)
        found = Node.objects.filter(space=root.space, trashed_at__isnull=False, purging=False)
        nodes = [node for node in found if not holding.is_held(node.id)]
        for node in nodes:
            _mark(node, root.person_id)
    return len(nodes)


def _mark(node: Node, person_id: uuid.UUID | None) -> None:
    node.purging = True
    node.save(update_fields=["purging"])
    record(node, person_id, Verb.PURGED)
    events.emit(PurgeWanted())


def purge_expired() -> int:
    """Mark what has been in the trash longer than TRASH_PERIOD, and is not held."""
    past = Node.objects.filter(trashed_at__lt=clock.now() - TRASH_PERIOD, purging=False)
    if holds.ids_held(holding.KIND):
        past = Node.objects.filter(id__in=[node.id for node in past if not holding.is_held(node.id)])
    return past.update(purging=True)


def finish_purges() -> int:
    """Delete everything that is marked, from the leaves up in small transactions; a killed one's rest too."""
    done = 0
    while True:
        marked = Node.objects.filter(purging=True)
        # What is held since it was marked waits for its release.
        held = [node.id for node in marked if holding.is_held(node.id)] if holds.ids_held(holding.KIND) else []
        top = marked.exclude(id__in=held).first()
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
        holds.lock(exclusive=False)
        if holds.ids_held(holding.KIND) and any(holding.is_held(node_id) for node_id in node_ids):
            return
        space = Space.objects.select_for_update(no_key=True).get(id=space_id)
        Node.objects.filter(id__in=node_ids).update(version=None)
        remove_versions(list(FileVersion.objects.filter(node__in=node_ids)), space)
        for node_id in node_ids:
            with running("kernel.erasure"):
                Node.objects.filter(id=node_id).delete()
            events.emit(NodePurged(node_id))
