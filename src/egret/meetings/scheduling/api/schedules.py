"""Setting meetings, changing them, answering."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.accounts.errors import PhoneMalformed
from egret.kernel import ratelimit
from egret.kernel.api import Output, answer, language_of, problems, signed_in, signed_in_or, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired, TooManyRequests
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.meetings.errors import IdempotencyKeyUnusable
from egret.meetings.scheduling import actions, letters, occurrences, queries
from egret.meetings.scheduling.actions.setting import make_series
from egret.meetings.scheduling.api.schemas import (
    AnswerIn,
    ChangeIn,
    ScheduleIn,
    ScheduleOut,
    TimesIn,
    facts_of,
    schedule_out,
    times_of,
    wanted_of,
)
from egret.meetings.scheduling.errors import (
    GuestsNotInvited,
    InviteeUnknown,
    MailMalformed,
    PasscodeUnusable,
    RuleUnusable,
    ScheduleUnknown,
    TimeUnusable,
    TitleUnusable,
    TooManyInvitees,
)
from egret.meetings.scheduling.models import Schedule
from egret.meetings.scheduling.zones import moment_of, oddity_of, read_local
from egret.organizations import queries as organizations
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["scheduled meetings"])

# A secretary plans a term in an afternoon; a script that invites the world does not.
SETS_PER_PERSON = Limit("scheduled meetings per person", 300, datetime.timedelta(hours=1))
LOOKED_AHEAD = 5

FACTS = (
    TitleUnusable,
    PasscodeUnusable,
    InviteeUnknown,
    TooManyInvitees,
    GuestsNotInvited,
    MailMalformed,
    PhoneMalformed,
    TooManyRequests,
)
ENTERING = (OrganizationUnknown, SecondFactorNeeded)


class StartOut(Output):
    starts_at: datetime.datetime
    start: str
    oddity: str


class PreviewOut(Output):
    """What these times come to, before they are set."""

    rule: str = Field(description="in its canonical spelling, without an end")
    last_start: str
    next: list[StartOut]
    odd: list[StartOut] = Field(description="the first starts that no clock shows, or that clocks show twice")


def enter(request: HttpRequest, schedule: Schedule) -> None:
    """The host of an organisation's meeting must still belong to it."""
    if schedule.organization_id is not None and schedule.host_id == viewer_of(request).person_id:
        organizations.access_membership(viewer_of(request), schedule.organization_id)


@router.post(
    "/schedules",
    auth=signed_in_or("meetings:write"),
    response={
        201: ScheduleOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            TokenUnknown,
            ScopeNeeded,
            TimeUnusable,
            RuleUnusable,
            IdempotencyKeyUnusable,
            *FACTS,
            *ENTERING,
        ),
    },
)
@under("meetings.schedule")
def set_meeting(request: HttpRequest, body: ScheduleIn) -> HttpResponse:
    """Set a meeting for a time. The header `Idempotency-Key` makes a repeated request the same meeting."""
    viewer = viewer_of(request)
    if body.organization is not None:
        organizations.access_membership(viewer, body.organization)
    ratelimit.spend(SETS_PER_PERSON, str(viewer.person_id))
    schedule = actions.do_schedule(
        viewer,
        times_of(body),
        facts_of(body),
        organization_id=body.organization,
        idempotency_key=request.headers.get("Idempotency-Key"),
    )
    return answer(schedule_out(request, schedule, viewer), 201)


@router.post(
    "/schedules/preview",
    auth=signed_in,
    response={200: PreviewOut, **problems(CrossSiteRequest, SignInRequired, TimeUnusable, RuleUnusable)},
)
@under("meetings.schedule")
def preview_times(request: HttpRequest, body: TimesIn) -> HttpResponse:
    """The next starts that these times give, and the odd ones among a year's: nothing is stored."""
    series = make_series(Schedule(), times_of(body))
    begin = moment_of(series.zone, read_local(series.start))
    year = list(occurrences.between(series, (), begin, begin + datetime.timedelta(days=366)))
    starts = [StartOut(starts_at=one.at, start=one.start, oddity=one.oddity) for one in year]
    return answer(
        PreviewOut(
            rule=series.rule,
            last_start=series.last_start,
            next=starts[:LOOKED_AHEAD],
            odd=[each for each in starts if oddity_of(series.zone, read_local(each.start))][:LOOKED_AHEAD],
        )
    )


@router.get(
    "/schedules/{schedule_id}",
    auth=signed_in_or("meetings:read"),
    response={
        200: ScheduleOut,
        **problems(SignInRequired, TokenUnknown, ScopeNeeded, ScheduleUnknown, *ENTERING),
    },
)
@under("meetings.schedule")
def read_schedule(request: HttpRequest, schedule_id: uuid.UUID) -> HttpResponse:
    """A meeting, for its host and who is invited."""
    viewer = viewer_of(request)
    schedule = queries.access_schedule(viewer.person_id, schedule_id)
    enter(request, schedule)
    return answer(schedule_out(request, schedule, viewer))


@router.patch(
    "/schedules/{schedule_id}",
    auth=signed_in,
    response={200: ScheduleOut, **problems(CrossSiteRequest, SignInRequired, ScheduleUnknown, *FACTS, *ENTERING)},
)
@under("meetings.schedule")
def change_schedule(request: HttpRequest, schedule_id: uuid.UUID, body: ChangeIn) -> HttpResponse:
    """Change what a meeting is and who is invited; for its host."""
    viewer = viewer_of(request)
    enter(request, queries.access_own(viewer.person_id, schedule_id))
    changed = {name: getattr(body, name) for name in body.model_fields_set}
    if "invitees" in changed:
        changed["invitees"] = wanted_of(body.invitees)
    schedule = actions.do_change(viewer, schedule_id, changed)
    return answer(schedule_out(request, schedule, viewer))


@router.put(
    "/schedules/{schedule_id}/answer",
    auth=signed_in,
    response={200: ScheduleOut, **problems(CrossSiteRequest, SignInRequired, ScheduleUnknown)},
)
@under("meetings.schedule")
def answer_invitation(request: HttpRequest, schedule_id: uuid.UUID, body: AnswerIn) -> HttpResponse:
    """Say whether I come."""
    viewer = viewer_of(request)
    schedule = queries.access_schedule(viewer.person_id, schedule_id)
    actions.do_answer(schedule, viewer.person_id, body.answer)
    return answer(schedule_out(request, schedule, viewer))


@router.get(
    "/schedules/{schedule_id}/calendar.ics",
    auth=signed_in,
    response={200: None, **problems(SignInRequired, ScheduleUnknown)},
)
@under("meetings.schedule")
def read_calendar_file(request: HttpRequest, schedule_id: uuid.UUID) -> HttpResponse:
    """The meeting for a calendar app."""
    schedule = queries.access_schedule(viewer_of(request).person_id, schedule_id)
    return calendar_response(letters.calendar_file(schedule, language_of(request)).content)


def calendar_response(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.post(
    "/personal-room",
    auth=signed_in,
    response={200: ScheduleOut, **problems(CrossSiteRequest, SignInRequired)},
)
@under("meetings.schedule")
def open_personal_room(request: HttpRequest) -> HttpResponse:
    """My own room, the same each time."""
    viewer = viewer_of(request)
    return answer(schedule_out(request, actions.do_make_personal_room(viewer.person_id), viewer))
