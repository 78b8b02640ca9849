"""What the host does with a recording: makes its film anew, saves or deletes it, takes people out, sees who looked."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Status

from egret.cloud.errors import SpaceUnknown
from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.holds import Held
from egret.kernel.personal import not_personal
from egret.kernel.purpose import under
from egret.meetings.recordings import actions, queries, saving
from egret.meetings.recordings.api.doors import CHANGING, managed, router
from egret.meetings.recordings.api.schemas import RecordingOut, recording_of
from egret.meetings.recordings.errors import FilmNotReady, StillRecording
from egret.meetings.recordings.models import Layout


class LayoutIn(Input):
    layout: Layout


class SaveIn(Input):
    space: Annotated[uuid.UUID, not_personal("the random key of a drive")]


class AccessOut(Output):
    person: uuid.UUID | None
    name: str
    what: str
    at: datetime.datetime


class AccessesOut(Output):
    items: list[AccessOut]


@router.post(
    "/meetings/{code}/recordings/{recording_id}/film",
    auth=signed_in,
    response={202: RecordingOut, **problems(*CHANGING, StillRecording)},
)
@under("recordings.record")
def compose_film(request: HttpRequest, code: str, recording_id: uuid.UUID, body: LayoutIn) -> HttpResponse:
    """Make the film anew, in this layout; a shared screen is always the large picture."""
    recording = managed(request, code, recording_id)
    actions.do_compose(recording, viewer_of(request).person_id, body.layout)
    return answer(recording_of(managed(request, code, recording_id), viewer_of(request)), 202)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}/film", auth=signed_in, response={204: None, **problems(*CHANGING)}
)
@under("recordings.record")
def cancel_film(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Status[None]:
    """Stop composing; a film that is made stays."""
    recording = managed(request, code, recording_id)
    actions.do_cancel_composing(recording, viewer_of(request).person_id)
    return Status(204, None)


@router.post(
    "/meetings/{code}/recordings/{recording_id}/savings",
    auth=signed_in,
    response={202: RecordingOut, **problems(*CHANGING, FilmNotReady, SpaceUnknown)},
)
@under("recordings.record")
def save_film(request: HttpRequest, code: str, recording_id: uuid.UUID, body: SaveIn) -> HttpResponse:
    """Keep a copy of the film in a drive, in its folder of recordings; from there it is shared as any file."""
    recording = managed(request, code, recording_id)
    saving.do_save(recording, viewer_of(request), body.space)
    return answer(recording_of(managed(request, code, recording_id), viewer_of(request)), 202)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}/participants/{participant_id}",
    auth=signed_in,
    response={204: None, **problems(*CHANGING, Held)},
)
@under("recordings.record")
def take_out(request: HttpRequest, code: str, recording_id: uuid.UUID, participant_id: uuid.UUID) -> Status[None]:
    """Erase one participant's voice, picture and name from it; the rest is composed anew."""
    recording = managed(request, code, recording_id)
    actions.do_take_out(recording, viewer_of(request).person_id, participant_id)
    return Status(204, None)


@router.delete(
    "/meetings/{code}/recordings/{recording_id}",
    auth=signed_in,
    response={204: None, **problems(*CHANGING, StillRecording, Held)},
)
@under("recordings.record")
def delete_recording(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Status[None]:
    recording = managed(request, code, recording_id)
    actions.do_delete_recording(recording, viewer_of(request).person_id)
    return Status(204, None)


@router.get(
    "/meetings/{code}/recordings/{recording_id}/accesses",
    auth=signed_in,
    response={200: AccessesOut, **problems(*CHANGING)},
)
@under("recordings.record")
def list_accesses(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponse:
    """Who played, downloaded or saved it, the newest first; for the host."""
    recording = managed(request, code, recording_id)
    return answer(
        AccessesOut(
            items=[
                AccessOut(person=row.person_id, name=name, what=row.what, at=row.at)
                for row, name in queries.accesses_of(recording)
            ]
        )
    )
