"""The department tree."""

import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import NotAllowed
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.organizations import policies, queries
from egret.organizations.actions import departments
from egret.organizations.api.organizations import DOOR, OF_THE_ORGANIZATION, TYPED, WRITE
from egret.organizations.errors import (
    DepartmentNotEmpty,
    DepartmentUnderItself,
    DepartmentUnknown,
    MemberUnknown,
    NameTaken,
    NameUnusable,
    TooManyDepartments,
)
from egret.organizations.models import Department
from egret.organizations.names import DEPARTMENT_LENGTH
from egret.organizations.queries import directory
from egret.organizations.queries.tree import departments_of

router = Router(tags=["organizations"])


class HeadOut(Output):
    id: uuid.UUID = Field(description="of the membership")
    name: str


class DepartmentOut(Output):
    id: uuid.UUID
    parent: uuid.UUID | None = Field(description="null: directly below the organisation")
    name: str


class DepartmentNode(DepartmentOut):
    heads: list[HeadOut]
    members: int = Field(description="those of the departments below included")


class TreeOut(Output):
    items: list[DepartmentNode]


class DepartmentIn(Input):
    name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=TYPED * DEPARTMENT_LENGTH)
    parent: uuid.UUID | None = Field(None, description="null: directly below the organisation")


class DepartmentChangeIn(Input):
    """What is left out stays as it is."""

    name: Annotated[str | None, OF_THE_ORGANIZATION] = Field(None, max_length=TYPED * DEPARTMENT_LENGTH)
    parent: uuid.UUID | None = Field(None, description="null: directly below the organisation")

    def changes(self) -> dict[str, Any]:
        sent = self.model_dump(exclude_unset=True)
        changes = {"name": sent["name"]} if sent.get("name") is not None else {}
        return changes | ({"parent_id": sent["parent"]} if "parent" in sent else {})


@router.get(
    "/organizations/{uuid:organization_id}/departments",
    auth=signed_in,
    response={200: TreeOut, **problems(*DOOR, NotAllowed)},
)
@under("organizations.membership")
def read_departments(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The whole tree as one list by name; for everybody but external guests."""
    member = queries.access_membership(viewer_of(request), organization_id)
    require(policies.can_read_directory(member))
    rows = departments_of(organization_id)
    heading = {head.person_id for row in rows for head in row.heads}
    names = directory.names_of(organization_id, heading)
    items = [
        DepartmentNode(
            id=row.id,
            parent=row.parent_id,
            name=row.name,
            heads=[HeadOut(id=head.id, name=names.get(head.person_id, "")) for head in row.heads],
            members=row.members,
        )
        for row in rows
    ]
    return answer(TreeOut(items=items))


@router.post(
    "/organizations/{uuid:organization_id}/departments",
    auth=signed_in,
    response={
        201: DepartmentOut,
        **problems(*WRITE, NameUnusable, NameTaken, DepartmentUnknown, TooManyDepartments),
    },
)
@under("organizations.administer")
def create_department(request: HttpRequest, organization_id: uuid.UUID, body: DepartmentIn) -> HttpResponse:
    """A new department, at the top or below another."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return answer(_out(departments.do_create_department(actor, body.name, body.parent)), 201)


@router.patch(
    "/organizations/{uuid:organization_id}/departments/{uuid:department}",
    auth=signed_in,
    response={
        200: DepartmentOut,
        **problems(*WRITE, NameUnusable, NameTaken, DepartmentUnknown, DepartmentUnderItself),
    },
)
@under("organizations.administer")
def change_department(
    request: HttpRequest, organization_id: uuid.UUID, department: uuid.UUID, body: DepartmentChangeIn
) -> HttpResponse:
    """Rename a department, or move it with everything below it."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    return answer(_out(departments.do_change_department(actor, department, body.changes())))


@router.delete(
    "/organizations/{uuid:organization_id}/departments/{uuid:department}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, DepartmentUnknown, DepartmentNotEmpty, NameTaken)},
)
@under("organizations.administer")
def delete_department(
    request: HttpRequest, organization_id: uuid.UUID, department: uuid.UUID, empty_only: bool = False
) -> Status[None]:
    """Delete a department; what is in it moves up, or with `empty_only` it is refused."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    departments.do_delete_department(actor, department, empty_only=empty_only)
    return Status(204, None)


@router.put(
    "/organizations/{uuid:organization_id}/departments/{uuid:department}/heads/{uuid:member}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, DepartmentUnknown, MemberUnknown)},
)
@under("organizations.administer")
def appoint_head(
    request: HttpRequest, organization_id: uuid.UUID, department: uuid.UUID, member: uuid.UUID
) -> Status[None]:
    """Make a member head of a department."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    departments.do_appoint_head(actor, department, member)
    return Status(204, None)


@router.delete(
    "/organizations/{uuid:organization_id}/departments/{uuid:department}/heads/{uuid:member}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, DepartmentUnknown, MemberUnknown)},
)
@under("organizations.administer")
def dismiss_head(
    request: HttpRequest, organization_id: uuid.UUID, department: uuid.UUID, member: uuid.UUID
) -> Status[None]:
    """End somebody's being head of a department."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    departments.do_dismiss_head(actor, department, member)
    return Status(204, None)


def _out(department: Department) -> DepartmentOut:
    return DepartmentOut(id=department.id, parent=department.parent_id, name=department.name)
