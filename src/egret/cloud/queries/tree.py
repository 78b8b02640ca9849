"""Walking the tree in the database: upwards for who may, downwards for what lies below."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import connection

from egret.cloud.models import Node

UP = """
WITH RECURSIVE up(id, parent_id, level) AS (
  SELECT id, parent_id, 0 FROM cloud_node WHERE id = %s
  UNION ALL
  SELECT above.id, above.parent_id, up.level + 1 FROM cloud_node above JOIN up ON above.id = up.parent_id
)
SELECT node.* FROM up JOIN cloud_node node ON node.id = up.id ORDER BY up.level DESC
"""
DOWN = """
WITH RECURSIVE down(id, level) AS (
  SELECT id, 0 FROM cloud_node WHERE id = %s
  UNION ALL
  SELECT below.id, down.level + 1 FROM cloud_node below JOIN down ON below.parent_id = down.id
  WHERE below.trashed_at IS NULL OR %s
)
SELECT node.*, down.level AS level FROM down JOIN cloud_node node ON node.id = down.id ORDER BY down.level, node.name
"""


def database_key(id_: uuid.UUID) -> str | uuid.UUID:
    """An id as this database stores it, for statements that Django does not write."""
    key: str | uuid.UUID = Node._meta.pk.get_db_prep_value(id_, connection)
    return key


def chain_of(node_id: uuid.UUID) -> list[Node]:
    """The node and all above it, the root first; empty when there is no such node."""
    return list(Node.objects.raw(UP, [database_key(node_id)]))


def subtree_of(node_id: uuid.UUID, *, with_trashed: bool = False) -> Iterator[Node]:
    """The node and all below it, each after the one above it. Each has `level`, 0 for the node itself."""
    yield from Node.objects.raw(DOWN, [database_key(node_id), with_trashed]).iterator()


def path_of(chain: list[Node]) -> list[str]:
    """The names from the space down; the root has none."""
    return [node.name for node in chain[1:]]


def child_of(parent: Node, name: str) -> Node | None:
    """The living node of this name in a folder."""
    return Node.objects.filter(parent=parent, name=name, trashed_at=None).first()
