"""What is in a folder, a page at a time, in the order asked for."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q

from egret.cloud.errors import CursorUnusable
from egret.cloud.models import Favourite, Link, Node, Share

Sort = Literal["name", "size", "modified"]
PAGE = 500
MAXIMUM_PAGE = 10_000
FIELDS: dict[Sort, str] = {"name": "name", "size": "size", "modified": "modified_at"}


@dataclass(frozen=True)
class Entry:
    """A line of a listing; plain values, so that ten thousand of them cost no ten thousand objects of Django's."""

    id: uuid.UUID
    name: str
    is_folder: bool
    size: int
    media_type: str
    modified_at: datetime
    version_id: uuid.UUID | None
    favourite: bool
    shared: bool


def children_of(
    folder: Node,
    person_id: uuid.UUID | None,
    *,
    sort: Sort = "name",
    descending: bool = False,
    cursor: str | None = None,
    limit: int = PAGE,
) -> tuple[list[Entry], str | None]:
    """One page of a folder, folders first, and the cursor of the next. Raises CursorUnusable."""
    field = FIELDS[sort]
    found = Node.objects.filter(parent=folder, trashed_at=None)
    if cursor is not None:
        found = found.filter(_after(cursor, field, descending))
    direction = "-" if descending else ""
    ordered = found.order_by("-is_folder", f"{direction}{field}", f"{direction}id")
    rows = list(
        ordered.values_list("id", "name", "is_folder", "size", "media_type", "modified_at", "version_id")[: limit + 1]
    )
    page = rows[:limit]
    marked, shared = _marks([row[0] for row in page], folder, person_id)
    entries = [Entry(*row, favourite=row[0] in marked, shared=row[0] in shared) for row in page]
    if len(rows) <= limit:
        return entries, None
    last = entries[-1]
    value = {"name": last.name, "size": last.size, "modified": last.modified_at.isoformat()}[sort]
    token = json.dumps([last.is_folder, value, str(last.id)]).encode()
    return entries, base64.urlsafe_b64encode(token).decode()


def _after(cursor: str, field: str, descending: bool) -> Q:
    try:
        is_folder, value, id_ = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        last = uuid.UUID(id_)
        value = datetime.fromisoformat(value) if field == "modified_at" else value
        if not isinstance(is_folder, bool) or not isinstance(value, int if field == "size" else str | datetime):
            raise ValueError(cursor)
    except (ValueError, TypeError, AttributeError):
        raise CursorUnusable from None
    side = "lt" if descending else "gt"
    beyond = Q(**{f"{field}__{side}": value}) | Q(**{field: value, f"id__{side}": last})
    same_kind = Q(is_folder=is_folder) & beyond
    return same_kind | Q(is_folder=False) if is_folder else same_kind


def _marks(
    ids: Collection[uuid.UUID], folder: Node, person_id: uuid.UUID | None
) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """Which of a folder's nodes this person marked, and which are shared by themselves."""
    here = {"node__parent": folder}
    marked = set(Favourite.objects.filter(Q(person_id=person_id), **here).values_list("node_id", flat=True))
    shared = set(Share.objects.filter(**here).values_list("node_id", flat=True))
    shared |= set(Link.objects.filter(**here).values_list("node_id", flat=True))
    return marked, shared
