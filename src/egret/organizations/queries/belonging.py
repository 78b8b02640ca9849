"""What a person belongs to: for other domains, which let groups, departments and organisations in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from egret.organizations.models import GroupMember, Membership, Role
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
