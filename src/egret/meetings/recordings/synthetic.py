"""A made-up recording for probes: a host, somebody who is in it, and a stranger; gone with them afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from egret.accounts import synthetic as people
from egret.accounts.queries import person_by_phone
from egret.kernel import blobs, clock
from egret.kernel.installation import Installation, Visitor
from egret.kernel.models import Blob
from egret.kernel.purpose import under
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings.models import Composition, Progress, Recording, Source, State, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks

FILM, VOICE = b"A film that a probe made of nothing.", b"What a probe's person said."


@dataclass(frozen=True)
class Recorded:
    host: Visitor
    attendee: Visitor
    stranger: Visitor
    url: str
    host_track: str
    attendee_track: str
    id: uuid.UUID
    attendee_phone: str


@contextmanager
def recorded(installation: Installation) -> Iterator[Recorded]:
    """A meeting that was recorded, its film and two tracks."""
    phones: set[str] = set()
    while len(phones) < 3:
        phones.add(people.new_phone())
    first, second, third = sorted(phones)
    with (
        people.signed_up(installation, first) as host,
        people.signed_up(installation, second) as attendee,
        people.signed_up(installation, third) as stranger,
    ):
        meeting = host.post("/api/v1/meetings", {}).body
        recording, tracks = _make(meeting["id"], (first, second))
        url = f"/api/v1/meetings/{meeting['code']}/recordings/{recording.id}"
        theirs = [str(each.id) for each in tracks]
        yield Recorded(host, attendee, stranger, url, theirs[0], theirs[1], recording.id, second)


@under("kernel.probe")
def _make(meeting_id: str, phones: tuple[str, str]) -> tuple[Recording, list[Track]]:
    meeting, moment = Meeting.objects.get(id=meeting_id), clock.now()
    recording = Recording.objects.create(
        meeting=meeting, started_by_id=meeting.host_id, state=State.STOPPED, begun_at=moment, stopped_at=moment
    )
    tracks = []
    for phone in phones:
        person = person_by_phone(phone)
        assert person is not None
        participant = Participant.objects.create(meeting=meeting, person=person, nickname="Probe")
        tracks.append(
            Track.objects.create(
                recording=recording,
                participant=participant,
                source=Source.MICROPHONE,
                codec="opus",
                began_at=moment,
                ended_at=moment,
                blob=_stored(owner_of_tracks(participant), "recordings.track", VOICE),
            )
        )
    film = _stored(owner_of_film(meeting), "recordings.film", FILM)
    Composition.objects.create(recording=recording, progress=Progress.DONE, percent=100, blob=film)
    return recording, tracks


def _stored(owner: blobs.Owner, kind: str, content: bytes) -> Blob:
    draft = blobs.draft(owner, kind)
    draft.write(content)
    draft.finish()
    return draft.commit()
