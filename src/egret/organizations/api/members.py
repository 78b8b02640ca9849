"""One member: role, department, name; removing, leaving, handing over."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel.api import Input, answer, problems, signed_in, viewer_of
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.actions import members
from egret.organizations.api.directory import MemberOut, person_out
from egret.organizations.api.organizations import DOOR, TYPED, WRITE
from egret.organizations.errors import DepartmentUnknown, LastOwner, MemberUnknown, NameUnusable
from egret.organizations.models import Role
from egret.organizations.names import MEMBER_LENGTH
from egret.organizations.queries import directory

router = Router(tags=["organizations"])


class MemberIn(Input):
    """What is left out stays as it is."""

    role: Role | None = None
    department: uuid.UUID | None = Field(None, description="null: none")
    name: Annotated[str | None, Category.MEMBERSHIP] = Field(
        None, max_length=TYPED * MEMBER_LENGTH, description="empty: as they call themselves"
    )

    def changes(self) -> dict[str, Any]:
        sent = self.model_dump(exclude_unset=True)
        changes = {name: sent[name] for name in ("role", "name") if sent.get(name) is not None}
        return changes | ({"department_id": sent["department"]} if "department" in sent else {})


class HandOverIn(Input):
    member: uuid.UUID


@router.get(
    "/organizations/{uuid:organization_id}/people/{uuid:member}",
    auth=signed_in,
    response={200: MemberOut, **problems(*DOOR, MemberUnknown)},
)
@under("organizations.membership")
def read_person(request: HttpRequest, organization_id: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """One member: groups and when they joined; for administrators and themselves where their data came from."""
    viewer = queries.access_membership(viewer_of(request), organization_id)
    return answer(person_out(directory.person(viewer, member), viewer))


@router.patch(
    "/organizations/{uuid:organization_id}/people/{uuid:member}",
    auth=signed_in,
    response={200: MemberOut, **problems(*WRITE, MemberUnknown, DepartmentUnknown, NameUnusable, LastOwner)},
)
@under("organizations.administer")
def change_member(request: HttpRequest, organization_id: uuid.UUID, member: uuid.UUID, body: MemberIn) -> HttpResponse:
    """Change role, department and name; for administrators, of owners for owners."""
    viewer = viewer_of(request)
    actor = queries.access_administration(viewer, organization_id)
    members.do_change_member(actor, member, body.changes())
    # Read anew: somebody may just have made themselves a guest.
    current = queries.access_membership(viewer, organization_id)
    return answer(person_out(directory.person(current, member), current))


@router.delete(
    "/organizations/{uuid:organization_id}/people/{uuid:member}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, MemberUnknown, LastOwner)},
)
@under("organizations.administer")
def remove_member(request: HttpRequest, organization_id: uuid.UUID, member: uuid.UUID) -> Status[None]:
    """End somebody's membership; their account stays."""
    members.do_remove_member(queries.access_administration(viewer_of(request), organization_id), member)
    return Status(204, None)


@router.post(
    "/organizations/{uuid:organization_id}/leave",
    auth=signed_in,
    response={204: None, **problems(*WRITE, LastOwner)},
)
@under("organizations.membership")
def leave(request: HttpRequest, organization_id: uuid.UUID) -> Status[None]:
    """End my membership."""
    members.do_leave(queries.access_membership(viewer_of(request), organization_id))
    return Status(204, None)


@router.post(
    "/organizations/{uuid:organization_id}/hand-over",
    auth=signed_in,
    response={204: None, **problems(*WRITE, MemberUnknown)},
)
@under("organizations.administer")
def hand_over(request: HttpRequest, organization_id: uuid.UUID, body: HandOverIn) -> Status[None]:
    """Make another member the owner in my place; I stay as administrator."""
    members.do_hand_over(queries.access_administration(viewer_of(request), organization_id), body.member)
    return Status(204, None)
