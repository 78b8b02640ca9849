"""What recordings do once others' changes are committed, and before people go."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet

from egret.kernel import erasure, retention
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.kernel.text import Text
from egret.meetings import room_state
from egret.meetings.events import MeetingEnded
from egret.meetings.recordings import actions, watch  # noqa: F401  # the worker's beat looks after the processes
from egret.meetings.recordings.events import RecordingChanged
from egret.meetings.recordings.models import ACTIVE, AccessEntry, Recording


@room_state.contribute
@under("recordings.record")
def recording(meeting_id: uuid.UUID) -> dict[str, Any]:
    now = Recording.objects.filter(meeting_id=meeting_id, state__in=ACTIVE).first()
    return {"recording": {"id": str(now.id), "state": now.state} if now else None}


@subscribe(RecordingChanged)
@under("recordings.record")
def tell_the_room(event: RecordingChanged) -> None:
    actions.tell_if_it_answers(event.recording_id)


@subscribe(MeetingEnded)
@under("recordings.record")
def stop_recording(event: MeetingEnded) -> None:
    """The recorder's own look at the room would end it too, a little later."""
    for recording in Recording.objects.filter(meeting_id=event.meeting_id, state__in=ACTIVE):
        actions.stop(recording)


@erasure.before("person")
def forget_person(person_id: uuid.UUID) -> None:
    """Their tracks in others' recordings, and whole recordings of their own meetings."""
    for recording in Recording.objects.filter(meeting__host_id=person_id):
        actions.delete(recording)
    recorded = Recording.objects.filter(tracks__participant__person_id=person_id).distinct()
    for recording in recorded:
        participants = recording.tracks.filter(participant__person_id=person_id)
        for participant_id in set(participants.values_list("participant_id", flat=True)):
            actions.forget_participant(recording, participant_id)


@retention.deletes("recordings.Recording")
def delete_past(recording: Recording) -> None:
    """The rows alone would leave contents and keys behind."""
    actions.delete(recording)


@erasure.takes("recordings.Recording")
def own_recordings(person_id: uuid.UUID) -> QuerySet[Any]:
    return Recording.objects.filter(meeting__host_id=person_id)


@erasure.keeps(
    "recordings.of_others",
    Text(
        "Recordings of other people's meetings, without your sound, your picture and your name.",
        "他人会议的录制内容，其中不再包含您的声音、画面和姓名。",
    ),
    tables=("recordings.Recording",),
)
def recordings_of_others(person_id: uuid.UUID) -> int:
    recorded = Recording.objects.filter(tracks__participant__person_id=person_id)
    return recorded.exclude(meeting__host_id=person_id).distinct().count()


@erasure.keeps(
    "recordings.accesses",
    Text(
        "That somebody opened another person's recording, without saying that it was you: who was recorded may know "
        "how often.",
        "他人录制内容曾被打开的记录，不再注明是您：被录制者有权知道次数。",
    ),
    tables=("recordings.AccessEntry",),
)
def accesses_to_others(person_id: uuid.UUID) -> int:
    entries = AccessEntry.objects.filter(person_id=person_id)
    return entries.exclude(recording__meeting__host_id=person_id).count()
