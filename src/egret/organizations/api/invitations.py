"""Invitation links: for who makes them, and for who follows one."""

import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from egret.kernel import ratelimit
from egret.kernel.api import Input, Output, address_of, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired, TooManyRequests
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.organizations import queries
from egret.organizations.actions import invitations
from egret.organizations.api.controller import OrganizationControllerOut
from egret.organizations.api.organizations import DOOR, WRITE
from egret.organizations.errors import CursorUnusable, DepartmentUnknown
from egret.organizations.errors.joining import (
    InvitationExpired,
    InvitationRevoked,
    InvitationSpent,
    InvitationUnknown,
    MembershipSuspended,
)
from egret.organizations.models import Department, Invitation, Organization, Role
from egret.organizations.queries import directory, joining
from egret.organizations.queries.controller import controller_from
from egret.organizations.queries.joining import InvitationState

router = Router(tags=["joining"])

# A company's whole morning opens one link from one address; with 53 bits a guesser at this pace meets none.
LOOK_UPS_PER_ADDRESS = Limit("invitation look-ups per address", 2000, datetime.timedelta(hours=1))
MAXIMUM_HOURS = 90 * 24
MAXIMUM_USES = 1000


class PlaceOut(Output):
    id: uuid.UUID
    name: str

    @staticmethod
    def of(department: Department | None) -> "PlaceOut | None":
        return PlaceOut(id=department.id, name=department.name) if department else None


class HostOut(Output):
    """An organisation as whoever may join it sees it from outside."""

    id: uuid.UUID
    name: str
    controller: OrganizationControllerOut = Field(description="who will answer for the data")
    requires_second_factor: bool
    members_see: list[str] = Field(description="what of a member the other members see")

    @staticmethod
    def of(organization: Organization) -> "HostOut":
        return HostOut(
            id=organization.id,
            name=organization.name,
            controller=OrganizationControllerOut.of(controller_from(organization.controller, organization.id)),
            requires_second_factor=organization.requires_second_factor,
            members_see=list(joining.SEEN_BY_MEMBERS),
        )


class InvitationOut(Output):
    id: uuid.UUID
    link: str
    state: InvitationState
    role: Role
    department: PlaceOut | None
    uses: int
    maximum_uses: int
    created_by: str = Field(description="a name, empty when there is none")
    created_at: datetime.datetime
    expires_at: datetime.datetime


class InvitationPage(Output):
    items: list[InvitationOut]
    next_cursor: str | None


class InviteIn(Input):
    role: Literal["member", "guest"] = "member"
    department: uuid.UUID | None = None
    hours: int = Field(7 * 24, ge=1, le=MAXIMUM_HOURS)
    maximum_uses: int = Field(1, ge=1, le=MAXIMUM_USES)


class InvitedOut(Output):
    organization: HostOut
    state: InvitationState
    role: Role
    department: PlaceOut | None
    expires_at: datetime.datetime
    is_member: bool = Field(description="whether whoever asks belongs to it already")


class JoinedOut(Output):
    organization: uuid.UUID


@router.get(
    "/organizations/{uuid:organization_id}/invitations",
    auth=signed_in,
    response={200: InvitationPage, **problems(*DOOR, CursorUnusable)},
)
@under("organizations.administer")
def list_invitations(
    request: HttpRequest, organization_id: uuid.UUID, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> HttpResponse:
    """The links, newest first; whoever does not administer sees their own."""
    member = queries.access_membership(viewer_of(request), organization_id)
    rows, next_cursor = joining.newest_first(joining.invitations_of(member), cursor)
    return answer(InvitationPage(items=_out(request, organization_id, rows), next_cursor=next_cursor))


@router.post(
    "/organizations/{uuid:organization_id}/invitations",
    auth=signed_in,
    response={201: InvitationOut, **problems(*WRITE, DepartmentUnknown)},
)
@under("organizations.administer")
def make_invitation(request: HttpRequest, organization_id: uuid.UUID, body: InviteIn) -> HttpResponse:
    """A link that lets people in; for administrators, and for guests by the organisation's rule."""
    actor = queries.access_membership(viewer_of(request), organization_id)
    invitation = invitations.do_invite(
        actor,
        role=body.role,
        department_id=body.department,
        lasts=datetime.timedelta(hours=body.hours),
        maximum_uses=body.maximum_uses,
    )
    return answer(_out(request, organization_id, [invitation])[0], 201)


@router.delete(
    "/organizations/{uuid:organization_id}/invitations/{uuid:invitation}",
    auth=signed_in,
    response={200: InvitationOut, **problems(CrossSiteRequest, *DOOR, InvitationUnknown)},
)
@under("organizations.administer")
def revoke_invitation(request: HttpRequest, organization_id: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """The link lets nobody in any more."""
    actor = queries.access_membership(viewer_of(request), organization_id)
    return answer(_out(request, organization_id, [invitations.do_revoke(actor, invitation)])[0])


@router.post(
    "/organizations/{uuid:organization_id}/invitations/{uuid:invitation}/restore",
    auth=signed_in,
    response={200: InvitationOut, **problems(*WRITE, InvitationUnknown)},
)
@under("organizations.administer")
def restore_invitation(request: HttpRequest, organization_id: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Undo a withdrawal."""
    actor = queries.access_membership(viewer_of(request), organization_id)
    return answer(_out(request, organization_id, [invitations.do_restore(actor, invitation)])[0])


@router.get("/invitations/{code}", response={200: InvitedOut, **problems(InvitationUnknown, TooManyRequests)})
@under("organizations.membership")
def read_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """What whoever has the link may know before they decide."""
    ratelimit.spend(LOOK_UPS_PER_ADDRESS, address_of(request))
    invitation = joining.invitation_at(code)
    person_id = viewer_of(request).person_id if request.user.is_authenticated else None
    invited = InvitedOut(
        organization=HostOut.of(invitation.organization),
        state=joining.invitation_state(invitation),
        role=Role(invitation.role),
        department=PlaceOut.of(invitation.department),
        expires_at=invitation.expires_at,
        is_member=person_id is not None and joining.is_member(person_id, invitation.organization_id),
    )
    return answer(invited)


@router.post(
    "/invitations/{code}/accept",
    auth=signed_in,
    response={
        200: JoinedOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            NotAllowed,
            InvitationUnknown,
            InvitationExpired,
            InvitationRevoked,
            InvitationSpent,
            MembershipSuspended,
            TooManyRequests,
        ),
    },
)
@under("organizations.membership")
def accept_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Join. Who is a member already stays one, and spends no use."""
    ratelimit.spend(LOOK_UPS_PER_ADDRESS, address_of(request))
    member = invitations.do_accept(code, viewer_of(request).person_id)
    return answer(JoinedOut(organization=member.organization_id))


def _out(request: HttpRequest, organization_id: uuid.UUID, rows: list[Invitation]) -> list[InvitationOut]:
    names = directory.names_of(organization_id, {row.created_by_id for row in rows if row.created_by_id})
    return [
        InvitationOut(
            id=row.id,
            link=request.build_absolute_uri(f"/join/{row.code}"),
            state=joining.invitation_state(row),
            role=Role(row.role),
            department=PlaceOut.of(row.department),
            uses=row.uses,
            maximum_uses=row.maximum_uses,
            created_by=names.get(row.created_by_id, "") if row.created_by_id else "",
            created_at=row.created_at,
            expires_at=row.expires_at,
        )
        for row in rows
    ]
