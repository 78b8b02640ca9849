"""Everything that somebody shared, over all spaces: shares and links in one list, the latest first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from egret.cloud.errors import CursorUnusable, NodeUnknown
from egret.cloud.models import Link, Share
from egret.cloud.queries.access import Access, Door, access_node
from egret.cloud.queries.reasons import PARTS, Reason, reason_of
from egret.organizations.errors import SecondFactorNeeded

PAGE = 50


@dataclass(frozen=True)
class Given:
    """A share, or a link, and what it opens. `place` is the space's name; `manages`: whether it can be changed."""

    access: Access
    share: Reason | None
    link: Link | None


def shared_by(door: Door, cursor: str | None) -> tuple[list[Given], str | None]:
    """One page and the cursor of the next. What the person may not open any more is left out.

    Raises CursorUnusable.
    """
    shares = Share.objects.filter(created_by_id=door.person_id)
    links = Link.objects.filter(created_by_id=door.person_id)
    if cursor is not None:
        try:
            before = uuid.UUID(cursor)
        except ValueError:
            raise CursorUnusable from None
        shares, links = shares.filter(id__lt=before), links.filter(id__lt=before)
    # Ids grow with time, so that the two lists merge by them.
    rows: list[Share | Link] = [
        *shares.select_related(*PARTS).order_by("-id")[: PAGE + 1],
        *links.order_by("-id")[: PAGE + 1],
    ]
    rows.sort(key=lambda row: row.id, reverse=True)
    found = []
    for row in rows[:PAGE]:
        try:
            access = access_node(door, row.node_id)
        except (NodeUnknown, SecondFactorNeeded):
            continue
        if isinstance(row, Share):
            found.append(Given(access, reason_of(access, row), None))
        else:
            found.append(Given(access, None, row))
    return found, str(rows[PAGE - 1].id) if len(rows) > PAGE else None
