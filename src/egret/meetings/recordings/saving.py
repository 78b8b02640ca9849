"""A copy of the film in a drive. There it is shared with people, groups or by a link with an end, like any file; it
stays when the recording goes, and follows it when somebody is taken out."""

from __future__ import annotations

import logging
import uuid

from django.db import transaction
from django.utils.module_loading import import_string

from egret.cloud.actions import keeping
from egret.kernel import blobs
from egret.kernel.api import Viewer
from egret.kernel.errors import EgretError
from egret.kernel.permissions import require
from egret.kernel.purpose import running
from egret.meetings.recordings import actions, policies
from egret.meetings.recordings.errors import FilmNotReady
from egret.meetings.recordings.models import Access, Progress, Recording, Saving
from egret.meetings.recordings.owners import owner_of_film
from egret.meetings.recordings.serving import name_of

logger = logging.getLogger(__name__)

FOLDER = "Recordings"
TASK = "egret.meetings.recordings.tasks.save_films"


def do_save(recording: Recording, viewer: Viewer, space_id: uuid.UUID) -> Saving:
    """Want a copy in this space; what is there already is left. A job writes it.

    Raises NotAllowed, FilmNotReady, SpaceUnknown, SecondFactorNeeded.
    """
    require(policies.can_manage(recording.meeting, viewer.person_id))
    film = getattr(recording, "composition", None)
    if film is None or film.blob_id is None:
        raise FilmNotReady(progress=film.progress if film else Progress.WAITING, percent=film.percent if film else 0)
    keeping.require_may_keep(viewer, space_id)
    with transaction.atomic():
        saving, _ = Saving.objects.get_or_create(
            recording=recording, space_id=space_id, defaults={"person_id": viewer.person_id}
        )
        if saving.file_id is None:
            saving.progress, saving.person_id = Progress.WAITING, viewer.person_id
            saving.save(update_fields=["progress", "person"])
            transaction.on_commit(wake)
    return saving


def wake() -> None:
    import_string(TASK).enqueue()


def save_wanted() -> int:
    """Write the copies that are wanted and whose film is there; returns how many. Safe twice, and to be killed."""
    done = 0
    wanted = Saving.objects.filter(progress=Progress.WAITING, file=None, recording__composition__blob__isnull=False)
    for saving in wanted.select_related("recording__meeting__schedule", "recording__composition__blob"):
        try:
            done += _save(saving)
        except EgretError:
            # No room, or no way into the space any more: it is asked for anew, not tried for ever.
            logger.warning("A recording could not be saved in a drive", exc_info=True)
            Saving.objects.filter(id=saving.id).update(progress=Progress.FAILED)
    return done


def _save(saving: Saving) -> bool:
    recording, film = saving.recording, saving.recording.composition
    content = film.blob
    assert content is not None
    reader = blobs.open_blob(content, owner_of_film(recording.meeting))

    def write(draft: blobs.Draft) -> None:
        for piece in reader.stream():
            draft.write(piece)

    # Their second factor was asked for when they asked for the copy.
    viewer = Viewer(saving.person_id, second_factor=True)
    with running("cloud.keep"):
        file_id = keeping.do_keep(viewer, saving.space_id, FOLDER, f"{name_of(recording)}.mp4", write)
    # Somebody may have been taken out of it meanwhile: what was written then shows them.
    current = Saving.objects.filter(id=saving.id, progress=Progress.WAITING, recording__composition__blob=content)
    if not current.update(progress=Progress.DONE, file=file_id):
        keeping.do_withdraw(file_id)
        return False
    actions.do_note_access(recording, saving.person_id, Access.SAVED)
    return True
