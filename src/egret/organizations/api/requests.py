"""Requests to join: for whoever has the organisation's "ask to join" link, and for its administrators."""

import datetime
import uuid
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from pydantic import Field

from egret.kernel import ratelimit
from egret.kernel.api import Input, Output, address_of, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired, TooManyRequests
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.actions import requests as actions
from egret.organizations.actions.requests import MESSAGE_LENGTH
from egret.organizations.api.invitations import LOOK_UPS_PER_ADDRESS, HostOut
from egret.organizations.api.organizations import TYPED, WRITE
from egret.organizations.errors import CursorUnusable, DepartmentUnknown, NameUnusable, OrganizationUnknown
from egret.organizations.errors.joining import (
    AlreadyMember,
    ReasonMissing,
    RequestDecided,
    RequestPending,
    RequestUnknown,
)
from egret.organizations.models import JoinRequest
from egret.organizations.queries import joining

router = Router(tags=["joining"])


RequestState = Literal["pending", "accepted", "declined"]


class RequestOut(Output):
    """One's own."""

    id: uuid.UUID
    organization: uuid.UUID
    organization_name: str
    message: str
    state: RequestState
    reason: str
    created_at: datetime.datetime
    decided_at: datetime.datetime | None

    @staticmethod
    def of(request: JoinRequest) -> "RequestOut":
        return RequestOut(
            id=request.id,
            organization=request.organization_id,
            organization_name=request.organization.name,
            message=request.message,
            state=cast("RequestState", request.state),
            reason=request.reason,
            created_at=request.created_at,
            decided_at=request.decided_at,
        )


class RequestList(Output):
    items: list[RequestOut]


class DoorOut(Output):
    organization: HostOut
    is_member: bool
    request: RequestOut | None = Field(description="my latest")


class PendingRow(Output):
    """What administrators see of whoever asks."""

    id: uuid.UUID
    name: str = Field(description="as they call themselves, empty when they do not")
    picture: uuid.UUID | None
    phone_hint: str
    message: str
    created_at: datetime.datetime


class PendingPage(Output):
    items: list[PendingRow]
    next_cursor: str | None


class AskIn(Input):
    message: Annotated[str, Category.MEMBERSHIP] = Field("", max_length=TYPED * MESSAGE_LENGTH)


class AcceptIn(Input):
    role: Literal["admin", "member", "guest"] = "member"
    department: uuid.UUID | None = None


class DeclineIn(Input):
    reason: Annotated[str, Category.MEMBERSHIP] = Field(
        max_length=TYPED * MESSAGE_LENGTH, description="the person reads it"
    )


@router.get(
    "/organizations/{uuid:organization_id}/join-page",
    response={200: DoorOut, **problems(OrganizationUnknown, TooManyRequests)},
)
@under("organizations.membership")
def read_join_page(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """The organisation behind an "ask to join" link; unknown unless it takes requests."""
    ratelimit.spend(LOOK_UPS_PER_ADDRESS, address_of(request))
    organization = joining.organization_taking_requests(organization_id)
    person_id = viewer_of(request).person_id if request.user.is_authenticated else None
    latest = joining.latest_request(person_id, organization_id) if person_id else None
    door = DoorOut(
        organization=HostOut.of(organization),
        is_member=person_id is not None and joining.is_member(person_id, organization_id),
        request=RequestOut.of(latest) if latest else None,
    )
    return answer(door)


@router.post(
    "/organizations/{uuid:organization_id}/requests",
    auth=signed_in,
    response={
        201: RequestOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            OrganizationUnknown,
            NameUnusable,
            AlreadyMember,
            RequestPending,
            TooManyRequests,
        ),
    },
)
@under("organizations.membership")
def ask(request: HttpRequest, organization_id: uuid.UUID, body: AskIn) -> HttpResponse:
    """Ask to join, with a few words if one likes."""
    made = actions.do_ask(organization_id, viewer_of(request).person_id, body.message)
    return answer(RequestOut.of(made), 201)


@router.get("/requests", auth=signed_in, response={200: RequestList, **problems(SignInRequired)})
@under("organizations.membership")
def list_my_requests(request: HttpRequest) -> HttpResponse:
    """My requests and their answers, newest first."""
    mine = joining.requests_by(viewer_of(request).person_id)
    return answer(RequestList(items=[RequestOut.of(each) for each in mine]))


@router.delete(
    "/requests/{uuid:join_request}",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, RequestUnknown, RequestDecided)},
)
@under("organizations.membership")
def withdraw(request: HttpRequest, join_request: uuid.UUID) -> Status[None]:
    """Take my request back."""
    actions.do_withdraw(viewer_of(request).person_id, join_request)
    return Status(204, None)


@router.get(
    "/organizations/{uuid:organization_id}/requests",
    auth=signed_in,
    response={200: PendingPage, **problems(*WRITE, CursorUnusable)},
)
@under("organizations.administer")
def list_requests(
    request: HttpRequest, organization_id: uuid.UUID, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> HttpResponse:
    """Who waits for an answer, the newest first; for administrators."""
    queries.access_administration(viewer_of(request), organization_id)
    rows, next_cursor = joining.pending_page(organization_id, cursor)
    items = [
        PendingRow(
            id=row.request.id,
            name=row.name,
            picture=row.picture_id,
            phone_hint=row.phone_hint,
            message=row.request.message,
            created_at=row.request.created_at,
        )
        for row in rows
    ]
    return answer(PendingPage(items=items, next_cursor=next_cursor))


@router.post(
    "/organizations/{uuid:organization_id}/requests/{uuid:join_request}/accept",
    auth=signed_in,
    response={204: None, **problems(*WRITE, RequestUnknown, RequestDecided, DepartmentUnknown)},
)
@under("organizations.administer")
def accept_request(
    request: HttpRequest, organization_id: uuid.UUID, join_request: uuid.UUID, body: AcceptIn
) -> Status[None]:
    """Let them in."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    actions.do_accept_request(actor, join_request, role=body.role, department_id=body.department)
    return Status(204, None)


@router.post(
    "/organizations/{uuid:organization_id}/requests/{uuid:join_request}/decline",
    auth=signed_in,
    response={204: None, **problems(*WRITE, RequestUnknown, RequestDecided, ReasonMissing, NameUnusable)},
)
@under("organizations.administer")
def decline_request(
    request: HttpRequest, organization_id: uuid.UUID, join_request: uuid.UUID, body: DeclineIn
) -> Status[None]:
    """Say no, with the reason that the person will read."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    actions.do_decline_request(actor, join_request, body.reason)
    return Status(204, None)
