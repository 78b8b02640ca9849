"""A person's own organisations."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q

from egret.kernel.purpose import under
from egret.organizations import policies
from egret.organizations.models import Membership, Organization


@dataclass(frozen=True)
class MyPlace:
    """One organisation of a person; `members` is None for whoever may not read the directory."""

    membership: Membership
    members: int | None


@under("organizations.membership")
def memberships_of(person_id: uuid.UUID) -> list[Membership]:
    """Where a person is a member now, by the organisations' names; each with its organisation and controller."""
    return list(
        Membership.objects.select_related("organization", "organization__controller")
        .filter(person_id=person_id, active=True)
        .order_by("organization__name", "id")
    )


@under("organizations.membership")
def places_of(person_id: uuid.UUID) -> list[MyPlace]:
    """The same, each with how many people belong to it."""
    members = memberships_of(person_id)
    counted = dict(
        Organization.objects.filter(id__in=[member.organization_id for member in members])
        .annotate(active=Count("memberships", filter=Q(memberships__active=True)))
        .values_list("id", "active")
    )
    return [
        MyPlace(member, counted[member.organization_id] if policies.can_read_directory(member) else None)
        for member in members
    ]
