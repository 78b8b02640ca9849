"""What a copy holds of recordings: the tracks of the person's own, and films that are theirs to keep."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from egret.kernel import copying
from egret.kernel.blobs import Owner
from egret.kernel.copying import Content
from egret.kernel.models import Blob
from egret.kernel.text import Text
from egret.meetings.recordings.models import Composition, Recording, Track
from egret.meetings.recordings.owners import owner_of_film
from egret.meetings.recordings.serving import name_of

copying.name("recordings.Recording", Text("Recordings you began", "您发起的录制"))
copying.name("recordings.Track", Text("You in recordings", "录制中的您"))
copying.name("recordings.Notice", Text("That you were told of recordings", "录制告知记录"))
copying.name("recordings.Saving", Text("Recordings you saved in a drive", "您保存到云盘的录制"))
copying.name("recordings.Reminder", Text("Reminders before recordings go", "录制到期提醒"))
copying.name("recordings.AccessEntry", Text("Recordings you played or downloaded", "您播放或下载的录制"))
copying.leave_out(
    "recordings.piece", Text("parts of a film that is being made: the film itself is there once it is done", "影片片段")
)


@copying.contents("recordings.track", "recordings.film")
def contents_of(person_id: uuid.UUID) -> Iterator[Content]:
    """Their own camera, microphone and screen, as Matroska; of meetings they answer for the film, as MP4."""
    tracks = Track.objects.filter(participant__person=person_id, blob__state=Blob.State.SEALED)
    for track in tracks.select_related("blob", "recording__meeting__schedule").order_by("id"):
        path = f"{_folder(track.recording)}/{track.source}-{track.id.hex[-6:]}.mkv"
        owner = Owner("person", person_id)
        yield Content(path, track.blob.size, track.began_at, track.blob, owner, "recordings.Track", str(track.id))
    films = Composition.objects.filter(
        recording__meeting__host=person_id, recording__meeting__organization=None, blob__state=Blob.State.SEALED
    )
    for film in films.select_related("blob", "recording__meeting__schedule").order_by("id"):
        recording = film.recording
        assert film.blob is not None
        yield Content(
            f"{_folder(recording)}/film.mp4",
            film.blob.size,
            recording.begun_at or recording.announced_at,
            film.blob,
            owner_of_film(recording.meeting),
            "recordings.Composition",
            str(film.id),
        )


def _folder(recording: Recording) -> str:
    return f"recordings/{name_of(recording)} {recording.id.hex[-6:]}"
