"""Meetings over HTTP, and the door where the engine's webhooks come in."""

import datetime
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from egret.kernel import clock, ratelimit, sheets
from egret.kernel.api import address_of, answer, anybody_or, language_of, problems, signed_in, signed_in_or, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired, TooManyRequests
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under
from egret.kernel.ratelimit import Limit
from egret.media import tokens, webhooks
from egret.media.errors import EngineUnavailable, WebhookForged, WebhookUnreadable
from egret.meetings import actions, attending, policies, queries
from egret.meetings.attendance import as_csv
from egret.meetings.errors import (
    CursorUnusable,
    IdempotencyKeyUnusable,
    MeetingEnded,
    MeetingUnknown,
    NicknameUnusable,
)
from egret.meetings.hosting import queries as hosting
from egret.meetings.hosting.errors import (
    EntryDenied,
    LobbyFull,
    MeetingLocked,
    NicknameImitates,
    RemovedFromMeeting,
)
from egret.meetings.hosting.models import Standing
from egret.meetings.hosting.schemas import ParticipantOut, WaitingOut, waiting_out
from egret.meetings.models import Meeting, Participant, Schedule
from egret.meetings.scheduling import queries as scheduling
from egret.meetings.scheduling.actions import joining
from egret.meetings.scheduling.errors import MeetingCancelled, PasscodeWrong, RoomNotOpen
from egret.meetings.scheduling.policies import Comer, needs_passcode
from egret.meetings.scheduling.zones import known_zones
from egret.meetings.schemas import (
    AnswersOut,
    AttendanceOut,
    AttendanceRow,
    JoinIn,
    JoinOut,
    MeetingOut,
    MeetingPage,
    MeetingRow,
    ScheduledOut,
    SpellOut,
    StartIn,
)
from egret.meetings.visitors import guest_of, participant_of, person_of, remember_guest
from egret.organizations import queries as organizations
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["meetings"])

STARTS_PER_PERSON = Limit("meetings per person", 200, datetime.timedelta(hours=1))
ATTENDANCE_PROBLEMS = problems(
    SignInRequired, TokenUnknown, ScopeNeeded, MeetingUnknown, OrganizationUnknown, SecondFactorNeeded
)


@router.post(
    "/meetings",
    auth=signed_in_or("meetings:write"),
    response={
        201: MeetingOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            TokenUnknown,
            ScopeNeeded,
            OrganizationUnknown,
            SecondFactorNeeded,
            IdempotencyKeyUnusable,
            TooManyRequests,
        ),
    },
)
@under("meetings.hold")
def start_meeting(request: HttpRequest, body: StartIn) -> HttpResponse:
    """Start a meeting now. The header `Idempotency-Key` makes a repeated request the same meeting."""
    host_id = person_of(request)
    assert host_id is not None
    ratelimit.spend(STARTS_PER_PERSON, str(host_id))
    _enter(request, body.organization)
    meeting = actions.do_start(host_id, request.headers.get("Idempotency-Key"), organization_id=body.organization)
    return answer(_meeting_out(request, meeting), 201)


@router.get(
    "/meetings",
    auth=signed_in_or("meetings:read"),
    response={
        200: MeetingPage,
        **problems(SignInRequired, TokenUnknown, ScopeNeeded, OrganizationUnknown, SecondFactorNeeded, CursorUnusable),
    },
)
@under("meetings.hold")
def list_meetings(
    request: HttpRequest, cursor: str | None = None, organization: uuid.UUID | None = None
) -> HttpResponse:
    """The meetings I started, newest first: my personal ones, or those in one of my organisations."""
    host_id = person_of(request)
    assert host_id is not None
    _enter(request, organization)
    summaries, next_cursor = queries.hosted_meetings(host_id, cursor, organization_id=organization)
    links = _links(request)
    rows = [
        MeetingRow(
            **_facts(links, summary.meeting),
            started_at=summary.started_at,
            is_host=True,
            people_now=summary.people_now,
            participants=summary.participants,
            duration_seconds=summary.duration_seconds,
        )
        for summary in summaries
    ]
    return answer(MeetingPage(items=rows, next_cursor=next_cursor))


@router.get(
    "/meetings/{code}",
    auth=anybody_or("meetings:read"),
    response={200: MeetingOut, **problems(TokenUnknown, ScopeNeeded, MeetingUnknown)},
)
@under("meetings.hold")
def read_meeting(request: HttpRequest, code: str, invitation: str | None = None) -> HttpResponse:
    """What whoever has the link may know; of a scheduled meeting, whoever may join it."""
    schedule = queries.schedule_at(code)
    if schedule is not None:
        who = joining.comer(schedule, person_of(request), invitation)
        joining.require_may_join(schedule, who)
        return answer(_scheduled_out(request, schedule, who))
    return answer(_meeting_out(request, queries.access_meeting(code)))


@router.post(
    "/meetings/{code}/join",
    response={
        200: JoinOut,
        202: WaitingOut,
        **problems(
            CrossSiteRequest,
            MeetingUnknown,
            MeetingEnded,
            MeetingCancelled,
            MeetingLocked,
            PasscodeWrong,
            RoomNotOpen,
            RemovedFromMeeting,
            EntryDenied,
            LobbyFull,
            NicknameUnusable,
            NicknameImitates,
            PolicyNotAccepted,
            EngineUnavailable,
            TooManyRequests,
        ),
    },
)
@under("meetings.hold")
def join_meeting(request: HttpRequest, code: str, body: JoinIn) -> HttpResponse:
    """A short-lived token for this meeting's room, or a place in its lobby; guests must have accepted the policy."""
    schedule = queries.schedule_at(code)
    invited = False
    if schedule is not None:
        who = joining.comer(schedule, person_of(request), body.invitation)
        meeting = joining.do_join_scheduled(schedule, who, body.passcode, address_of(request))
        invited = who.invited
    else:
        meeting = queries.access_meeting(code)
    participant, seat = actions.do_join(
        meeting,
        actions.Comer(person_of(request), guest_of(request), invited),
        nickname=body.nickname,
        accepted_policy=body.policy_version,
        address=address_of(request),
    )
    place = hosting.place_of(meeting, hosting.conduct_of(meeting), participant, seat)
    shown = ParticipantOut(
        id=participant.id, nickname=participant.nickname, is_host=_hosts(meeting, participant), role=place.role
    )
    if seat.standing == Standing.WAITING:
        response = answer(waiting_out(meeting, seat, shown), 202)
    else:
        token = tokens.join_token(
            room=place.room,
            identity=str(participant.id),
            nickname=participant.nickname,
            grants=place.grants,
            attributes=place.attributes,
        )
        response = answer(JoinOut(participant=shown, token=token, expires_at=clock.now() + tokens.JOIN_LIFETIME))
    remember_guest(response, code, participant)
    return response


@router.post(
    "/meetings/{code}/end",
    auth=signed_in,
    response={200: MeetingOut, **problems(CrossSiteRequest, SignInRequired, NotAllowed, MeetingUnknown)},
)
@under("meetings.hold")
def end_meeting(request: HttpRequest, code: str) -> HttpResponse:
    """End the meeting for all; for the host, and whoever stands in for them."""
    meeting = queries.access_meeting(code)
    if policies.is_host(meeting, person_of(request)):
        # Who stands in for the host may come from elsewhere.
        _enter(request, meeting.organization_id)
    meeting = actions.do_end(meeting, person_of(request))
    return answer(_meeting_out(request, meeting))


@router.get(
    "/meetings/{code}/attendance",
    auth=signed_in_or("meetings:read"),
    response={200: AttendanceOut, **ATTENDANCE_PROBLEMS},
)
@under("meetings.attendance")
def read_attendance(request: HttpRequest, code: str) -> HttpResponse:
    """Who was there, when and for how long, by the engine's account: for host and co-hosts; others read their own
    row."""
    meeting, whole, rows, as_of = _attendance(request, code)
    plan = queries.plan_of(meeting)
    attendance = AttendanceOut(
        meeting=_meeting_out(request, meeting),
        as_of=as_of,
        planned_from=plan.starts_at if plan else None,
        planned_until=plan.ends_at if plan else None,
        whole=whole,
        participants=[
            AttendanceRow(
                id=row.participant.id,
                nickname=row.participant.nickname,
                is_host=_hosts(meeting, row.participant),
                is_guest=row.participant.person_id is None,
                joined_at=row.joined_at,
                left_at=row.left_at,
                duration_seconds=row.duration_seconds,
                present=row.left_at is None,
                late_seconds=row.punctuality.late_seconds,
                left_early_seconds=row.punctuality.left_early_seconds,
                spells=[
                    SpellOut(
                        joined_at=spell.joined_at,
                        left_at=spell.left_at,
                        duration_seconds=round(((spell.left_at or as_of) - spell.joined_at).total_seconds()),
                    )
                    for spell in row.spells
                ],
            )
            for row in rows
        ],
    )
    return answer(attendance)


@router.get(
    "/meetings/{code}/attendance.csv",
    auth=signed_in_or("meetings:read"),
    response={200: None, **ATTENDANCE_PROBLEMS},
)
@under("meetings.attendance")
def download_attendance(request: HttpRequest, code: str, zone: str = "UTC") -> HttpResponse:
    """The same as a table for spreadsheets, its times as the clocks of `zone` (an IANA name) show them."""
    meeting, _, rows, _ = _attendance(request, code)
    return HttpResponse(
        "".join(as_csv(rows, zone if zone in known_zones() else "UTC", language_of(request))),
        content_type=sheets.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="attendance-{meeting.code}.csv"'},
    )


def _attendance(request: HttpRequest, code: str) -> tuple[Meeting, bool, list[queries.Attendance], datetime.datetime]:
    """The meeting, whether its rows are everybody's, the rows, and of when."""
    meeting = queries.access_meeting(code)
    whole, as_of = attending.reads_of_everybody(request, meeting), clock.now()
    return meeting, whole, queries.access_attendance(meeting, person_of(request), as_of, everybody=whole), as_of


@router.post(
    "/media/webhooks", include_in_schema=False, response={204: None, **problems(WebhookForged, WebhookUnreadable)}
)
@under("meetings.attendance")
def receive_webhook(request: HttpRequest) -> Status[None]:
    """The engine reports who joined and left; see `media.webhooks` for how it is verified."""
    length = int(request.headers.get("Content-Length") or 0)
    if not 0 < length <= webhooks.MAXIMUM_BYTES:
        raise WebhookUnreadable
    body = request.body
    webhooks.verify(body, request.headers.get("Authorization", ""))
    event = webhooks.read(body)
    if event is not None:
        actions.do_record_presence(event)
    return Status(204, None)


def _enter(request: HttpRequest, organization_id: uuid.UUID | None) -> None:
    """Only members get at an organisation's meetings, their hosts too: who left it left them."""
    if organization_id is not None:
        organizations.access_membership(viewer_of(request), organization_id)


def _hosts(meeting: Meeting, participant: Participant) -> bool:
    return policies.is_host(meeting, participant.person_id)


def _links(request: HttpRequest) -> str:
    """Where meetings' links begin, under the name this visitor used."""
    return request.build_absolute_uri("/m/")


def _facts(links: str, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "code": meeting.code,
        "link": links + (meeting.schedule.code if meeting.schedule else meeting.code),
        "title": meeting.schedule.title if meeting.schedule else "",
        "state": "ended" if meeting.ended else "open",
        "created_at": meeting.created_at,
        "ended_at": meeting.ended_at,
    }


def _scheduled_out(request: HttpRequest, schedule: Schedule, who: Comer) -> MeetingOut:
    """The one that is held now; else the next, under the link that leads to it."""
    meeting = scheduling.open_meeting(schedule)
    one = None if schedule.personal_room else scheduling.nearest(schedule, clock.now(), joining.EARLY)
    scheduled = ScheduledOut(
        id=schedule.id if who.is_host or (who.invited and person_of(request)) else None,
        starts_at=one.at if one else None,
        zone=one.series.zone if one else None,
        asks_passcode=needs_passcode(schedule, who),
        lobby=schedule.lobby,
        cancelled=schedule.cancelled_at is not None,
        personal_room=schedule.personal_room,
    )
    if meeting is None:
        meeting = Meeting(
            host_id=schedule.host_id, organization_id=schedule.organization_id, created_at=schedule.created_at
        )
    meeting.schedule = schedule
    shown = _meeting_out(request, meeting)
    return shown.model_copy(update={"code": schedule.code, "scheduled": scheduled})


def _meeting_out(request: HttpRequest, meeting: Meeting) -> MeetingOut:
    person_id = person_of(request)
    participant = participant_of(request, meeting)
    nickname = participant.nickname if participant else None
    if nickname is None and person_id is not None:
        nickname = queries.likely_nickname(person_id)
    return MeetingOut(
        **_facts(_links(request), meeting),
        started_at=queries.started_at(meeting),
        is_host=policies.is_host(meeting, person_id),
        people_now=queries.people_now(meeting),
        my_nickname=nickname,
        controller=AnswersOut(
            name=organizations.controller_of(meeting.organization_id).name, organization=meeting.organization_id
        ),
        scheduled=None,
    )
