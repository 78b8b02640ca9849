"""Writes: announcing, beginning, stopping and deleting a recording; taking one person out of it."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction

from egret.kernel import blobs, clock, events, ids
from egret.kernel.api import Viewer
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.media.recorder import native
from egret.meetings.errors import MeetingEnded
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings import policies, queries
from egret.meetings.recordings.errors import RecorderMissing, StillRecording
from egret.meetings.recordings.events import RecordingChanged
from egret.meetings.recordings.models import (
    ACTIVE,
    Access,
    AccessEntry,
    Composition,
    Layout,
    Notice,
    Progress,
    Recording,
    State,
    Track,
)
from egret.organizations import queries as organizations

# Whoever's page does not say in this time that it shows the notice does not hold up the others; it is not recorded.
NOTICE = timedelta(seconds=10)

A_KEY = not_personal("a random key")
recording_changed = log_event("recordings.changed", recording=A_KEY, state=not_personal("one of three words"))


def do_start_recording(meeting: Meeting, viewer: Viewer) -> Recording:
    """Announce a recording; starting twice is starting once.

    Raises NotAllowed, MeetingEnded, RecorderMissing, and as an organisation's rule does.
    """
    require(policies.can_record(meeting, viewer.person_id))
    if meeting.organization_id is not None:
        organizations.require_may_record(viewer, meeting.organization_id)
    require(not meeting.ended, MeetingEnded())
    require(native.is_there(), RecorderMissing())
    try:
        with transaction.atomic():
            recording = Recording.objects.create(meeting=meeting, started_by_id=viewer.person_id)
            _changed(recording)
    except IntegrityError:
        return Recording.objects.get(meeting=meeting, state__in=ACTIVE)
    return recording


def do_show_notice(recording: Recording, participant: Participant) -> Recording:
    """The participant's page shows the notice now. Safe twice."""
    with transaction.atomic():
        Notice.objects.get_or_create(recording=recording, participant=participant)
    begin_if_told(recording)
    recording.refresh_from_db()
    return recording


def begin_if_told(recording: Recording) -> None:
    """announced → recording, once everybody in the room was told or had the time to be."""
    with transaction.atomic():
        locked = Recording.objects.select_for_update().filter(id=recording.id, state=State.ANNOUNCED).first()
        if locked is None:
            return
        waited = clock.now() - locked.announced_at >= NOTICE
        told = Notice.objects.filter(recording=locked).exists() and not queries.waits_for(locked).exists()
        if not (waited or told):
            return
        locked.state, locked.begun_at = State.RECORDING, clock.now()
        locked.save(update_fields=["state", "begun_at"])
        _changed(locked)


def do_stop_recording(recording: Recording, person_id: uuid.UUID) -> Recording:
    """Stop it; stopping twice is stopping once. Raises NotAllowed."""
    require(policies.can_manage(recording.meeting, person_id))
    stop(recording)
    recording.refresh_from_db()
    return recording


def stop(recording: Recording) -> None:
    """announced, recording → stopped."""
    with transaction.atomic():
        locked = Recording.objects.select_for_update().filter(id=recording.id, state__in=ACTIVE).first()
        if locked is None:
            return
        locked.state, locked.stopped_at = State.STOPPED, clock.now()
        locked.save(update_fields=["state", "stopped_at"])
        _changed(locked)


def finish(recording: Recording) -> None:
    """What follows once nothing more is written: a film is wanted. Safe twice."""
    if not Track.objects.filter(recording=recording).exists():
        return
    with transaction.atomic():
        Composition.objects.get_or_create(recording=recording)


def do_compose(recording: Recording, person_id: uuid.UUID, layout: Layout) -> Composition:
    """Make the film anew. Raises NotAllowed, StillRecording."""
    require(policies.can_manage(recording.meeting, person_id))
    require(not recording.active, StillRecording())
    with transaction.atomic():
        Composition.objects.get_or_create(recording=recording)
        return _compose_anew(recording, layout)


def do_cancel_composing(recording: Recording, person_id: uuid.UUID) -> None:
    """Raises NotAllowed."""
    require(policies.can_manage(recording.meeting, person_id))
    under_way = Composition.objects.filter(recording=recording, progress__in=(Progress.WAITING, Progress.RUNNING))
    under_way.update(progress=Progress.CANCELLED, revision=ids.new_id())


def do_take_out(recording: Recording, person_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """Forget one participant: their tracks are erased, and the rest is composed anew. Raises NotAllowed."""
    require(policies.can_manage(recording.meeting, person_id))
    forget_participant(recording, participant_id)


def forget_participant(recording: Recording, participant_id: uuid.UUID) -> None:
    """Their tracks, and the film they are in, lose their keys at once."""
    with transaction.atomic():
        Recording.objects.select_for_update().get(id=recording.id)
        tracks = Track.objects.filter(recording=recording, participant_id=participant_id)
        blob_ids = list(tracks.values_list("blob_id", flat=True))
        if not blob_ids:
            return
        tracks.delete()
        blobs.release(blob_ids)
        composition = Composition.objects.filter(recording=recording).first()
        if composition is not None:
            _compose_anew(recording, Layout(composition.layout))


def do_delete_recording(recording: Recording, person_id: uuid.UUID) -> None:
    """Raises NotAllowed, StillRecording."""
    require(policies.can_manage(recording.meeting, person_id))
    require(not recording.active, StillRecording())
    delete(recording)


def delete(recording: Recording) -> None:
    """The rows, and the keys of what they point to, in one transaction."""
    with transaction.atomic():
        blob_ids = list(Track.objects.filter(recording=recording).values_list("blob_id", flat=True))
        films = Composition.objects.filter(recording=recording).exclude(blob=None)
        blob_ids += list(films.values_list("blob_id", flat=True))
        recording.delete()
        blobs.release(blob_ids)


def do_note_access(recording: Recording, person_id: uuid.UUID, what: Access) -> None:
    """Written before the first byte is given out (C30)."""
    AccessEntry.objects.create(recording=recording, person_id=person_id, what=what)


def tell(recording_id: uuid.UUID) -> None:
    """Everybody in the room, and whoever joins later, hears of it from the engine. Raises EngineUnavailable."""
    recording = Recording.objects.filter(id=recording_id).first()
    if recording is not None:
        told = {"id": str(recording.id), "state": recording.state} if recording.active else None
        rooms.tell_room(str(recording.meeting_id), json.dumps({"recording": told}))


def tell_if_it_answers(recording_id: uuid.UUID) -> None:
    """Pages that miss it ask the API before they publish."""
    with suppress(EngineUnavailable):
        tell(recording_id)


def _compose_anew(recording: Recording, layout: Layout) -> Composition:
    """In the caller's transaction. What is composed at this moment belongs to a former revision and is dropped."""
    composition = Composition.objects.select_for_update().get(recording=recording)
    former = composition.blob_id
    composition.layout, composition.blob, composition.revision = layout, None, ids.new_id()
    composition.percent = composition.attempts = 0
    there = Track.objects.filter(recording=recording).exists()
    composition.progress = Progress.WAITING if there else Progress.CANCELLED
    composition.worker_seen_at = None
    composition.save()
    blobs.release([former] if former else [])
    return composition


def _changed(recording: Recording) -> None:
    recording_changed(recording=recording.id, state=recording.state)
    events.emit(RecordingChanged(recording.id, recording.meeting_id))
