"""Who may do what in the drive. A role holds for a node and all below it."""

from __future__ import annotations

from egret.cloud.models import Role, Space
from egret.organizations import policies as organizations
from egret.organizations.queries.belonging import Belongings


def role_in_space(space: Space, person_id: object, belongings: Belongings) -> Role | None:
    """What the space itself gives: its person everything; members of an organisation or a group write, administrators
    manage; an external guest only what is shared with them or with their group."""
    if space.person_id is not None:
        return Role.MANAGE if space.person_id == person_id else None
    member = belongings.memberships.get(space.organization_id) if space.organization_id else None
    if member is None:
        return None
    if organizations.can_administer(member):
        return Role.MANAGE
    if space.group_id is not None:
        return Role.EDIT if space.group_id in belongings.groups else None
    if space.former_group:
        return None
    return Role.EDIT if organizations.can_read_directory(member) else None


def can_read(role: Role | None) -> bool:
    return role is not None


def can_edit(role: Role | None) -> bool:
    """Write, rename, move, delete, restore."""
    return role is not None and role >= Role.EDIT


def can_manage(role: Role | None) -> bool:
    """Share, make links, delete for ever."""
    return role is not None and role >= Role.MANAGE
