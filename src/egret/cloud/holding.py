"""What of the drive must not be deleted for now: what is held, what is below it, and the folders it is in."""

from __future__ import annotations

import uuid

from egret.cloud.models import Node
from egret.kernel import holds

KIND = "file"


def is_held(node_id: uuid.UUID) -> bool:
    """Few things are held, and a tree is not deep."""
    held = holds.ids_held(KIND)
    if not held:
        return False
    if held & set(_way_up(node_id)):
        return True
    return any(node_id in _way_up(each) for each in held)


def require_free(node_id: uuid.UUID) -> None:
    """In the transaction that is to delete it. Raises Held."""
    holds.lock(exclusive=False)
    if is_held(node_id):
        raise holds.Held


def _way_up(node_id: uuid.UUID) -> list[uuid.UUID]:
    """A node and the folders it is in."""
    way: list[uuid.UUID] = []
    at: uuid.UUID | None = node_id
    while at is not None:
        way.append(at)
        at = Node.objects.filter(id=at).values_list("parent_id", flat=True).first()
    return way
