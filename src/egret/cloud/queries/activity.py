"""What was done to a file, or to a folder and everything below it: who may read which part of the record."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from egret.cloud.errors import CursorUnusable
from egret.cloud.models import Activity, Role, Verb
from egret.cloud.queries.access import Access
from egret.cloud.queries.tree import database_key
from egret.kernel import restrictions

PAGE = 50
# What tells of people rather than of the file.
PRIVATE: tuple[Verb, ...] = (Verb.OPENED, Verb.SHARED, Verb.UNSHARED)
# The ids of a node and of all below it, the trash too: what was thrown away is part of a folder's story.
BELOW = """
WITH RECURSIVE below(id) AS (
  SELECT id FROM cloud_node WHERE id = %s
  UNION ALL
  SELECT node.id FROM cloud_node node JOIN below ON node.parent_id = below.id
)
SELECT id FROM below
"""


def activity_of(access: Access, cursor: str | None) -> tuple[list[Activity], str | None]:
    """One page, the latest first, and the cursor of the next.

    Who manages reads all of it (C30). Others read what was changed, and of readings and shares only their own: whom
    else something is shared with, and who reads it, is not theirs to know. Raises CursorUnusable.
    """
    found = Activity.objects.filter(_below(access))
    if access.role < Role.MANAGE:
        found = found.filter(~Q(verb__in=PRIVATE) | Q(person_id=access.person_id))
        # Who manages answers for the file, and keeps the whole record; nobody else is told of who is restricted.
        found = found.exclude(person_id__in=restrictions.everybody() - {access.person_id})
    if cursor is not None:
        try:
            found = found.filter(id__lt=uuid.UUID(cursor))
        except ValueError:
            raise CursorUnusable from None
    page = list(found.order_by("-id")[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].id) if len(page) > PAGE else None


def _below(access: Access) -> Q:
    if not access.node.is_folder:
        return Q(node_id=access.node.id)
    if access.node.parent_id is None:
        # Of a whole space: what was deleted for ever is part of it.
        return Q(space=access.space)
    ids: Any = RawSQL(BELOW, [database_key(access.node.id)])  # noqa: S611 - no part of it comes from outside
    return Q(node_id__in=ids)
