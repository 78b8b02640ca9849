"""What a person belongs to: for other domains, which let groups, departments and organisations in."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from egret.kernel.purpose import under
from egret.organizations.models import Department, Group, GroupMember, Membership, Organization, Role
from egret.organizations.queries.tree import read_tree


@dataclass(frozen=True)
class Belongings:
    """`memberships` by organisation; `departments` are the person's own and all above them."""

    memberships: dict[uuid.UUID, Membership]
    groups: frozenset[uuid.UUID]
    departments: frozenset[uuid.UUID]

    @property
    def organizations(self) -> frozenset[uuid.UUID]:
        """Those whose members the person is one of; an external guest is none."""
        return frozenset(id_ for id_, member in self.memberships.items() if member.role != Role.GUEST)


@under("organizations.membership")
def belongings_of(person_id: uuid.UUID) -> Belongings:
    """Where a person is active now."""
    found = Membership.objects.select_related("organization").filter(person_id=person_id, active=True)
    memberships = {member.organization_id: member for member in found}
    departments: set[uuid.UUID] = set()
    for member in memberships.values():
        if member.department_id is not None:
            departments |= read_tree(member.organization_id).above(member.department_id)
    members = GroupMember.objects.filter(membership__in=[member.id for member in memberships.values()])
    groups = frozenset(members.values_list("group_id", flat=True))
    return Belongings(memberships, groups, frozenset(departments))


@under("organizations.membership")
def people_in(
    *, groups: Collection[uuid.UUID], departments: Collection[uuid.UUID], organizations: Collection[uuid.UUID]
) -> set[uuid.UUID]:
    """Everybody active in any of them; of departments those below, too; of organisations no external guests."""
    active = Membership.objects.filter(active=True)
    found = set(active.filter(id__in=_members_of(groups)).values_list("person_id", flat=True)) if groups else set()
    if organizations:
        insiders = active.filter(organization_id__in=organizations).exclude(role=Role.GUEST)
        found |= set(insiders.values_list("person_id", flat=True))
    for department in Department.objects.filter(id__in=departments):
        below = read_tree(department.organization_id).subtree(department.id)
        found |= set(active.filter(department_id__in=below).values_list("person_id", flat=True))
    return found


def names_of_places(
    *, groups: Collection[uuid.UUID], departments: Collection[uuid.UUID], organizations: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    """What groups, departments and organisations are called."""
    names: dict[uuid.UUID, str] = {}
    for model, ids in ((Group, groups), (Department, departments), (Organization, organizations)):
        if ids:
            names |= dict(model.objects.filter(id__in=ids).values_list("id", "name"))
    return names


def _members_of(groups: Collection[uuid.UUID]) -> set[uuid.UUID]:
    return set(GroupMember.objects.filter(group_id__in=groups).values_list("membership_id", flat=True))
