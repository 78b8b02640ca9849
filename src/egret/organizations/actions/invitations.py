"""Invitation links: made, withdrawn, accepted."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from egret.kernel import clock
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.organizations import audit, policies
from egret.organizations.actions.members import department_of, do_add_member
from egret.organizations.errors.joining import MembershipSuspended
from egret.organizations.models import Invitation, Membership, Source
from egret.organizations.queries.access import lock_membership, lock_organization
from egret.organizations.queries.joining import access_invitation, closed_because, invitation_at

MADE = audit.act(
    "invitation.made", Text("made an invitation link for {uses} people", "创建了供 {uses} 人使用的邀请链接")
)
REVOKED = audit.act("invitation.revoked", Text("withdrew an invitation link", "撤回了邀请链接"))
RESTORED = audit.act("invitation.restored", Text("put an invitation link back in force", "恢复了邀请链接"))


def do_invite(
    actor: Membership, *, role: str, department_id: uuid.UUID | None, lasts: timedelta, maximum_uses: int
) -> Invitation:
    """A new link. Raises NotAllowed, DepartmentUnknown."""
    with transaction.atomic():
        actor = lock_membership(actor)
        require(policies.can_invite(actor, role))
        if department_id is not None:
            department_of(actor.organization_id, department_id)
        invitation = Invitation.objects.create(
            organization_id=actor.organization_id,
            role=role,
            department_id=department_id,
            maximum_uses=maximum_uses,
            created_by_id=actor.person_id,
            expires_at=clock.now() + lasts,
        )
        audit.record(actor.organization_id, actor.person_id, MADE, uses=maximum_uses)
    return invitation


def do_revoke(actor: Membership, invitation_id: uuid.UUID) -> Invitation:
    """From now on the link lets nobody in; withdrawing twice is withdrawing once. Raises InvitationUnknown."""
    return _set_revoked(actor, invitation_id, revoked=True)


def do_restore(actor: Membership, invitation_id: uuid.UUID) -> Invitation:
    """Undo a withdrawal. Raises InvitationUnknown, NotAllowed for who may no longer invite with that role."""
    return _set_revoked(actor, invitation_id, revoked=False)


def do_accept(code: str, person_id: uuid.UUID) -> Membership:
    """Become a member by a link. Of two at the same moment with one use left one is let in; members spend nothing.

    Raises InvitationUnknown, InvitationRevoked, InvitationExpired, InvitationSpent, MembershipSuspended.
    """
    organization_id = invitation_at(code).organization_id
    with transaction.atomic():
        lock_organization(organization_id)
        member = Membership.objects.filter(organization_id=organization_id, person_id=person_id).first()
        if member is not None:
            require(member.active, MembershipSuspended())
            return member
        invitation = invitation_at(code)
        open_ones = Invitation.objects.filter(revoked_at=None, expires_at__gt=clock.now(), uses__lt=F("maximum_uses"))
        if not open_ones.filter(id=invitation.id).update(uses=F("uses") + 1):
            raise closed_because(invitation)
        return do_add_member(
            organization_id,
            person_id,
            role=invitation.role,
            department_id=invitation.department_id,
            name="",
            source=Source.LINK,
            source_detail="",
        )


def _set_revoked(actor: Membership, invitation_id: uuid.UUID, *, revoked: bool) -> Invitation:
    with transaction.atomic():
        actor = lock_membership(actor)
        invitation = access_invitation(actor, invitation_id)
        require(revoked or policies.can_invite(actor, invitation.role))
        if (invitation.revoked_at is not None) != revoked:
            invitation.revoked_at = clock.now() if revoked else None
            invitation.save(update_fields=["revoked_at"])
            audit.record(actor.organization_id, actor.person_id, REVOKED if revoked else RESTORED)
    return invitation
