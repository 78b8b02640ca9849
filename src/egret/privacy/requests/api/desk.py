"""A desk's queue: an organisation's for its administrators, the operator's for whom the operator named. Each look is
written down."""

import datetime
import uuid
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import audit, desks
from egret.kernel.api import Input, Output, Viewer, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, NotFound, SignInRequired
from egret.kernel.personal import Category, not_personal
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.privacy.requests import actions, queries
from egret.privacy.requests.api.mine import TYPED
from egret.privacy.requests.api.schemas import AtDeskOut, KindName, PrivacyDeskOut, StateName
from egret.privacy.requests.errors import (
    ExtensionTooLate,
    PrivacyRequestUnknown,
    ReasonUnknown,
    RequestTextUnusable,
)
from egret.privacy.requests.models import Request
from egret.privacy.requests.personal import PURPOSE
from egret.privacy.requests.reasons import EXTENSION, REFUSAL

router = Router(tags=["privacy desk"])

LISTED = audit.act("requests.listed", Text("looked through a desk's requests", "查看了请求列表"))
READ = audit.act("requests.read", Text("read your request", "查看了您的请求"))

Space = Literal["operator"] | uuid.UUID
FOUND = problems(SignInRequired, NotAllowed, NotFound, PrivacyRequestUnknown)
DECIDED = problems(
    CrossSiteRequest,
    SignInRequired,
    NotAllowed,
    NotFound,
    PrivacyRequestUnknown,
    ExtensionTooLate,
    ReasonUnknown,
    RequestTextUnusable,
)


class QueuedOut(Output):
    """A line of the queue: nothing of what was written, and nobody's name."""

    id: uuid.UUID
    kind: KindName
    state: StateName
    received_at: datetime.datetime
    due_on: datetime.date
    days_left: int
    extended: bool
    proposed: bool = Field(description="a refusal waits for a second person")


class ListedReasonOut(Output):
    id: str
    text: str


class QueueOut(Output):
    desk: PrivacyDeskOut
    overdue: int
    items: list[QueuedOut]
    extension_reasons: list[ListedReasonOut]
    refusal_reasons: list[ListedReasonOut]


class SeatsOut(Output):
    operator: bool = Field(description="whether I sit at the operator's desk")


class DeskAnswerIn(Input):
    text: Annotated[str, Category.REQUEST] = Field(max_length=TYPED, description="the person reads it")


class ListedReasonIn(Input):
    reason: Annotated[str, not_personal("a word of a closed list")] = Field(max_length=24)


class DeskRefusalIn(Input):
    reason: Annotated[str, not_personal("a word of a closed list")] = Field("", max_length=24)
    text: Annotated[str, Category.REQUEST] = Field("", max_length=TYPED, description="the person reads it")


@router.get("/privacy/seats", auth=signed_in, response={200: SeatsOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_seats(request: HttpRequest) -> HttpResponse:
    """Which desks of this installation are mine beside those of organisations I administer."""
    return answer(SeatsOut(operator=queries.has_seat(viewer_of(request).person_id)))


@router.get("/privacy/desks/{space}/requests", auth=signed_in, response={200: QueueOut, **FOUND})
@under(PURPOSE)
def list_desk_requests(request: HttpRequest, space: Space) -> HttpResponse:
    """What this desk has to answer, the nearest deadline first."""
    viewer, organization_id, language = viewer_of(request), _organization(space), language_of(request)
    asked = queries.access_queue(viewer, organization_id)
    audit.record(LISTED, actor=viewer.person_id, about=str(organization_id or "operator"))
    return answer(
        QueueOut(
            desk=PrivacyDeskOut.of(desks.port().behind(organization_id)),
            overdue=sum(each.is_open and queries.days_left(each) < 0 for each in asked),
            items=[_queued(each) for each in asked],
            extension_reasons=[ListedReasonOut(id=key, text=text.say(language)) for key, text in EXTENSION.items()],
            refusal_reasons=[ListedReasonOut(id=key, text=text.say(language)) for key, text in REFUSAL.items()],
        )
    )


@router.get("/privacy/desks/{space}/requests/{uuid:request_id}", auth=signed_in, response={200: AtDeskOut, **FOUND})
@under(PURPOSE)
def read_desk_request(request: HttpRequest, space: Space, request_id: uuid.UUID) -> HttpResponse:
    """One of them, whole. The first look sets it in progress; each is written down for the person to see."""
    viewer, organization_id = viewer_of(request), _organization(space)
    found = queries.access_at_desk(viewer, organization_id, request_id)
    if found.person_id != viewer.person_id:
        audit.record(READ, actor=viewer.person_id, subject=found.person_id, about=str(found.id))
        actions.do_start(viewer.person_id, found.id)
    return _present(request, viewer, organization_id, request_id)


@router.post(
    "/privacy/desks/{space}/requests/{uuid:request_id}/answer", auth=signed_in, response={200: AtDeskOut, **DECIDED}
)
@under(PURPOSE)
def answer_request(request: HttpRequest, space: Space, request_id: uuid.UUID, body: DeskAnswerIn) -> HttpResponse:
    """Answer it. The person is told."""
    viewer, organization_id, found = _found(request, space, request_id)
    actions.do_answer(viewer.person_id, found.id, body.text)
    return _present(request, viewer, organization_id, request_id)


@router.post(
    "/privacy/desks/{space}/requests/{uuid:request_id}/extend", auth=signed_in, response={200: AtDeskOut, **DECIDED}
)
@under(PURPOSE)
def extend_request(request: HttpRequest, space: Space, request_id: uuid.UUID, body: ListedReasonIn) -> HttpResponse:
    """Put its deadline off once, before it has passed. The person is told, and why."""
    viewer, organization_id, found = _found(request, space, request_id)
    actions.do_extend(viewer.person_id, found.id, body.reason)
    return _present(request, viewer, organization_id, request_id)


@router.post(
    "/privacy/desks/{space}/requests/{uuid:request_id}/refusal", auth=signed_in, response={200: AtDeskOut, **DECIDED}
)
@under(PURPOSE)
def propose_refusal(request: HttpRequest, space: Space, request_id: uuid.UUID, body: DeskRefusalIn) -> HttpResponse:
    """Propose to refuse it, for a reason of the list. Another person confirms."""
    viewer, organization_id, found = _found(request, space, request_id)
    actions.do_propose_refusal(viewer.person_id, found.id, body.reason, body.text)
    return _present(request, viewer, organization_id, request_id)


@router.post(
    "/privacy/desks/{space}/requests/{uuid:request_id}/refusal/confirm",
    auth=signed_in,
    response={200: AtDeskOut, **DECIDED},
)
@under(PURPOSE)
def confirm_refusal(request: HttpRequest, space: Space, request_id: uuid.UUID) -> HttpResponse:
    """Refuse it, as another proposed. The person is told why, and how to complain."""
    viewer, organization_id, found = _found(request, space, request_id)
    actions.do_confirm_refusal(viewer.person_id, found.id)
    return _present(request, viewer, organization_id, request_id)


@router.delete(
    "/privacy/desks/{space}/requests/{uuid:request_id}/refusal", auth=signed_in, response={200: AtDeskOut, **DECIDED}
)
@under(PURPOSE)
def drop_refusal(request: HttpRequest, space: Space, request_id: uuid.UUID) -> HttpResponse:
    """Do not refuse it after all."""
    viewer, organization_id, found = _found(request, space, request_id)
    actions.do_drop_refusal(viewer.person_id, found.id)
    return _present(request, viewer, organization_id, request_id)


def _organization(space: Space) -> uuid.UUID | None:
    return None if space == "operator" else uuid.UUID(str(space))


def _found(request: HttpRequest, space: Space, request_id: uuid.UUID) -> tuple[Viewer, uuid.UUID | None, Request]:
    viewer, organization_id = viewer_of(request), _organization(space)
    return viewer, organization_id, queries.access_at_desk(viewer, organization_id, request_id)


def _present(
    request: HttpRequest, viewer: Viewer, organization_id: uuid.UUID | None, request_id: uuid.UUID
) -> HttpResponse:
    found = queries.access_at_desk(viewer, organization_id, request_id)
    return answer(AtDeskOut.at(found, language_of(request), viewer.person_id))


def _queued(each: Request) -> QueuedOut:
    return QueuedOut.model_validate(
        {
            "id": each.id,
            "kind": each.kind,
            "state": each.state,
            "received_at": each.received_at,
            "due_on": each.due_on,
            "days_left": queries.days_left(each),
            "extended": each.extended_at is not None,
            "proposed": each.is_open and bool(each.refusal_reason),
        }
    )
