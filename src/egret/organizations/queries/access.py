"""The door to an organisation: membership first, then the second factor it may ask for."""

from __future__ import annotations

import uuid

from egret.kernel.api import Viewer
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.organizations import policies
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded
from egret.organizations.models import Membership, Organization


@under("organizations.membership")
def access_membership(viewer: Viewer, organization_id: uuid.UUID) -> Membership:
    """The viewer's own membership, its organisation with it. Raises OrganizationUnknown, SecondFactorNeeded."""
    member = (
        Membership.objects.select_related("organization", "organization__controller")
        .filter(organization_id=organization_id, person_id=viewer.person_id, active=True)
        .first()
    )
    if member is None:
        raise OrganizationUnknown
    require_second_factor(viewer, member.organization)
    return member


def access_administration(viewer: Viewer, organization_id: uuid.UUID) -> Membership:
    """The same, for owners and administrators. Raises NotAllowed as well."""
    member = access_membership(viewer, organization_id)
    require(policies.can_administer(member))
    return member


def require_second_factor(viewer: Viewer, organization: Organization) -> None:
    """Raises SecondFactorNeeded when the organisation asks for one and this session proved none."""
    require(viewer.second_factor or not organization.requires_second_factor, SecondFactorNeeded())


def require_member(viewer: Viewer, organization_id: uuid.UUID) -> None:
    """For other domains: what is done in this organisation is for its members. Raises as access_membership does."""
    access_membership(viewer, organization_id)


def require_may_record(viewer: Viewer, organization_id: uuid.UUID) -> None:
    """For other domains: the organisation's rule of who records. Raises as access_membership does, and NotAllowed."""
    member = access_membership(viewer, organization_id)
    require(policies.can_record(member.organization, member))


def lock_organization(organization_id: uuid.UUID) -> Organization:
    """The organisation's row, held until the transaction ends: writes of its tree and its roles take turns.

    Raises OrganizationUnknown when it was deleted meanwhile.
    """
    # Without the key: a row elsewhere that points here, such as a meeting's, need not wait.
    organization = Organization.objects.select_for_update(no_key=True).filter(id=organization_id).first()
    if organization is None:
        raise OrganizationUnknown
    return organization


def lock_membership(member: Membership) -> Membership:
    """The same membership read again under its organisation's lock: what it allowed may have been taken away.

    Raises OrganizationUnknown when the member is gone or suspended.
    """
    lock_organization(member.organization_id)
    found = Membership.objects.select_related("organization", "organization__controller")
    current = found.filter(id=member.id, active=True).first()
    if current is None:
        raise OrganizationUnknown
    return current


def lock_administration(actor: Membership) -> Membership:
    """The same, who may still administer. Raises NotAllowed as well."""
    actor = lock_membership(actor)
    require(policies.can_administer(actor))
    return actor
