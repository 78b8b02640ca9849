"""What recordings do once others' changes are committed, and before people go."""

from __future__ import annotations

import uuid

from egret.kernel import erasure
from egret.kernel.events import subscribe
from egret.meetings.events import MeetingEnded
from egret.meetings.recordings import actions, watch  # noqa: F401  # the worker's beat looks after the processes
from egret.meetings.recordings.events import RecordingChanged
from egret.meetings.recordings.models import ACTIVE, Recording


@subscribe(RecordingChanged)
def tell_the_room(event: RecordingChanged) -> None:
    actions.tell_if_it_answers(event.recording_id)


@subscribe(MeetingEnded)
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
