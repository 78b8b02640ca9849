"""An organisation's rule on sharing with people outside of it, asked each time something of its spaces is opened."""

from __future__ import annotations

import uuid

from egret.cloud.models import Share, Space
from egret.organizations import policies as organizations
from egret.organizations.queries.belonging import Belongings, belongings_of


def may_share_outside(space: Space, person_id: uuid.UUID | None) -> bool:
    """Whether somebody may share what is in a space with people outside of its organisation, now.

    A person's own space is theirs to share. Whoever is no member of the organisation any more may not.
    """
    if space.organization_id is None:
        return True
    if person_id is None:
        return False
    member = belongings_of(person_id).memberships.get(space.organization_id)
    return member is not None and organizations.can_share_outside(member.organization, member)


def lets_in(share: Share, space: Space, belongings: Belongings) -> bool:
    """Whether a share is served to somebody with these belongings whom it names.

    Who was a member when it was given and is none any more is not let in by it, whatever the rule: it was not meant
    for the world outside.
    """
    if space.organization_id is None:
        return True
    home = organization_of(share)
    inside = home == space.organization_id if home is not None else space.organization_id in belongings.memberships
    return inside or (share.outside and may_share_outside(space, share.created_by_id))


def organization_of(share: Share) -> uuid.UUID | None:
    """The organisation that a share's group, department or whole belongs to; None for a person."""
    if share.group is not None:
        return share.group.organization_id
    if share.department is not None:
        return share.department.organization_id
    return share.organization_id
