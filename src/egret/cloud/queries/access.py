"""The door to every file and folder: a space, or what is shared, gives a role; without one there is nothing here."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from egret.cloud import policies
from egret.cloud.errors import NodeUnknown, SpaceUnknown
from egret.cloud.models import Link, Node, Role, Share, Space
from egret.cloud.queries.outside import lets_in
from egret.cloud.queries.tree import chain_of
from egret.kernel import clock
from egret.kernel.api import Viewer
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.organizations.queries import require_second_factor
from egret.organizations.queries.belonging import Belongings, belongings_of


class Door:
    """One request's view of the drive: who asks and what they belong to, read once."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.person_id = viewer.person_id

    @cached_property
    def belongings(self) -> Belongings:
        return belongings_of(self.person_id)

    def shares(self) -> QuerySet[Share]:
        """Every share that lets this person in, now."""
        belongings = self.belongings
        mine = (
            Q(person_id=self.person_id)
            | Q(phone__in=get_user_model().objects.filter(id=self.person_id, phone__isnull=False).values("phone"))
            | Q(group_id__in=belongings.groups)
            | Q(department_id__in=belongings.departments)
            | Q(organization_id__in=belongings.organizations)
        )
        return Share.objects.filter(mine).filter(Q(expires_at=None) | Q(expires_at__gt=clock.now()))

    def require_second_factor(self, space: Space) -> None:
        """Raises SecondFactorNeeded where the space's organisation asks its members for one."""
        member = self.belongings.memberships.get(space.organization_id) if space.organization_id else None
        if member is not None:
            require_second_factor(self.viewer, member.organization)


@dataclass(frozen=True)
class Access:
    """A node that somebody may open. `chain` leads from the root to it; `visible` is the part of it they may see.

    `person_id` is who acts, None for whoever came by a link, which `link` is then.
    """

    person_id: uuid.UUID | None
    node: Node
    space: Space
    role: Role
    chain: list[Node]
    shares: Sequence[Share]
    space_role: Role | None
    link: Link | None = None

    @property
    def visible(self) -> list[Node]:
        """The chain from the first node that the person may open."""
        if self.space_role is not None:
            return self.chain
        shared = {share.node_id for share in self.shares} | ({self.link.node_id} if self.link is not None else set())
        first = next(number for number, node in enumerate(self.chain) if node.id in shared)
        return self.chain[first:]


@under("cloud.keep")
def access_node(door: Door, node_id: uuid.UUID, role: Role = Role.VIEW, *, trashed: bool = False) -> Access:
    """A living node, for whom has at least `role` on it; with `trashed`, one in the trash.

    Raises NodeUnknown for whoever has no role at all, NotAllowed for too small a one, SecondFactorNeeded.
    """
    chain = chain_of(node_id)
    in_trash = any(node.trashed_at is not None for node in chain)
    if not chain or in_trash != trashed or any(node.purging for node in chain):
        raise NodeUnknown
    access = access_chain(door, chain)
    require(access.role >= role)
    return access


@under("cloud.keep")
def access_chain(door: Door, chain: list[Node]) -> Access:
    """The same for a chain that was read already. Raises NodeUnknown, SecondFactorNeeded."""
    space = Space.objects.get(id=chain[0].space_id)
    space_role = policies.role_in_space(space, door.person_id, door.belongings)
    found = door.shares().select_related("group", "department").filter(node__in=[node.id for node in chain])
    shares = [share for share in found if lets_in(share, space, door.belongings)]
    roles = [Role(share.role) for share in shares] + ([space_role] if space_role is not None else [])
    if not roles:
        raise NodeUnknown
    door.require_second_factor(space)
    return Access(door.person_id, chain[-1], space, max(roles), chain, shares, space_role)


@under("cloud.keep")
def access_space(door: Door, space_id: uuid.UUID, role: Role = Role.VIEW) -> Access:
    """The root of a space. Raises SpaceUnknown, NotAllowed, SecondFactorNeeded."""
    root = Node.objects.filter(space_id=space_id, parent=None).first()
    if root is None:
        raise SpaceUnknown
    try:
        access = access_chain(door, [root])
    except NodeUnknown:
        raise SpaceUnknown from None
    require(access.role >= role)
    return access
