"""A person's own requests."""

import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import proof
from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, NotFound, SignInRequired, TooManyRequests
from egret.kernel.permissions import require
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.privacy.requests import actions, policies, queries
from egret.privacy.requests.api.schemas import KindName, PrivacyRequestOut
from egret.privacy.requests.errors import (
    AnswersItself,
    PrivacyRequestClosed,
    PrivacyRequestUnknown,
    RequestForAnother,
    RequestTextUnusable,
)
from egret.privacy.requests.models import TEXT_LENGTH, Kind
from egret.privacy.requests.personal import PURPOSE

router = Router(tags=["privacy"])

# Twice what is kept: what is over it is refused in words, not by a schema.
TYPED = 2 * TEXT_LENGTH


class PrivacyRequestIn(Input):
    kind: KindName
    organization: uuid.UUID | None = Field(None, description="whose data it is about; null: my personal space")
    about: Literal["me", "somebody_else"] = "me"
    text: Annotated[str, Category.REQUEST] = Field("", max_length=TYPED)


class MyPrivacyRequestsOut(Output):
    items: list[PrivacyRequestOut]


@router.get("/privacy/requests", auth=signed_in, response={200: MyPrivacyRequestsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_my_requests(request: HttpRequest) -> HttpResponse:
    """What I asked, the latest first, with its timeline and the day by which I am answered."""
    language = language_of(request)
    asked = queries.mine(viewer_of(request).person_id)
    return answer(MyPrivacyRequestsOut(items=[PrivacyRequestOut.of(each, language) for each in asked]))


@router.post(
    "/privacy/requests",
    auth=signed_in,
    response={
        200: PrivacyRequestOut,
        201: PrivacyRequestOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            NotAllowed,
            NotFound,
            RequestForAnother,
            RequestTextUnusable,
            TooManyRequests,
        ),
    },
)
@under(PURPOSE)
def submit_request(request: HttpRequest, body: PrivacyRequestIn) -> HttpResponse:
    """Ask. 200 with the request that is open already when it is the same again. What gives out or destroys asks for a
    fresh proof first (403 `proof-needed`), and stores nothing before there is one."""
    viewer = viewer_of(request)
    require(body.about == "me", RequestForAnother())
    kind = Kind(body.kind)
    if kind in policies.NEEDS_PROOF:
        proof.require_fresh(request)
    language = language_of(request)
    asked, new = actions.do_submit(
        viewer.person_id, kind, text=body.text, organization_id=body.organization, language=language
    )
    return answer(PrivacyRequestOut.of(queries.access_mine(viewer.person_id, asked.id), language), 201 if new else 200)


@router.get(
    "/privacy/requests/{uuid:request_id}",
    auth=signed_in,
    response={200: PrivacyRequestOut, **problems(SignInRequired, PrivacyRequestUnknown)},
)
@under(PURPOSE)
def read_my_request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """One of mine."""
    found = queries.access_mine(viewer_of(request).person_id, request_id)
    return answer(PrivacyRequestOut.of(found, language_of(request)))


@router.post(
    "/privacy/requests/{uuid:request_id}/withdraw",
    auth=signed_in,
    response={
        200: PrivacyRequestOut,
        **problems(CrossSiteRequest, SignInRequired, PrivacyRequestUnknown, PrivacyRequestClosed, AnswersItself),
    },
)
@under(PURPOSE)
def withdraw_request(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Take it back."""
    viewer = viewer_of(request)
    actions.do_withdraw(viewer.person_id, request_id)
    return answer(PrivacyRequestOut.of(queries.access_mine(viewer.person_id, request_id), language_of(request)))
