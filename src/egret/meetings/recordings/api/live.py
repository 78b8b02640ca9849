"""A recording under way: announced, shown to everybody, stopped."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.media.recorder import native
from egret.meetings import queries as meetings
from egret.meetings import visitors
from egret.meetings.errors import MeetingEnded, MeetingUnknown
from egret.meetings.models import Meeting
from egret.meetings.recordings import actions, queries
from egret.meetings.recordings.api.doors import CHANGING, router
from egret.meetings.recordings.errors import MeetingEncrypted, NotInMeeting, RecorderMissing, RecordingUnknown
from egret.meetings.recordings.models import Recording
from egret.meetings.recordings.personal import KEPT
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded


class LeftOutOut(Output):
    nickname: str
    chose: bool = Field(description="to stay out of it; else their page has not shown the notice yet")


class NowOut(Output):
    """What everybody in the meeting is told."""

    id: uuid.UUID
    state: str = Field(description="announced, recording or stopped")
    announced_at: datetime.datetime
    begun_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    started_by: str = Field(description="the nickname of who began it")
    answers: str = Field(description="for whom it is recorded: the organisation or the host's own space")
    kept_days: int
    i_was_told: bool
    i_am_unseen: bool = Field(description="I chose to stay out of it: nothing of mine is stored")
    i_may_stop: bool
    left_out: list[LeftOutOut] | None = Field(description="for the host: who is here and not in it")


class CurrentOut(Output):
    recording: NowOut | None
    answers: str = Field(description="for whom it is or would be recorded")
    kept_days: int
    i_may_record: bool
    recorder_missing: bool = Field(description="this installation cannot record")


class ToldIn(Input):
    unseen: Annotated[bool | None, not_personal("a choice, told to the meeting's host")] = Field(
        None, description="true: I stay out of it; false: I am in it after all; null: as I chose before"
    )


@router.post(
    "/meetings/{code}/recording",
    auth=signed_in,
    response={
        201: NowOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            NotAllowed,
            MeetingUnknown,
            MeetingEnded,
            OrganizationUnknown,
            SecondFactorNeeded,
            RecorderMissing,
            MeetingEncrypted,
        ),
    },
)
@under("recordings.record")
def start_recording(request: HttpRequest, code: str) -> HttpResponse:
    """Announce a recording; it begins when everybody in the room was told. Twice is once."""
    meeting = meetings.access_meeting(code)
    recording = actions.do_start_recording(meeting, viewer_of(request))
    return answer(_now(request, meeting, recording), 201)


@router.get("/meetings/{code}/recording", response={200: CurrentOut, **problems(MeetingUnknown)})
@under("recordings.record")
def read_current_recording(request: HttpRequest, code: str) -> HttpResponse:
    """Whether this meeting is recorded now: asked before one's own camera or microphone is published."""
    meeting = meetings.access_meeting(code)
    recording = queries.active_of(meeting)
    return answer(
        CurrentOut(
            recording=_now(request, meeting, recording) if recording else None,
            answers=queries.answers_for(meeting),
            kept_days=KEPT.days,
            i_may_record=request.user.is_authenticated and queries.may_record(meeting, viewer_of(request)),
            recorder_missing=not native.is_there(),
        )
    )


@router.post(
    "/meetings/{code}/recording/{recording_id}/notice",
    response={200: NowOut, **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting, RecordingUnknown)},
)
@under("recordings.record")
def show_notice(request: HttpRequest, code: str, recording_id: uuid.UUID, body: ToldIn) -> HttpResponse:
    """My page shows me the notice now. Nothing of mine is stored before this, and nothing while I stay unseen."""
    meeting = meetings.access_meeting(code)
    participant = visitors.participant_of(request, meeting)
    if participant is None:
        raise NotInMeeting
    recording = queries.active_of(meeting)
    if recording is None or recording.id != recording_id:
        raise RecordingUnknown
    return answer(_now(request, meeting, actions.do_show_notice(recording, participant, body.unseen)))


@router.post(
    "/meetings/{code}/recording/{recording_id}/stop", auth=signed_in, response={200: NowOut, **problems(*CHANGING)}
)
@under("recordings.record")
def stop_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    """Stop it; for the host and whoever leads the meeting now. Twice is once."""
    meeting = meetings.access_meeting(code)
    recording = queries.access_stoppable(meeting, recording_id, viewer_of(request).person_id)
    return answer(_now(request, meeting, actions.do_stop_recording(recording)))


def _now(request: HttpRequest, meeting: Meeting, recording: Recording) -> NowOut:
    participant = visitors.participant_of(request, meeting)
    hosts = _hosts(request, meeting)
    return NowOut(
        id=recording.id,
        state=recording.state,
        announced_at=recording.announced_at,
        begun_at=recording.begun_at,
        stopped_at=recording.stopped_at,
        started_by=queries.nickname_of_starter(recording),
        answers=queries.answers_for(meeting),
        kept_days=KEPT.days,
        i_was_told=participant is not None and queries.was_shown(recording, participant),
        i_am_unseen=participant is not None and queries.is_unseen(recording, participant),
        i_may_stop=queries.may_stop(meeting, visitors.person_of(request)),
        left_out=[LeftOutOut(nickname=each.nickname, chose=each.chose) for each in queries.left_out(recording)]
        if hosts
        else None,
    )


def _hosts(request: HttpRequest, meeting: Meeting) -> bool:
    """Whoever has the link is told the rest, a host whose second factor is missing as well."""
    if not request.user.is_authenticated:
        return False
    try:
        return queries.manages(meeting, viewer_of(request))
    except SecondFactorNeeded:
        return False
