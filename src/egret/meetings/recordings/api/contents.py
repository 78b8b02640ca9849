"""What a recording holds: its film, its sound, single tracks. Each is noted before the first byte is given out."""

import uuid

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from egret.kernel import blobs
from egret.kernel.api import problems, signed_in, viewer_of
from egret.kernel.blobs import BlobDamaged, BlobUnknown, StoreUnavailable
from egret.kernel.errors import NotAllowed
from egret.kernel.models import Blob
from egret.kernel.purpose import under
from egret.meetings.recordings import actions, queries
from egret.meetings.recordings.api.doors import READING, playable, readable, router
from egret.meetings.recordings.errors import FilmNotReady, RangeUnsatisfiable, RecordingUnknown, StillRecording
from egret.meetings.recordings.models import Access, Progress, Recording
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks
from egret.meetings.recordings.serving import headers_of, is_first, name_of, serve

MATROSKA = "video/x-matroska"
BROKEN = (BlobUnknown, BlobDamaged, StoreUnavailable)


@router.get(
    "/meetings/{code}/recordings/{recording_id}/film",
    auth=signed_in,
    response={200: None, 206: None, **problems(NotAllowed, *READING, FilmNotReady, RangeUnsatisfiable, *BROKEN)},
)
@under("recordings.record")
def read_film(request: HttpRequest, code: str, recording_id: uuid.UUID, download: bool = False) -> HttpResponseBase:
    """The MP4, in ranges as players ask for them; each playback and download is noted."""
    recording = playable(request, code, recording_id)
    reader = _film(recording)
    if is_first(request):
        what = Access.DOWNLOADED if download else Access.PLAYED
        actions.do_note_access(recording, viewer_of(request).person_id, what)
    return serve(request, reader, "video/mp4", f"{name_of(recording)}.mp4", download=download)


@router.get(
    "/meetings/{code}/recordings/{recording_id}/sound",
    auth=signed_in,
    response={200: None, **problems(NotAllowed, *READING, FilmNotReady, *BROKEN)},
)
@under("recordings.record")
def read_sound(request: HttpRequest, code: str, recording_id: uuid.UUID) -> HttpResponseBase:
    """The film's sound alone, as M4A: taken out of it while it is sent, so that its size is not known before."""
    from egret.media.composer.sound import sound_of  # FFmpeg's libraries: not in every web process

    recording = playable(request, code, recording_id)
    reader = _film(recording)
    actions.do_note_access(recording, viewer_of(request).person_id, Access.DOWNLOADED)
    response = StreamingHttpResponse(sound_of(reader))
    headers_of(response, "audio/mp4", f"{name_of(recording)}.m4a", download=True)
    return response


@router.get(
    "/meetings/{code}/recordings/{recording_id}/tracks/{track_id}",
    auth=signed_in,
    response={200: None, 206: None, **problems(*READING, StillRecording, RangeUnsatisfiable, *BROKEN)},
)
@under("recordings.record")
def read_track(request: HttpRequest, code: str, recording_id: uuid.UUID, track_id: uuid.UUID) -> HttpResponseBase:
    """One track as it came, in Matroska: the host's for all, everybody's own."""
    recording, viewer = readable(request, code, recording_id), viewer_of(request)
    track = next((row for row in queries.tracks_for(recording, viewer) if row.id == track_id), None)
    if track is None:
        raise RecordingUnknown
    if track.blob.state != Blob.State.SEALED:
        raise StillRecording
    reader = blobs.open_blob(track.blob, owner_of_tracks(track.participant))
    if is_first(request):
        actions.do_note_access(recording, viewer.person_id, Access.TRACK, track.participant)
    name = f"{name_of(recording)} {track.participant.nickname} {track.source}.mkv"
    return serve(request, reader, MATROSKA, name, download=True)


def _film(recording: Recording) -> blobs.Reader:
    film = getattr(recording, "composition", None)
    if film is None or film.blob is None:
        raise FilmNotReady(progress=film.progress if film else Progress.WAITING, percent=film.percent if film else 0)
    return blobs.open_blob(film.blob, owner_of_film(recording.meeting))
