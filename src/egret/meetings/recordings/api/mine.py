"""Lists of recordings: all of mine, those of one meeting, one of them."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from egret.kernel.api import Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.meetings import queries as meetings
from egret.meetings.errors import CursorUnusable, MeetingUnknown
from egret.meetings.recordings import actions, queries
from egret.meetings.recordings.api.doors import READING, readable, router
from egret.meetings.recordings.api.schemas import RecordingOut, RecordingRow, recording_of, row_of
from egret.meetings.recordings.personal import KEPT
from egret.organizations import queries as organizations
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded


class RecordingPageOut(Output):
    items: list[RecordingRow]
    next_cursor: str | None


class RecordingsOut(Output):
    items: list[RecordingOut]


class ExpiryOut(Output):
    """A recording that goes soon."""

    id: uuid.UUID
    recording: uuid.UUID
    code: str
    title: str
    begun_at: datetime.datetime | None
    expires_at: datetime.datetime
    read: bool


class ExpiriesOut(Output):
    items: list[ExpiryOut]
    unread: int = Field(description="how many of them are new")


@router.get(
    "/recordings",
    auth=signed_in,
    response={
        200: RecordingPageOut,
        **problems(SignInRequired, OrganizationUnknown, SecondFactorNeeded, CursorUnusable),
    },
)
@under("recordings.record")
def list_my_recordings(
    request: HttpRequest, cursor: str | None = None, organization: uuid.UUID | None = None
) -> HttpResponse:
    """Every recording that I made or am in, the newest first: personal ones, or an organisation's."""
    viewer = viewer_of(request)
    if organization is not None:
        organizations.require_member(viewer, organization)
    rows, following = queries.my_recordings(viewer, organization, cursor)
    return answer(RecordingPageOut(items=[row_of(row, viewer) for row in rows], next_cursor=following))


@router.get("/recordings/reminders", auth=signed_in, response={200: ExpiriesOut, **problems(SignInRequired)})
@under("recordings.record")
def list_reminders(request: HttpRequest) -> HttpResponse:
    """My recordings that go soon."""
    return _reminders(viewer_of(request).person_id)


@router.post(
    "/recordings/reminders/read",
    auth=signed_in,
    response={200: ExpiriesOut, **problems(CrossSiteRequest, SignInRequired)},
)
@under("recordings.record")
def mark_reminders_read(request: HttpRequest) -> HttpResponse:
    """I have seen them all."""
    person_id = viewer_of(request).person_id
    actions.do_read_reminders(person_id)
    return _reminders(person_id)


@router.get(
    "/meetings/{code}/recordings",
    auth=signed_in,
    response={200: RecordingsOut, **problems(SignInRequired, MeetingUnknown, SecondFactorNeeded)},
)
@under("recordings.record")
def list_recordings(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first: all for the host, for others those they are in, of which they see their own tracks."""
    meeting, viewer = meetings.access_meeting(code), viewer_of(request)
    rows = queries.recordings_of(meeting, viewer)
    return answer(RecordingsOut(items=[recording_of(row, viewer) for row in rows]))


@router.get(
    "/meetings/{code}/recordings/{recording_id}", auth=signed_in, response={200: RecordingOut, **problems(*READING)}
)
@under("recordings.record")
def read_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    return answer(recording_of(readable(request, code, recording_id), viewer_of(request)))


def _reminders(person_id: uuid.UUID) -> HttpResponse:
    items = [
        ExpiryOut(
            id=row.id,
            recording=row.recording_id,
            code=row.recording.meeting.code,
            title=row.recording.meeting.schedule.title if row.recording.meeting.schedule else "",
            begun_at=row.recording.begun_at,
            expires_at=row.recording.stopped_at + KEPT,
            read=row.read_at is not None,
        )
        for row in queries.reminders_of(person_id)
        if row.recording.stopped_at is not None
    ]
    return answer(ExpiriesOut(items=items, unread=sum(not item.read for item in items)))
