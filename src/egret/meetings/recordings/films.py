"""Making the film of a recording: reads its tracks through the vault, writes into it, says how far it is.

A killed process has lost the piece it was at; the next one goes on behind those that are kept.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator
from functools import partial

from django.db import close_old_connections, transaction
from django.db.models import QuerySet

from egret.kernel import blobs, clock
from egret.kernel.models import Blob
from egret.media import composer
from egret.media.composer.compose import LayoutName
from egret.meetings.recordings import actions, compacting, saving, sink
from egret.meetings.recordings.models import Composition, Layout, Piece, Progress, Track
from egret.meetings.recordings.owners import owner_of_film, owner_of_tracks

logger = logging.getLogger(__name__)

KIND, PIECE = "recordings.film", "recordings.piece"
# A recording that has ended this many processes is at fault itself.
ATTEMPTS = 3
# The row is asked at most this often: a film of a minute has as many percents as one of a day.
BETWEEN_SECONDS = 1.0
LAYOUTS: dict[str, LayoutName] = {Layout.SPEAKER: "speaker", Layout.GALLERY: "gallery"}


def make(composition_id: uuid.UUID) -> None:
    """Make one film. Safe twice and to be killed."""
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
    tell, made = _Teller(composition), composition.pieces.count()
    draft = blobs.PatchableDraft(owner_of_film(recording.meeting), KIND)
    try:
        sources = [_source(track) for track in tracks]
        composer.compose_pieces(sources, LAYOUTS[composition.layout], tell, made, partial(_keep_piece, composition))
        composer.join(_pieces(composition, tell), composer.Output(draft))
        draft.finish()
        if not _keep(composition, draft):
            draft.discard()
    except composer.Cancelled:
        draft.discard()
    except BaseException:
        draft.discard()
        Composition.objects.filter(id=composition.id).update(worker_seen_at=None)
        raise


def _keep_piece(composition: Composition, number: int, data: bytes) -> None:
    """From here on another process can go on. Raises Cancelled when another film is wanted by now."""
    draft = blobs.draft(owner_of_film(composition.recording.meeting), PIECE)
    try:
        draft.write(data)
        draft.finish()
        with transaction.atomic():
            # What was killed three times in one piece is at fault; what goes on is not.
            if not _mine(composition).update(attempts=1):
                raise composer.Cancelled
            Piece.objects.create(composition=composition, number=number, blob=draft.commit())
    except BaseException:
        draft.discard()
        raise


def _pieces(composition: Composition, tell: _Teller) -> Iterator[blobs.Reader]:
    owner = owner_of_film(composition.recording.meeting)
    for piece in composition.pieces.select_related("blob").order_by("number"):
        if not tell(99):
            raise composer.Cancelled
        yield blobs.open_blob(piece.blob, owner)


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
        composition.worker_seen_at = clock.now()
        composition.save(update_fields=["attempts", "progress", "worker_seen_at"])
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
        blobs.release(actions.drop_pieces(wanted))
        if wanted.recording.savings.exists():
            transaction.on_commit(saving.wake)
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
