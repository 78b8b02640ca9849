"""Making the film of a recording: reads its tracks through the vault, writes into it, says how far it is."""

from __future__ import annotations

import logging
import time
import uuid
from functools import partial

from django.db import close_old_connections, transaction
from django.db.models import QuerySet

from egret.kernel import blobs, clock
from egret.kernel.models import Blob
from egret.media import composer
from egret.media.composer.compose import LayoutName
from egret.meetings.recordings import compacting, sink
from egret.meetings.recordings.models import Composition, Layout, Progress, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks

logger = logging.getLogger(__name__)

KIND = "recordings.film"
# A recording that has ended this many processes is at fault itself.
ATTEMPTS = 3
# The row is asked at most this often: a film of a minute has as many percents as one of a day.
BETWEEN_SECONDS = 1.0
LAYOUTS: dict[str, LayoutName] = {Layout.SPEAKER: "speaker", Layout.GALLERY: "gallery"}


def make(composition_id: uuid.UUID) -> None:
    """Make one film. Safe twice and to be killed: nothing is in the database before it is whole."""
    composition = _claim(composition_id)
    if composition is None:
        return
    recording = composition.recording
    sink.seal_abandoned(recording)
    compacting.compact(recording)
    tracks = list(
        Track.objects.filter(recording=recording, blob__state=Blob.State.SEALED, blob__size__gt=0)
        .select_related("participant", "blob")
        .order_by("began_at")
    )
    if not tracks:
        _finish(composition, Progress.FAILED)
        return
    draft = blobs.PatchableDraft(owner_of_film(recording.meeting), KIND)
    try:
        layout = LAYOUTS[composition.layout]
        composer.compose([_source(track) for track in tracks], composer.Output(draft), layout, _Teller(composition))
        draft.finish()
        if not _keep(composition, draft):
            draft.discard()
    except composer.Cancelled:
        draft.discard()
    except BaseException:
        draft.discard()
        Composition.objects.filter(id=composition.id).update(worker_seen_at=None)
        raise


def _claim(composition_id: uuid.UUID) -> Composition | None:
    with transaction.atomic():
        found = Composition.objects.select_for_update(of=("self",)).filter(
            id=composition_id, progress__in=(Progress.WAITING, Progress.RUNNING)
        )
        composition = found.select_related("recording__meeting").first()
        if composition is None:
            return None
        composition.attempts += 1
        composition.progress = Progress.RUNNING if composition.attempts <= ATTEMPTS else Progress.FAILED
        composition.percent, composition.worker_seen_at = 0, clock.now()
        composition.save(update_fields=["attempts", "progress", "percent", "worker_seen_at"])
        return composition if composition.progress == Progress.RUNNING else None


class _Teller:
    """Writes how far it is, and sees whether it is still wanted."""

    def __init__(self, composition: Composition) -> None:
        self._composition = composition
        self._asked = 0.0

    def __call__(self, percent: int) -> bool:
        if time.monotonic() - self._asked < BETWEEN_SECONDS:
            return True
        self._asked = time.monotonic()
        close_old_connections()
        return bool(_mine(self._composition).update(percent=percent, worker_seen_at=clock.now()))


def _keep(composition: Composition, draft: blobs.Draft) -> bool:
    """The film's rows; False when another one is wanted by now."""
    with transaction.atomic():
        wanted = _mine(composition).select_for_update().first()
        if wanted is None:
            return False
        wanted.blob, wanted.progress, wanted.percent = draft.commit(), Progress.DONE, 100
        wanted.save(update_fields=["blob", "progress", "percent"])
        return True


def _finish(composition: Composition, progress: Progress) -> None:
    _mine(composition).update(progress=progress)


def _mine(composition: Composition) -> QuerySet[Composition]:
    """The row, while nobody cancelled this or began it anew."""
    return Composition.objects.filter(id=composition.id, revision=composition.revision, progress=Progress.RUNNING)


def _source(track: Track) -> composer.Source:
    return composer.Source(
        participant=str(track.participant_id),
        name=track.participant.nickname,
        source=track.source,
        began=track.began_at.timestamp(),
        open=partial(_open, track),
    )


def _open(track: Track) -> composer.Input:
    return composer.Input(blobs.open_blob(track.blob, owner_of_tracks(track.participant)))
