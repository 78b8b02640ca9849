"""Writes: announcing, beginning, stopping and deleting a recording; taking one person out of it."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from egret.cloud.actions import keeping
from egret.kernel import audit, blobs, clock, events, holds, ids
from egret.kernel.api import Viewer
from egret.kernel.blobs import Owner
from egret.kernel.logs import log_event
from egret.kernel.models import BlobKey
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.text import Text
from egret.kernel.vault import destroying, owners
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.media.recorder import native
from egret.meetings import room_state
from egret.meetings.errors import MeetingEnded
from egret.meetings.hosting import queries as hosting
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings import policies, queries, sink
from egret.meetings.recordings.errors import MeetingEncrypted, RecorderMissing, StillRecording
from egret.meetings.recordings.events import RecordingChanged
from egret.meetings.recordings.models import (
    ACTIVE,
    Access,
    AccessEntry,
    Composition,
    Layout,
    Notice,
    Piece,
    Progress,
    Recording,
    Reminder,
    State,
    Track,
)
from egret.organizations import queries as organizations

# Whoever's page does not say in this time that it shows the notice does not hold up the others; it is not recorded.
NOTICE = timedelta(seconds=10)
# Reading the notice and deciding takes time, in which somebody who agrees is recorded already: of who does not, nothing
# of it stays.
AT_ONCE = timedelta(minutes=1)

ACCESSED = {
    Access.PLAYED: audit.act("recordings.played", Text("played a recording you are in", "播放了有您出现的录制")),
    Access.DOWNLOADED: audit.act(
        "recordings.downloaded", Text("downloaded a recording you are in", "下载了有您出现的录制")
    ),
    Access.TRACK: audit.act(
        "recordings.track_downloaded", Text("downloaded your part of a recording", "下载了录制中您的部分")
    ),
    Access.SAVED: audit.act(
        "recordings.saved", Text("saved a recording you are in in their drive", "将有您出现的录制保存到了云盘")
    ),
}

A_KEY = not_personal("a random key")
recording_changed = log_event("recordings.changed", recording=A_KEY, state=not_personal("one of three words"))


def do_start_recording(meeting: Meeting, viewer: Viewer) -> Recording:
    """Announce a recording; starting twice is starting once.

    Raises NotAllowed, MeetingEnded, RecorderMissing, MeetingEncrypted, and as an organisation's rule does.
    """
    require(policies.can_record(meeting, viewer.person_id))
    if meeting.organization_id is not None:
        organizations.require_may_record(viewer, meeting.organization_id)
    require(not meeting.ended, MeetingEnded())
    require(native.is_there(), RecorderMissing())
    require(not _encrypted(meeting), MeetingEncrypted())
    try:
        with transaction.atomic():
            recording = Recording.objects.create(meeting=meeting, started_by_id=viewer.person_id)
            _changed(recording)
    except IntegrityError:
        return Recording.objects.get(meeting=meeting, state__in=ACTIVE)
    return recording


def _encrypted(meeting: Meeting) -> bool:
    """Whether anybody in it sends what we could not read. Known by the engine alone: pages make the key themselves."""
    with suppress(EngineUnavailable):
        # Everybody may be in the breakout rooms at this moment, and come back.
        there = [each for room in hosting.rooms_of(meeting.id) for each in rooms.list_occupants(room)]
        return any(track.encrypted for each in there for track in each.tracks)
    return False


def do_show_notice(recording: Recording, participant: Participant, unseen: bool | None = None) -> Recording:
    """The participant's page shows the notice now, or they have chosen whether to stay unseen. Safe twice.

    Whoever chooses so at once is not in it at all, whoever does later from then on.
    """
    with transaction.atomic():
        Notice.objects.get_or_create(recording=recording, participant=participant)
        notice = Notice.objects.select_for_update().get(recording=recording, participant=participant)
        if unseen is not None and unseen != notice.unseen:
            notice.unseen = unseen
            notice.save(update_fields=["unseen"])
            if unseen and clock.now() - notice.shown_at < AT_ONCE:
                forget_participant(recording, participant.id)
            elif unseen:
                sink.seal_of(recording, participant)
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


def do_stop_recording(recording: Recording) -> Recording:
    """Stop it; stopping twice is stopping once. Who may: `queries.access_stoppable`."""
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
    with transaction.atomic():
        composition = Composition.objects.select_for_update().filter(recording=recording).first()
        if composition is None or composition.progress not in (Progress.WAITING, Progress.RUNNING):
            return
        composition.progress, composition.revision = Progress.CANCELLED, ids.new_id()
        composition.save(update_fields=["progress", "revision"])
        blobs.release(drop_pieces(composition))


def do_take_out(recording: Recording, person_id: uuid.UUID, participant_id: uuid.UUID) -> None:
    """Forget one participant: their tracks are erased, and the rest is composed anew. Raises NotAllowed."""
    require(policies.can_manage(recording.meeting, person_id))
    forget_participant(recording, participant_id)


def forget_participant(recording: Recording, participant_id: uuid.UUID) -> None:
    """Their tracks, and the film they are in, lose their keys at once. Raises Held."""
    with transaction.atomic():
        holds.require_free("recording", recording.id)
        Recording.objects.select_for_update().get(id=recording.id)
        tracks = Track.objects.filter(recording=recording, participant_id=participant_id)
        blob_ids = list(tracks.values_list("blob_id", flat=True))
        # A recording under way goes on without them.
        Notice.objects.filter(recording=recording, participant_id=participant_id).update(unseen=True)
        if not blob_ids:
            return
        guests = _guests(tracks)
        tracks.delete()
        blobs.release(blob_ids)
        _forget_keys(guests)
        for file_id in recording.savings.exclude(file=None).values_list("file_id", flat=True):
            # Copies show them too: they go now, and come back without them once the film is made anew.
            keeping.do_withdraw(file_id)
        recording.savings.exclude(file=None).update(file=None, progress=Progress.WAITING)
        composition = Composition.objects.filter(recording=recording).first()
        if composition is not None:
            _compose_anew(recording, Layout(composition.layout))


def do_delete_recording(recording: Recording, person_id: uuid.UUID) -> None:
    """Raises NotAllowed, StillRecording, Held."""
    require(policies.can_manage(recording.meeting, person_id))
    require(not recording.active, StillRecording())
    delete(recording)


def delete(recording: Recording) -> None:
    """The rows, and the keys of what they point to, in one transaction. Raises Held."""
    with transaction.atomic():
        holds.require_free("recording", recording.id)
        tracks = Track.objects.filter(recording=recording)
        blob_ids, guests = list(tracks.values_list("blob_id", flat=True)), _guests(tracks)
        films = Composition.objects.filter(recording=recording).exclude(blob=None)
        blob_ids += list(films.values_list("blob_id", flat=True))
        blob_ids += list(Piece.objects.filter(composition__recording=recording).values_list("blob_id", flat=True))
        recording.delete()
        blobs.release(blob_ids)
        _forget_keys(guests)


def forget_unused_keys() -> int:
    """Destroy guests' keys that open nothing any more, once their meeting is over; returns how many. Safe twice."""
    guests = [owner.id for owner in owners.owners_of("guest")]
    open_ones = set(Participant.objects.filter(id__in=guests, meeting__ended_at=None).values_list("id", flat=True))
    used = set(BlobKey.objects.filter(owner__startswith="guest:").values_list("owner", flat=True))
    unused = [id_ for id_ in guests if id_ not in open_ones and str(Owner("guest", id_)) not in used]
    with transaction.atomic():
        for id_ in unused:
            destroying.doom_key(Owner("guest", id_))
    return len(unused)


def _guests(tracks: QuerySet[Track]) -> set[uuid.UUID]:
    """Those without an account among whoever these are of, whose meeting is over: they will not be recorded again."""
    theirs = tracks.filter(participant__person=None, participant__meeting__ended_at__isnull=False)
    return set(theirs.values_list("participant_id", flat=True))


def _forget_keys(guests: set[uuid.UUID]) -> None:
    """With the last of what it opens a guest's key goes, in the caller's transaction; later ones in the hourly job."""
    for id_ in guests:
        owner = Owner("guest", id_)
        if not BlobKey.objects.filter(owner=str(owner)).exists():
            destroying.doom_key(owner)


def do_remind(person_id: uuid.UUID, recording: Recording) -> None:
    """That it goes soon. Safe twice."""
    Reminder.objects.get_or_create(recording=recording, person_id=person_id)


def do_read_reminders(person_id: uuid.UUID) -> int:
    """Mark all as read; returns how many were new."""
    return Reminder.objects.filter(person_id=person_id, read_at=None).update(read_at=clock.now())


def do_note_access(recording: Recording, person_id: uuid.UUID, what: Access, whose: Participant | None = None) -> None:
    """Written before the first byte is given out (C30): for the host, and for everybody who is in it.

    `whose`: only this participant's part was given out.
    """
    tracks = Track.objects.filter(recording=recording)
    recorded = set(tracks.values_list("participant__person_id", flat=True)) if whose is None else {whose.person_id}
    with transaction.atomic():
        AccessEntry.objects.create(recording=recording, person_id=person_id, what=what)
        audit.record_each(ACCESSED[what], actor=person_id, subjects=filter(None, recorded), about=str(recording.id))


def tell(recording_id: uuid.UUID) -> None:
    """Everybody in the room, and whoever joins later, hears of it from the engine. Raises EngineUnavailable."""
    recording = Recording.objects.filter(id=recording_id).first()
    if recording is not None:
        room_state.tell(recording.meeting_id)


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
    blobs.release([*drop_pieces(composition), *([former] if former else [])])
    return composition


def drop_pieces(composition: Composition) -> list[uuid.UUID]:
    """Forget the stretches that were made; returns their contents, for the caller to release in the transaction."""
    pieces = Piece.objects.filter(composition=composition)
    blob_ids = list(pieces.values_list("blob_id", flat=True))
    pieces.delete()
    return blob_ids


def _changed(recording: Recording) -> None:
    recording_changed(recording=recording.id, state=recording.state)
    events.emit(RecordingChanged(recording.id, recording.meeting_id))
