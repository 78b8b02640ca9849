"""The directory: to members only, and never a phone number."""

import datetime
import uuid
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from egret.kernel.api import Output, answer, problems, signed_in, viewer_of
from egret.kernel.purpose import under
from egret.organizations import policies, queries
from egret.organizations.api.organizations import DOOR
from egret.organizations.errors import CursorUnusable, DepartmentUnknown, GroupUnknown
from egret.organizations.models import Membership, Role
from egret.organizations.queries import directory
from egret.organizations.queries.directory import Narrowed, PersonRow

router = Router(tags=["organizations"])


class DepartmentName(Output):
    id: uuid.UUID
    name: str


class GroupName(Output):
    id: uuid.UUID
    name: str


class DirectoryPersonOut(Output):
    id: uuid.UUID = Field(description="of the membership")
    person: uuid.UUID
    name: str = Field(description="empty for whom nobody has named")
    picture: uuid.UUID | None
    role: Role
    department: DepartmentName | None
    active: bool = Field(description="false: suspended by the organisation's directory")
    is_me: bool


class PeoplePage(Output):
    items: list[DirectoryPersonOut]
    next_cursor: str | None


class MemberOut(DirectoryPersonOut):
    joined_at: datetime.datetime
    groups: list[GroupName]
    given_name: str | None = Field(description="what the organisation calls them, for administrators and themselves")
    source: str | None = Field(description="where their data came from, for administrators and themselves")
    source_detail: str | None


@router.get(
    "/organizations/{uuid:organization_id}/people",
    auth=signed_in,
    response={200: PeoplePage, **problems(*DOOR, DepartmentUnknown, GroupUnknown, CursorUnusable)},
)
@under("organizations.membership")
def list_people(
    request: HttpRequest,
    organization_id: uuid.UUID,
    q: Annotated[str, Query(max_length=100)] = "",
    department: uuid.UUID | None = None,
    group: uuid.UUID | None = None,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> HttpResponse:
    """People by name, 50 at a time; a department's include those below it. External guests see who shares a group."""
    member = queries.access_membership(viewer_of(request), organization_id)
    rows, next_cursor = directory.people(member, Narrowed(q, department, group), cursor)
    return answer(
        PeoplePage(items=[DirectoryPersonOut(**_facts(row, member)) for row in rows], next_cursor=next_cursor)
    )


def person_out(row: PersonRow, viewer: Membership) -> MemberOut:
    told_more = policies.can_administer(viewer) or row.member.id == viewer.id
    groups = directory.groups_visible_to(viewer).filter(members__membership=row.member).order_by("name")
    return MemberOut(
        **_facts(row, viewer),
        joined_at=row.member.joined_at,
        groups=[GroupName(id=each.id, name=each.name) for each in groups],
        given_name=row.member.name if told_more else None,
        source=row.member.source if told_more else None,
        source_detail=row.member.source_detail if told_more else None,
    )


def _facts(row: PersonRow, viewer: Membership) -> dict[str, Any]:
    return {
        "id": row.member.id,
        "person": row.member.person_id,
        "name": row.name,
        "picture": row.picture_id,
        "role": Role(row.member.role),
        "department": row.department and DepartmentName(id=row.department.id, name=row.department.name),
        "active": row.member.active,
        "is_me": row.member.id == viewer.id,
    }
