"""Favourites: a person's own marks."""

from __future__ import annotations

import uuid

from egret.cloud.models import Favourite
from egret.cloud.queries import Access


def do_mark_favourite(access: Access) -> None:
    """Marking twice is marking once."""
    assert access.person_id is not None, "a link has no favourites"
    Favourite.objects.get_or_create(person_id=access.person_id, node=access.node)


def do_unmark_favourite(person_id: uuid.UUID, node_id: uuid.UUID) -> None:
    Favourite.objects.filter(person_id=person_id, node_id=node_id).delete()
