"""Call quality over HTTP: beacons, objections, charts."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import (
    BodyTooLarge,
    BodyUnreadable,
    CrossSiteRequest,
    SignInRequired,
    TooManyRequests,
)
from egret.kernel.purpose import under
from egret.meetings import attending, visitors
from egret.meetings import queries as meetings
from egret.meetings.errors import MeetingEnded, MeetingUnknown, NotInMeeting
from egret.meetings.quality import actions, beacon, queries
from egret.meetings.quality.balancing import BALANCING
from egret.meetings.quality.personal import KEPT, PAGES_SEND_EVERY, PURPOSE
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["call quality"])

# What the document shows of a beacon; the endpoint takes others too, drops and counts them.
BEACON = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        name: {"type": "string", "enum": list(beacon.CODECS)}
                        if name == "codec"
                        else {"type": "integer", "minimum": 0}
                        for name in beacon.ALLOWED
                    },
                }
            }
        },
    }
}


class MeasuringOut(Output):
    """Whether I am measured, how, and why it may be."""

    measured: bool
    every_seconds: int = Field(description="how often a page sends, at most")
    kept_days: int
    interest: str
    necessity: str
    balance: str
    safeguards: str


class PointOut(Output):
    at: datetime.datetime
    sent_kbps: int | None
    received_kbps: int | None
    sent_lost_permille: int | None
    received_lost_permille: int | None
    jitter_ms: int | None
    round_trip_ms: int | None
    freezes: int | None
    width: int | None
    height: int | None


class ChartOut(Output):
    participant: uuid.UUID
    nickname: str
    codec: str = Field(description="empty: not told")
    points: list[PointOut]


class ChartsOut(Output):
    whole: bool = Field(description="false: my own alone")
    participants: list[ChartOut]


@router.post(
    "/meetings/{code}/quality",
    response={
        204: None,
        **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting, MeetingEnded, TooManyRequests),
    },
    openapi_extra=BEACON,
)
@under(PURPOSE)
def send_beacon(request: HttpRequest, code: str) -> Status[None]:
    """How my call went in the last seconds. What is not on the list is dropped and counted; nothing is kept of whom
    objected."""
    participant = attending.access_participant(request, code)
    if int(request.headers.get("Content-Length") or 0) > beacon.MAXIMUM_BYTES:
        raise BodyTooLarge(maximum_bytes=beacon.MAXIMUM_BYTES)
    try:
        told = beacon.read(request.body)
    except beacon.BeaconUnreadable:
        raise BodyUnreadable from None
    actions.do_sample(participant, told)
    return Status(204, None)


@router.get(
    "/meetings/{code}/quality/measuring", response={200: MeasuringOut, **problems(MeetingUnknown, NotInMeeting)}
)
@under(PURPOSE)
def read_measuring(request: HttpRequest, code: str) -> HttpResponse:
    """Whether my call is measured."""
    return _measuring(request, not queries.objects(attending.access_participant(request, code)))


@router.post(
    "/meetings/{code}/quality/objection",
    response={200: MeasuringOut, **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting)},
)
@under(PURPOSE)
def object_here(request: HttpRequest, code: str) -> HttpResponse:
    """Do not measure me: at once, in all my meetings; a guest in this one. What was measured is deleted."""
    actions.do_object_in_meeting(attending.access_participant(request, code))
    return _measuring(request, False)


@router.delete(
    "/meetings/{code}/quality/objection",
    response={200: MeasuringOut, **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting)},
)
@under(PURPOSE)
def allow_here(request: HttpRequest, code: str) -> HttpResponse:
    """Take the objection back."""
    actions.do_allow_in_meeting(attending.access_participant(request, code))
    return _measuring(request, True)


@router.get("/quality/measuring", auth=signed_in, response={200: MeasuringOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_my_measuring(request: HttpRequest) -> HttpResponse:
    """Whether my calls are measured."""
    return _measuring(request, not queries.person_objects(viewer_of(request).person_id))


@router.post(
    "/quality/objection", auth=signed_in, response={200: MeasuringOut, **problems(CrossSiteRequest, SignInRequired)}
)
@under(PURPOSE)
def object_everywhere(request: HttpRequest) -> HttpResponse:
    """Do not measure me in any meeting; what was measured is deleted."""
    actions.do_object(viewer_of(request).person_id)
    return _measuring(request, False)


@router.delete(
    "/quality/objection", auth=signed_in, response={200: MeasuringOut, **problems(CrossSiteRequest, SignInRequired)}
)
@under(PURPOSE)
def allow_everywhere(request: HttpRequest) -> HttpResponse:
    """Take the objection back."""
    actions.do_allow(viewer_of(request).person_id)
    return _measuring(request, True)


@router.get(
    "/meetings/{code}/quality",
    response={200: ChartsOut, **problems(MeetingUnknown, OrganizationUnknown, SecondFactorNeeded)},
)
@under(PURPOSE)
def read_charts(request: HttpRequest, code: str) -> HttpResponse:
    """How the call went, as lines of at most 240 points: for host and co-hosts of everybody, for others their
    own."""
    meeting = meetings.access_meeting(code)
    whole = attending.reads_of_everybody(request, meeting)
    # What was measured of somebody is theirs to see, also once they were sent out.
    charts = queries.access_charts(meeting, visitors.participant_of(request, meeting), everybody=whole)
    return answer(
        ChartsOut(
            whole=whole,
            participants=[
                ChartOut(
                    participant=chart.participant.id,
                    nickname=chart.participant.nickname,
                    codec=chart.codec,
                    points=[PointOut(at=point.at, **point.values) for point in chart.points],
                )
                for chart in charts
            ],
        )
    )


def _measuring(request: HttpRequest, measured: bool) -> HttpResponse:
    language = language_of(request)
    return answer(
        MeasuringOut(
            measured=measured,
            every_seconds=round(PAGES_SEND_EVERY.total_seconds()),
            kept_days=KEPT.days,
            interest=BALANCING.interest.say(language),
            necessity=BALANCING.necessity.say(language),
            balance=BALANCING.balance.say(language),
            safeguards=BALANCING.safeguards.say(language),
        )
    )
