"""The browsers in which a person is signed in."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.actions.sessions import do_end_other_sessions, do_end_session
from egret.accounts.errors.sessions import SessionUnknown
from egret.accounts.models import Session
from egret.accounts.session_store import stored_key
from egret.kernel import clock
from egret.kernel.api import Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under

router = Router(tags=["accounts"])


class SessionRow(Output):
    public_id: uuid.UUID
    device: str = Field(description='the family of browser and system, "Firefox · Linux"; empty when unknown')
    created_at: datetime.datetime
    seen_at: datetime.datetime = Field(description="to within five minutes")
    current: bool
    second_factor: bool


class SessionList(Output):
    items: list[SessionRow]


@router.get("/sessions", auth=signed_in, response={200: SessionList, **problems(SignInRequired)})
@under("accounts.sign_in")
def list_sessions(request: HttpRequest) -> HttpResponse:
    """My sessions, this one first, then the last used. No address or place is known of them."""
    viewer = viewer_of(request)
    mine = Session.objects.filter(person_id=viewer.person_id, expire_date__gt=clock.now()).order_by("-seen_at")
    key = stored_key(request.session.session_key or "")
    rows = [
        SessionRow(
            public_id=session.public_id,
            device=session.device,
            created_at=session.created_at,
            seen_at=session.seen_at,
            current=session.session_key == key,
            second_factor=session.second_factor_at is not None,
        )
        for session in mine
    ]
    return answer(SessionList(items=sorted(rows, key=lambda row: not row.current)))


@router.delete(
    "/sessions/{uuid:public_id}",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, SessionUnknown)},
)
@under("accounts.sign_in")
def end_session(request: HttpRequest, public_id: uuid.UUID) -> Status[None]:
    """End one of my sessions: its next request is signed out."""
    do_end_session(viewer_of(request).person_id, public_id)
    return Status(204, None)


@router.delete("/sessions", auth=signed_in, response={204: None, **problems(CrossSiteRequest, SignInRequired)})
@under("accounts.sign_in")
def end_other_sessions(request: HttpRequest) -> Status[None]:
    """End all my sessions but this one."""
    do_end_other_sessions(viewer_of(request).person_id, request.session.session_key)
    return Status(204, None)
