"""A recorded track has a part for each second; afterwards it gets as few as any other blob, so that the store holds
thousands of objects less and playing it opens fewer."""

from __future__ import annotations

from math import ceil

from django.db import transaction

from egret.kernel import blobs
from egret.kernel.blobs import PART_SIZE
from egret.kernel.models import Blob
from egret.meetings.recordings.models import Recording, Track
from egret.meetings.recordings.owners import owner_of_tracks
from egret.meetings.recordings.sink import KIND


def compact(recording: Recording) -> int:
    """Write its tracks anew in whole parts; returns how many. Safe twice, and to be killed anywhere."""
    tracks = Track.objects.filter(recording=recording, blob__state=Blob.State.SEALED)
    scattered = [
        track
        for track in tracks.select_related("participant", "blob")
        if track.blob.part_count > ceil(track.blob.size / PART_SIZE)
    ]
    return sum(_compact(track) for track in scattered)


def _compact(track: Track) -> bool:
    owner = owner_of_tracks(track.participant)
    reader = blobs.open_blob(track.blob, owner)
    draft = blobs.draft(owner, KIND)
    try:
        for piece in reader.stream():
            draft.write(piece)
        draft.finish()
        with transaction.atomic():
            # Gone when its participant was taken out meanwhile.
            current = Track.objects.select_for_update().filter(id=track.id, blob=track.blob).first()
            if current is None:
                draft.discard()
                return False
            former = current.blob_id
            current.blob = draft.commit()
            current.save(update_fields=["blob"])
            blobs.release([former])
        return True
    except BaseException:
        draft.discard()
        raise
