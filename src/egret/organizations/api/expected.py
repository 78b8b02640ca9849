"""People an organisation expects: for its administrators, and for those it expects."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from egret.accounts.errors import PhoneMalformed
from egret.accounts.phone import MAXIMUM_TYPED
from egret.kernel.api import Input, Output, address_of, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired, TooManyRequests
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.actions import expected as actions
from egret.organizations.actions.expected import SOURCE_LENGTH
from egret.organizations.api.invitations import HostOut, JoinedOut, PlaceOut
from egret.organizations.api.organizations import TYPED, WRITE
from egret.organizations.errors import CursorUnusable, DepartmentUnknown, NameUnusable, OrganizationUnknown
from egret.organizations.errors.joining import (
    AlreadyExpected,
    AlreadyMember,
    ExpectedUnknown,
    MembershipSuspended,
    SourceMissing,
    TooManyExpected,
)
from egret.organizations.models import ExpectedMember, Role
from egret.organizations.names import MEMBER_LENGTH
from egret.organizations.queries import directory, joining

router = Router(tags=["joining"])


class Entered(Output):
    """What was entered about somebody, by whom, and where it came from."""

    id: uuid.UUID
    name: str
    role: Role
    department: PlaceOut | None
    source: Literal["phone", "import"]
    source_detail: str
    entered_by: str = Field(description="a name, empty when there is none")
    entered_at: datetime.datetime


class ExpectedRow(Entered):
    phone: str


class ExpectedPage(Output):
    items: list[ExpectedRow]
    next_cursor: str | None
    total: int


class ExpectedOut(ExpectedRow):
    message_sent: bool = Field(description="false: they are told at their next sign-in only")


class ForMeOut(Entered):
    organization: HostOut


class ForMePage(Output):
    items: list[ForMeOut]


class ExpectIn(Input):
    phone: Annotated[str, Category.CONTACT] = Field(max_length=MAXIMUM_TYPED)
    name: Annotated[str, Category.MEMBERSHIP] = Field("", max_length=TYPED * MEMBER_LENGTH)
    role: Literal["admin", "member", "guest"] = "member"
    department: uuid.UUID | None = None
    source_detail: Annotated[str, Category.MEMBERSHIP] = Field(
        max_length=TYPED * SOURCE_LENGTH, description="where the organisation has this data from; the person is told"
    )


@router.get(
    "/organizations/{uuid:organization_id}/expected",
    auth=signed_in,
    response={200: ExpectedPage, **problems(*WRITE, CursorUnusable)},
)
@under("organizations.administer")
def list_expected(
    request: HttpRequest, organization_id: uuid.UUID, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> HttpResponse:
    """Who is expected, the newest first; for administrators."""
    queries.access_administration(viewer_of(request), organization_id)
    found = joining.expected_in(organization_id)
    rows, next_cursor = joining.newest_first(found, cursor)
    items = [ExpectedRow(**facts, phone=row.phone) for row, facts in zip(rows, _facts(rows), strict=True)]
    return answer(ExpectedPage(items=items, next_cursor=next_cursor, total=found.count()))


@router.post(
    "/organizations/{uuid:organization_id}/expected",
    auth=signed_in,
    response={
        201: ExpectedOut,
        **problems(
            *WRITE,
            SourceMissing,
            PhoneMalformed,
            NameUnusable,
            DepartmentUnknown,
            AlreadyMember,
            AlreadyExpected,
            TooManyExpected,
            TooManyRequests,
        ),
    },
)
@under("organizations.administer")
def expect(request: HttpRequest, organization_id: uuid.UUID, body: ExpectIn) -> HttpResponse:
    """Invite somebody by phone; the answer is the same whether the number has an account or not."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    row = actions.do_expect(
        actor,
        phone=body.phone,
        name=body.name,
        role=body.role,
        department_id=body.department,
        source_detail=body.source_detail,
    )
    sent = actions.tell(row, address=address_of(request))
    return answer(ExpectedOut(**_facts([row])[0], phone=row.phone, message_sent=sent), 201)


@router.delete(
    "/organizations/{uuid:organization_id}/expected/{uuid:expected}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, ExpectedUnknown)},
)
@under("organizations.administer")
def remove_expected(request: HttpRequest, organization_id: uuid.UUID, expected: uuid.UUID) -> Status[None]:
    """Take an invitation back; what was entered goes."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    actions.do_remove_expected(actor, expected)
    return Status(204, None)


@router.get("/expected", auth=signed_in, response={200: ForMePage, **problems(SignInRequired)})
@under("organizations.membership")
def list_expected_for_me(request: HttpRequest) -> HttpResponse:
    """Which organisations expect me, who entered what about me, when and from where (C21)."""
    viewer_of(request)
    rows = joining.expected_for(_phone(request))
    items = [
        ForMeOut(**facts, organization=HostOut.of(row.organization))
        for row, facts in zip(rows, _facts(rows), strict=True)
    ]
    return answer(ForMePage(items=items))


@router.post(
    "/expected/{uuid:expected}/accept",
    auth=signed_in,
    response={
        200: JoinedOut,
        **problems(CrossSiteRequest, SignInRequired, ExpectedUnknown, OrganizationUnknown, MembershipSuspended),
    },
)
@under("organizations.membership")
def accept_expected(request: HttpRequest, expected: uuid.UUID) -> HttpResponse:
    """Join as I was entered."""
    viewer = viewer_of(request)
    member = actions.do_accept_expected(joining.access_expected(_phone(request), expected), viewer.person_id)
    return answer(JoinedOut(organization=member.organization_id))


@router.post(
    "/expected/{uuid:expected}/decline",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ExpectedUnknown)},
)
@under("organizations.membership")
def decline_expected(request: HttpRequest, expected: uuid.UUID) -> Status[None]:
    """Do not join; what was entered about me is deleted."""
    viewer_of(request)
    actions.do_decline_expected(joining.access_expected(_phone(request), expected))
    return Status(204, None)


def _phone(request: HttpRequest) -> str | None:
    return request.user.phone if request.user.is_authenticated else None


def _facts(rows: list[ExpectedMember]) -> list[dict[str, Any]]:
    """What `Entered` shows of each row; the names are those used in its own organisation."""
    people: dict[uuid.UUID, set[uuid.UUID]] = {}
    for row in rows:
        people.setdefault(row.organization_id, set()).update([row.entered_by_id] if row.entered_by_id else [])
    names = {organization_id: directory.names_of(organization_id, ids) for organization_id, ids in people.items()}
    return [
        {
            "id": row.id,
            "name": row.name,
            "role": row.role,
            "department": PlaceOut.of(row.department),
            "source": row.source,
            "source_detail": row.source_detail,
            "entered_by": names[row.organization_id].get(row.entered_by_id, "") if row.entered_by_id else "",
            "entered_at": row.entered_at,
        }
        for row in rows
    ]
