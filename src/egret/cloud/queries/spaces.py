"""The spaces of a person, and how full they are."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from egret.cloud import policies
from egret.cloud.models import Node, Role, Space
from egret.cloud.queries.access import Door
from egret.kernel.vault import Owner


@dataclass(frozen=True)
class MySpace:
    space: Space
    root_id: uuid.UUID
    role: Role
    name: str  # of the organisation or group; "" for one's own


def owner_of(space: Space) -> Owner:
    """Whose key encrypts what is in a space."""
    if space.person_id is not None:
        return Owner("person", space.person_id)
    assert space.organization_id is not None
    return Owner("organization", space.organization_id)


def quota_of(space: Space) -> int | None:
    """How many bytes a space may hold; None: as many as the machine."""
    if space.quota_bytes is not None:
        return space.quota_bytes
    default: int | None = (
        settings.EGRET_QUOTA_PERSON if space.person_id is not None else settings.EGRET_QUOTA_ORGANIZATION
    )
    return default


def spaces_of(door: Door) -> list[MySpace]:
    """The person's own space first, then those of organisations and groups, by name. Those not made yet are missing."""
    found = (
        Space.objects.select_related("organization", "group")
        .filter(Q(person_id=door.person_id) | Q(organization_id__in=door.belongings.memberships))
        .order_by("id")
    )
    roots = dict(Node.objects.filter(space__in=found, parent=None).values_list("space_id", "id"))
    spaces = []
    for space in found:
        role = policies.role_in_space(space, door.person_id, door.belongings)
        if role is not None:
            spaces.append(MySpace(space, roots[space.id], role, name_of(space)))
    return sorted(spaces, key=lambda each: (each.space.person_id is None, each.name.casefold(), each.space.id))


def name_of(space: Space) -> str:
    """What others call a space: the group's or the organisation's name; "" for a person's own."""
    if space.group is not None:
        return space.group.name
    if space.organization is not None:
        return space.former_group or space.organization.name
    return ""
