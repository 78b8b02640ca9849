"""Recordings over HTTP. docs/recording.md tells the order of things."""

import datetime
import uuid

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router, Status
from pydantic import Field

from egret.kernel import blobs
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.blobs import BlobDamaged, BlobUnknown, StoreUnavailable
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.kernel.models import Blob
from egret.kernel.purpose import under
from egret.meetings import queries as meetings
from egret.meetings.api import GUEST_LIFETIME
from egret.meetings.errors import MeetingEnded, MeetingUnknown
from egret.meetings.models import Meeting, Participant
from egret.meetings.personal import GUEST_COOKIE
from egret.meetings.recordings import actions, queries
from egret.meetings.recordings.errors import (
    FilmNotReady,
    NotInMeeting,
    RangeUnsatisfiable,
    RecorderMissing,
    RecordingUnknown,
    StillRecording,
)
from egret.meetings.recordings.models import Access, Layout, Progress, Recording, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks
from egret.meetings.recordings.personal import KEPT
from egret.meetings.recordings.serving import is_first, serve
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["recordings"])

MATROSKA = "video/x-matroska"
READING = (SignInRequired, MeetingUnknown, RecordingUnknown)
CHANGING = (CrossSiteRequest, NotAllowed, *READING)


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


class CurrentOut(Output):
    recording: NowOut | None


class TrackOut(Output):
    id: uuid.UUID
    participant: uuid.UUID
    nickname: str
    source: str = Field(description="camera, microphone, screen_share or screen_share_audio")
    codec: str
    began_at: datetime.datetime
    ended_at: datetime.datetime | None
    size: int


class FilmOut(Output):
    layout: str = Field(description="speaker or gallery")
    progress: str = Field(description="waiting, running, done, failed or cancelled")
    percent: int
    size: int | None


class RecordingOut(Output):
    id: uuid.UUID
    state: str
    begun_at: datetime.datetime | None
    stopped_at: datetime.datetime | None
    expires_at: datetime.datetime | None
    film: FilmOut | None
    tracks: list[TrackOut]


class RecordingsOut(Output):
    items: list[RecordingOut]


class AccessOut(Output):
    person: uuid.UUID | None
    what: str = Field(description="played, downloaded or track")
    at: datetime.datetime


class AccessesOut(Output):
    items: list[AccessOut]


class LayoutIn(Input):
    layout: Layout


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
    return answer(CurrentOut(recording=_now(request, meeting, recording) if recording else None))


@router.post(
    "/meetings/{code}/recording/{recording_id}/notice",
    response={200: NowOut, **problems(CrossSiteRequest, MeetingUnknown, NotInMeeting, RecordingUnknown)},
)
@under("recordings.record")
def show_notice(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    """My page shows me the notice now. Nothing of mine is stored before this."""
    meeting = meetings.access_meeting(code)
    participant = _participant(request, meeting)
    if participant is None:
        raise NotInMeeting
    recording = queries.active_of(meeting)
    if recording is None or recording.id != recording_id:
        raise RecordingUnknown
    return answer(_now(request, meeting, actions.do_show_notice(recording, participant)))


@router.post(
    "/meetings/{code}/recording/{recording_id}/stop", auth=signed_in, response={200: NowOut, **problems(*CHANGING)}
)
@under("recordings.record")
def stop_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    """Stop it; for the host. Twice is once."""
    meeting, recording = _managed(request, code, recording_id)
    recording = actions.do_stop_recording(recording, viewer_of(request).person_id)
    return answer(_now(request, meeting, recording))


@router.get(
    "/meetings/{code}/recordings",
    auth=signed_in,
    response={200: RecordingsOut, **problems(SignInRequired, MeetingUnknown)},
)
@under("recordings.record")
def list_recordings(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first: all for the host, for others those they are in, of which they see their own tracks."""
    meeting = meetings.access_meeting(code)
    person_id = viewer_of(request).person_id
    rows = queries.recordings_of(meeting, person_id)
    return answer(RecordingsOut(items=[_recording_out(row, meeting, person_id) for row in rows]))


@router.get(
    "/meetings/{code}/recordings/{recording_id}", auth=signed_in, response={200: RecordingOut, **problems(*READING)}
)
@under("recordings.record")
def read_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    meeting, recording = _readable(request, code, recording_id)
    return answer(_recording_out(recording, meeting, viewer_of(request).person_id))


@router.get(
    "/meetings/{code}/recordings/{recording_id}/film",
    auth=signed_in,
    response={
        200: None,
        206: None,
        **problems(*READING, FilmNotReady, RangeUnsatisfiable, BlobUnknown, BlobDamaged, StoreUnavailable),
    },
)
@under("recordings.record")
def read_film(request: HttpRequest, code: str, recording_id: uuid.UUID, download: bool = False) -> HttpResponseBase:
    """The MP4, in ranges as players ask for them; each playback and download is noted."""
    meeting, recording = _readable(request, code, recording_id)
    film = getattr(recording, "composition", None)
    if film is None or film.blob is None:
        raise FilmNotReady(progress=film.progress if film else Progress.WAITING, percent=film.percent if film else 0)
    reader = blobs.open_blob(film.blob, owner_of_film(meeting))
    if is_first(request):
        what = Access.DOWNLOADED if download else Access.PLAYED
        actions.do_note_access(recording, viewer_of(request).person_id, what)
    return serve(request, reader, "video/mp4", f"{recording.id}.mp4", download=download)


@router.get(
    "/meetings/{code}/recordings/{recording_id}/tracks/{track_id}",
    auth=signed_in,
    response={
        200: None,
        206: None,
        **problems(*READING, StillRecording, RangeUnsatisfiable, BlobUnknown, BlobDamaged, StoreUnavailable),
    },
)
@under("recordings.record")
def read_track(request: HttpRequest, code: str, recording_id: uuid.UUID, track_id: uuid.UUID) -> HttpResponseBase:
    """One track as it came, in Matroska: the host's for all, everybody's own."""
    meeting, recording = _readable(request, code, recording_id)
    person_id = viewer_of(request).person_id
    track = next((row for row in _tracks(recording, meeting, person_id) if row.id == track_id), None)
    if track is None:
        raise RecordingUnknown
    if track.blob.state != Blob.State.SEALED:
        raise StillRecording
    reader = blobs.open_blob(track.blob, owner_of_tracks(track.participant))
    if is_first(request):
        actions.do_note_access(recording, person_id, Access.TRACK)
    return serve(request, reader, MATROSKA, f"{track.source}-{track.id}.mkv", download=True)


@router.post(
    "/meetings/{code}/recordings/{recording_id}/film",
    auth=signed_in,
    response={202: RecordingOut, **problems(*CHANGING, StillRecording)},
)
@under("recordings.record")
def compose_film(request: HttpRequest, code: str, recording_id: uuid.UUID, body: LayoutIn) -> HttpResponse:
    """Make the film anew, in this layout; a shared screen is always the large picture."""
    meeting, recording = _managed(request, code, recording_id)
    person_id = viewer_of(request).person_id
    actions.do_compose(recording, person_id, body.layout)
    recording = queries.access_managed(meeting, recording_id, person_id)
    return answer(_recording_out(recording, meeting, person_id), 202)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}/film", auth=signed_in, response={204: None, **problems(*CHANGING)}
)
@under("recordings.record")
def cancel_film(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Status[None]:
    """Stop composing; a film that is made stays."""
    _, recording = _managed(request, code, recording_id)
    actions.do_cancel_composing(recording, viewer_of(request).person_id)
    return Status(204, None)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}/participants/{participant_id}",
    auth=signed_in,
    response={204: None, **problems(*CHANGING)},
)
@under("recordings.record")
def take_out(request: HttpRequest, code: str, recording_id: uuid.UUID, participant_id: uuid.UUID) -> Status[None]:
    """Erase one participant's voice, picture and name from it; the rest is composed anew."""
    _, recording = _managed(request, code, recording_id)
    actions.do_take_out(recording, viewer_of(request).person_id, participant_id)
    return Status(204, None)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}",
    auth=signed_in,
    response={204: None, **problems(*CHANGING, StillRecording)},
)
@under("recordings.record")
def delete_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Status[None]:
    _, recording = _managed(request, code, recording_id)
    actions.do_delete_recording(recording, viewer_of(request).person_id)
    return Status(204, None)


@router.get(
    "/meetings/{code}/recordings/{recording_id}/accesses",
    auth=signed_in,
    response={200: AccessesOut, **problems(NotAllowed, *READING)},
)
@under("recordings.record")
def list_accesses(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    """Who played or downloaded it, the newest first; for the host."""
    _, recording = _managed(request, code, recording_id)
    rows = recording.accesses.order_by("-id")[:1000]
    return answer(AccessesOut(items=[AccessOut(person=row.person_id, what=row.what, at=row.at) for row in rows]))


def _readable(request: HttpRequest, code: str, recording_id: uuid.UUID) -> tuple[Meeting, Recording]:
    meeting = meetings.access_meeting(code)
    return meeting, queries.access_recording(meeting, recording_id, viewer_of(request).person_id)


def _managed(request: HttpRequest, code: str, recording_id: uuid.UUID) -> tuple[Meeting, Recording]:
    meeting = meetings.access_meeting(code)
    return meeting, queries.access_managed(meeting, recording_id, viewer_of(request).person_id)


def _participant(request: HttpRequest, meeting: Meeting) -> Participant | None:
    person_id = request.user.pk if request.user.is_authenticated else None
    return meetings.participant_of(meeting, person_id, _guest_id(request))


def _guest_id(request: HttpRequest) -> str | None:
    try:
        given = request.COOKIES.get(GUEST_COOKIE.name, "")
        return str(signing.loads(given, salt=GUEST_COOKIE.name, max_age=GUEST_LIFETIME))
    except signing.BadSignature:
        return None


def _now(request: HttpRequest, meeting: Meeting, recording: Recording) -> NowOut:
    participant = _participant(request, meeting)
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
    )


def _tracks(recording: Recording, meeting: Meeting, person_id: uuid.UUID) -> list[Track]:
    return queries.tracks_for(recording, meeting, person_id)


def _recording_out(recording: Recording, meeting: Meeting, person_id: uuid.UUID) -> RecordingOut:
    film = getattr(recording, "composition", None)
    return RecordingOut(
        id=recording.id,
        state=recording.state,
        begun_at=recording.begun_at,
        stopped_at=recording.stopped_at,
        expires_at=recording.stopped_at + KEPT if recording.stopped_at else None,
        film=FilmOut(
            layout=film.layout,
            progress=film.progress,
            percent=film.percent,
            size=film.blob.size if film.blob else None,
        )
        if film
        else None,
        tracks=[
            TrackOut(
                id=track.id,
                participant=track.participant_id,
                nickname=track.participant.nickname,
                source=track.source,
                codec=track.codec,
                began_at=track.began_at,
                ended_at=track.ended_at,
                size=track.blob.size,
            )
            for track in _tracks(recording, meeting, person_id)
        ],
    )
