"""What is in a folder, a page at a time, in the order asked for."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import datetime
from typing import Annotated, Literal

from django.db.models import CharField, Q
from django.db.models.functions import Cast
from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from egret.cloud.errors import CursorUnusable
from egret.cloud.models import Favourite, Link, Node, Share

Sort = Literal["name", "size", "modified"]
PAGE = 500
MAXIMUM_PAGE = 10_000
# An identifier as JSON has it.
Key = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
FIELDS: dict[Sort, str] = {"name": "name", "size": "size", "modified": "modified_at"}


class Entry(TypedDict):
    """A file or folder as a line of a list."""

    # As the API gives it: ten thousand of them cost ten thousand dicts and nothing more.

    id: Key
    name: str
    is_folder: bool
    size: int
    media_type: str
    modified_at: Moment
    version: Key | None
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
    # As text: making a UUID or a time of each, to write it as text again, would take longer than the rest.
    with_text = ordered.annotate(
        key=Cast("id", CharField()), current=Cast("version", CharField()), changed=Cast("modified_at", CharField())
    )
    plain = with_text.values_list("key", "name", "is_folder", "size", "media_type", "changed", "current")
    rows = list(plain[: limit + 1])
    marked, shared = _marks(folder, person_id)
    entries: list[Entry] = [
        {
            "id": (key := _dashed(id_)),
            "name": name,
            "is_folder": is_folder,
            "size": size,
            "media_type": media_type,
            "modified_at": _moment(changed),
            "version": version and _dashed(version),
            "favourite": key in marked,
            "shared": key in shared,
        }
        for id_, name, is_folder, size, media_type, changed, version in rows[:limit]
    ]
    if len(rows) <= limit:
        return entries, None
    last = entries[-1]
    value = {"name": last["name"], "size": last["size"], "modified": last["modified_at"]}[sort]
    token = json.dumps([last["is_folder"], value, last["id"]]).encode()
    return entries, base64.urlsafe_b64encode(token).decode()


def _dashed(key: str) -> str:
    """SQLite keeps the digits alone."""
    return key if len(key) == 36 else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _moment(stored: str) -> str:
    """In UTC, as both databases keep it; PostgreSQL says so."""
    return f"{stored[:10]}T{stored[11:].removesuffix('+00')}Z"


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


def _marks(folder: Node, person_id: uuid.UUID | None) -> tuple[set[str], set[str]]:
    """Which of a folder's nodes this person marked, and which are shared by themselves."""
    here = {"node__parent": folder}
    marked = Favourite.objects.filter(Q(person_id=person_id), **here).values_list("node_id", flat=True)
    shared = Share.objects.filter(**here).values_list("node_id", flat=True)
    linked = Link.objects.filter(**here).values_list("node_id", flat=True)
    return set(map(str, marked)), set(map(str, (*shared, *linked)))
