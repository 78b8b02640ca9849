"""Tracks go into the vault as they come: each under its participant's key, a part for each piece, durable at once."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from egret.kernel import blobs, clock
from egret.kernel.blobs import PART_SIZE, BlobUnknown, Owner, StoredPart, Writer
from egret.kernel.models import Blob
from egret.kernel.vault.errors import KeyDestroyed
from egret.media.recorder.tracks import Published
from egret.meetings.models import Participant
from egret.meetings.recordings import queries
from egret.meetings.recordings.models import Recording, Source, Track
from egret.meetings.recordings.owners import owner_of_tracks

KIND = "recordings.track"


@dataclass
class _File:
    track: Track
    blob: Blob
    owner: Owner
    writer: Writer | None
    forgotten: bool = False  # its participant was taken out of the recording meanwhile, or stays unseen from now on


class VaultSink:
    """Of one recording."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording

    def begin(self, published: Published, codec: str, began: int) -> object | None:
        """None for whoever was not shown the notice yet, and for what is nobody's."""
        participant = _participant(self._recording, published.identity)
        if participant is None or published.source not in Source.values:
            return None
        owner = owner_of_tracks(participant)
        try:
            with transaction.atomic():
                # Locked: whoever chooses at this moment to stay unseen finds the file, or there is none.
                if not queries.may_be_recorded(self._recording, participant):
                    return None
                blob = blobs.begin(owner, KIND)
                track = Track.objects.create(
                    recording=self._recording,
                    participant=participant,
                    source=published.source,
                    codec=codec,
                    began_at=datetime.fromtimestamp(began / 1e9, UTC),
                    blob=blob,
                )
            return _File(track, blob, owner, blobs.writer(blob, owner))
        except KeyDestroyed:
            return None

    def store(self, pieces: list[tuple[object, bytes]]) -> list[object]:
        """All pieces or none: what a refusal leaves in the store belongs to no row and is removed."""
        stored: list[tuple[_File, StoredPart]] = []
        try:
            for handle, data in pieces:
                assert isinstance(handle, _File)
                if not handle.forgotten:
                    stored += [(handle, part) for part in _parts(handle, data)]
        except BaseException:
            blobs.discard([part for _, part in stored])
            for file, _ in stored:
                file.writer = None  # its numbers went on
            raise
        with transaction.atomic():
            refused = {part.blob_id for part in blobs.append_all([part for _, part in stored])}
        for file, part in stored:
            # Released meanwhile: the part belongs to no row, and `reconcile` removes it.
            file.forgotten = file.forgotten or part.blob_id in refused
        return [handle for handle, _ in pieces if isinstance(handle, _File) and handle.forgotten]

    def finish(self, handle: object) -> None:
        assert isinstance(handle, _File)
        if not handle.forgotten:
            seal(handle.track)


def seal(track: Track) -> None:
    """The file is complete. Safe twice, and when the track is gone."""
    with transaction.atomic():
        found = Track.objects.select_for_update(of=("self",)).filter(id=track.id).select_related("blob").first()
        if found is None or found.blob.state != Blob.State.OPEN:
            return
        found.ended_at = clock.now()
        found.save(update_fields=["ended_at"])
        blobs.seal(found.blob, owner_of_tracks(found.participant))


def seal_of(recording: Recording, participant: Participant) -> None:
    """What is stored of this participant ends here."""
    for track in Track.objects.filter(recording=recording, participant=participant, blob__state=Blob.State.OPEN):
        seal(track)


def seal_abandoned(recording: Recording) -> int:
    """Files that a killed recorder left open end where it was killed; returns how many."""
    opened = Track.objects.filter(recording=recording, blob__state=Blob.State.OPEN)
    for track in opened:
        seal(track)
    return len(opened)


def _parts(file: _File, data: bytes) -> list[StoredPart]:
    if file.writer is None:
        try:
            file.writer = blobs.writer(file.blob, file.owner)
        except (BlobUnknown, KeyDestroyed, Blob.DoesNotExist):
            file.forgotten = True
            return []
    return [file.writer.store(data[at : at + PART_SIZE]) for at in range(0, len(data), PART_SIZE)]


def _participant(recording: Recording, identity: str) -> Participant | None:
    try:
        return Participant.objects.filter(meeting=recording.meeting_id, id=uuid.UUID(identity)).first()
    except ValueError:
        return None
