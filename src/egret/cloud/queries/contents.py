"""What an archive of folders and files holds, read in one walk: paths, sizes, times, and where the content is."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from django.db import connection

from egret.cloud.errors import PathTooLong
from egret.cloud.models import Node
from egret.cloud.names import numbered
from egret.cloud.queries.access import Access
from egret.cloud.queries.spaces import name_of
from egret.cloud.queries.tree import database_key
from egret.kernel.zips import MAXIMUM_PATH, Members

# Only what an archive needs of a node: of a hundred thousand, whole rows would be most of the memory.
BELOW = """
WITH RECURSIVE down(id, level) AS (
  SELECT id, 0 FROM cloud_node WHERE id = %s
  UNION ALL
  SELECT below.id, down.level + 1 FROM cloud_node below JOIN down ON below.parent_id = down.id
  WHERE below.trashed_at IS NULL
)
SELECT node.id, node.parent_id, node.name, node.is_folder, node.size, node.modified_at, node.version_id
FROM down JOIN cloud_node node ON node.id = down.id ORDER BY down.level, node.name
"""
READ_AT_ONCE = 1000
# What a person's own space is called in an archive; it has no name itself.
OWN_SPACE = "Files"


class Row(NamedTuple):
    id: uuid.UUID
    parent_id: uuid.UUID | None
    name: str
    is_folder: bool
    size: int
    modified_at: datetime
    version_id: uuid.UUID | None


def rows_below(node_id: uuid.UUID) -> Iterator[Row]:
    """A living node and all below it, each after its folder."""
    as_uuid = Node._meta.pk.to_python
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [database_key(node_id)])
        while rows := cursor.fetchmany(READ_AT_ONCE):
            for id_, parent, name, is_folder, size, modified, version in rows:
                yield Row(
                    as_uuid(id_), as_uuid(parent), name, bool(is_folder), size, _moment(modified), as_uuid(version)
                )


def _moment(stored: datetime | str) -> datetime:
    """SQLite keeps times as text, UTC without a zone."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def contents_of(accesses: Iterable[Access]) -> Members:
    """What lies at and below these nodes, each under its own name. Raises PathTooLong.

    Every name passed `parse_name` when it was given: none is absolute, `..`, or holds a separator.
    """
    members, taken = Members(), set[str]()
    for access in accesses:
        top = archive_name(access)
        number = 1
        while numbered(top, number) in taken:
            number += 1
        taken.add(numbered(top, number))
        add_below(members, access.node.id, numbered(top, number))
    return members


def add_below(members: Members, node_id: uuid.UUID, top: str) -> None:
    """Put a node, under the path `top`, and all below it among the members. Raises PathTooLong."""
    folders: dict[uuid.UUID, str] = {}
    for row in rows_below(node_id):
        path = top if row.id == node_id else f"{folders[row.parent_id]}{row.name}"  # type: ignore[index]  # below: has one
        if row.is_folder:
            path += "/"
            folders[row.id] = path
        if len(path.encode()) > MAXIMUM_PATH:
            raise PathTooLong(name=row.name)
        members.add(path, row.size, row.modified_at, (row.version_id or uuid.UUID(int=0)).bytes)


def archive_name(access: Access) -> str:
    """What a node is called in an archive; a space's root by its space."""
    return access.node.name or name_of(access.space).replace("/", "_").replace("\\", "_") or OWN_SPACE
