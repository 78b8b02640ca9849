"""A person's own marks: favourites, and what they do not want on the list of what others shared."""

from __future__ import annotations

import uuid

from egret.cloud.models import Favourite, Hidden
from egret.cloud.queries import Access


def do_mark_favourite(access: Access) -> None:
    """Marking twice is marking once."""
    assert access.person_id is not None, "a link has no favourites"
    Favourite.objects.get_or_create(person_id=access.person_id, node=access.node)


def do_unmark_favourite(person_id: uuid.UUID, node_id: uuid.UUID) -> None:
    Favourite.objects.filter(person_id=person_id, node_id=node_id).delete()


def do_hide(access: Access) -> None:
    """Hiding twice is hiding once."""
    assert access.person_id is not None, "a link has no list"
    Hidden.objects.get_or_create(person_id=access.person_id, node=access.node)


def do_show_again(person_id: uuid.UUID, node_id: uuid.UUID) -> None:
    Hidden.objects.filter(person_id=person_id, node_id=node_id).delete()
