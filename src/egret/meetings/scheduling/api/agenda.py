"""What I have when, and meetings by their number."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import AwareDatetime, Field

from egret.kernel.api import Input, Output, address_of, answer, problems, signed_in_or, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired, TooManyRequests
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions, queries
from egret.meetings.scheduling.api.schedules import ENTERING
from egret.meetings.scheduling.api.schemas import OccurrenceOut, occurrence_out
from egret.meetings.scheduling.errors import NumberUnknown, WindowUnusable
from egret.organizations import queries as organizations

router = Router(tags=["scheduled meetings"])


class AgendaOut(Output):
    items: list[OccurrenceOut]
    more: bool


class NumberIn(Input):
    number: Annotated[str, Category.MEETING] = Field(max_length=20)


class CodeOut(Output):
    code: str


@router.get(
    "/agenda",
    auth=signed_in_or("meetings:read"),
    response={
        200: AgendaOut,
        **problems(SignInRequired, TokenUnknown, ScopeNeeded, WindowUnusable, *ENTERING),
    },
)
@under("meetings.schedule")
def read_agenda(
    request: HttpRequest, since: AwareDatetime, until: AwareDatetime, organization: uuid.UUID | None = None
) -> HttpResponse:
    """What I host or am invited to from `since` to `until`, in one of my organisations or (null) everywhere."""
    viewer = viewer_of(request)
    if organization is not None:
        organizations.access_membership(viewer, organization)
    shown, more = queries.agenda(viewer.person_id, since, until, organization_id=organization)
    answers = queries.own_answers(list({one.series.schedule_id for one in shown}), viewer.person_id)
    items = [occurrence_out(one, viewer.person_id, answers.get(one.series.schedule_id)) for one in shown]
    return answer(AgendaOut(items=items, more=more))


@router.post(
    "/meetings/by-number",
    response={200: CodeOut, **problems(CrossSiteRequest, NumberUnknown, TooManyRequests)},
)
@under("meetings.hold")
def find_meeting(request: HttpRequest, body: NumberIn) -> HttpResponse:
    """The link's code of the meeting with this number."""
    schedule = actions.do_find_by_number(body.number, address_of(request))
    return answer(CodeOut(code=schedule.code))
