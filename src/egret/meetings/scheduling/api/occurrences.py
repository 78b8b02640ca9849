"""Moving, cancelling and restoring occurrences."""

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router

from egret.kernel.api import answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions, queries
from egret.meetings.scheduling.api.schedules import ENTERING, enter
from egret.meetings.scheduling.api.schemas import MoveIn, ScheduleOut, WhichIn, schedule_out, times_of
from egret.meetings.scheduling.errors import OccurrenceUnknown, RuleUnusable, ScheduleUnknown, TimeUnusable

router = Router(tags=["scheduled meetings"])


@router.post(
    "/schedules/{schedule_id}/move",
    auth=signed_in,
    response={
        200: ScheduleOut,
        **problems(
            CrossSiteRequest, SignInRequired, ScheduleUnknown, OccurrenceUnknown, TimeUnusable, RuleUnusable, *ENTERING
        ),
    },
)
@under("meetings.schedule")
def move_meeting(request: HttpRequest, schedule_id: uuid.UUID, body: MoveIn) -> HttpResponse:
    """Hold one occurrence, it and all following, or all that are to come, at other times; for the host."""
    viewer = viewer_of(request)
    enter(request, queries.access_own(viewer.person_id, schedule_id))
    schedule = actions.do_move(viewer.person_id, schedule_id, body.series, body.occurrence, body.scope, times_of(body))
    return answer(schedule_out(request, schedule, viewer))


@router.post(
    "/schedules/{schedule_id}/cancel",
    auth=signed_in,
    response={
        200: ScheduleOut,
        **problems(CrossSiteRequest, SignInRequired, ScheduleUnknown, OccurrenceUnknown, *ENTERING),
    },
)
@under("meetings.schedule")
def cancel_meeting(request: HttpRequest, schedule_id: uuid.UUID, body: WhichIn) -> HttpResponse:
    """Cancel one occurrence, it and all following, or all; for the host."""
    viewer = viewer_of(request)
    enter(request, queries.access_own(viewer.person_id, schedule_id))
    schedule = actions.do_cancel(viewer.person_id, schedule_id, body.series, body.occurrence, body.scope)
    return answer(schedule_out(request, schedule, viewer))


@router.post(
    "/schedules/{schedule_id}/restore",
    auth=signed_in,
    response={
        200: ScheduleOut,
        **problems(CrossSiteRequest, SignInRequired, ScheduleUnknown, OccurrenceUnknown, *ENTERING),
    },
)
@under("meetings.schedule")
def restore_meeting(request: HttpRequest, schedule_id: uuid.UUID, body: WhichIn) -> HttpResponse:
    """Undo a cancellation of the same reach; for the host."""
    viewer = viewer_of(request)
    enter(request, queries.access_own(viewer.person_id, schedule_id))
    schedule = actions.do_restore(viewer.person_id, schedule_id, body.series, body.occurrence, body.scope)
    return answer(schedule_out(request, schedule, viewer))
