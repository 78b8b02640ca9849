"""Files across folders: favourites, recently opened, shared with somebody. Each is asked for again: roles change."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC

from egret.cloud.errors import NodeUnknown
from egret.cloud.models import Favourite, Hidden, Node, Opened
from egret.cloud.queries.access import Access, Door, access_node
from egret.cloud.queries.listing import Entry
from egret.organizations.errors import SecondFactorNeeded

# What a page shows; nobody scrolls through more of what was opened lately.
MOST = 200


@dataclass(frozen=True)
class Found:
    """An entry, and the folder it is in where the person may open that."""

    entry: Entry
    folder: Node | None


@dataclass(frozen=True)
class Received(Found):
    """What others shared. `hidden`: taken off the list; `own`: given to the person by name, who can give it up."""

    hidden: bool
    own: bool


def favourites_of(door: Door) -> list[Found]:
    marked = Favourite.objects.filter(person_id=door.person_id).order_by("-marked_at").values_list("node_id", flat=True)
    return _found(door, marked[:MOST])


def recent_of(door: Door) -> list[Found]:
    opened = Opened.objects.filter(person_id=door.person_id).order_by("-opened_at").values_list("node_id", flat=True)
    return _found(door, opened[:MOST])


def shared_with(door: Door) -> list[Received]:
    """What others shared; not what the person's own spaces hold anyway."""
    shares = door.shares().exclude(created_by_id=door.person_id).order_by("-id")
    unique = dict.fromkeys(shares.values_list("node_id", flat=True)[: MOST * 4])
    hidden = set(Hidden.objects.filter(person_id=door.person_id).values_list("node_id", flat=True))
    favourites = _favourites(door)
    return [
        Received(
            *_line(access, favourites),
            hidden=access.node.id in hidden,
            own=any(share.node_id == access.node.id and share.person_id == door.person_id for share in access.shares),
        )
        for access in _opened(door, list(unique)[:MOST])
        if access.space_role is None
    ]


def _found(door: Door, node_ids: Iterable[uuid.UUID]) -> list[Found]:
    favourites = _favourites(door)
    return [Found(*_line(access, favourites)) for access in _opened(door, node_ids)]


def _opened(door: Door, node_ids: Iterable[uuid.UUID]) -> Iterator[Access]:
    for node_id in node_ids:
        with suppress(NodeUnknown, SecondFactorNeeded):
            yield access_node(door, node_id)


def _favourites(door: Door) -> set[uuid.UUID]:
    return set(Favourite.objects.filter(person_id=door.person_id).values_list("node_id", flat=True))


def _line(access: Access, favourites: set[uuid.UUID]) -> tuple[Entry, Node | None]:
    return _entry(access, favourites), access.visible[-2] if len(access.visible) > 1 else None


def _entry(access: Access, favourites: set[uuid.UUID]) -> Entry:
    node = access.node
    return {
        "id": str(node.id),
        "name": node.name,
        "is_folder": node.is_folder,
        "size": node.size,
        "media_type": node.media_type,
        "modified_at": node.modified_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "version": str(node.version_id) if node.version_id else None,
        "favourite": node.id in favourites,
        "shared": bool(access.shares),
    }
