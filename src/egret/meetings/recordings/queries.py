"""Reads of recordings; `access_…` authorises."""

from __future__ import annotations

import uuid

from django.db.models import Q, QuerySet

from egret.kernel.permissions import require
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings import policies
from egret.meetings.recordings.errors import RecordingUnknown
from egret.meetings.recordings.models import ACTIVE, Notice, Recording, State, Track
from egret.organizations import queries as organizations


def active_of(meeting: Meeting) -> Recording | None:
    """The recording that is announced or under way."""
    return Recording.objects.filter(meeting=meeting, state__in=ACTIVE).first()


def waits_for(recording: Recording) -> QuerySet[Participant]:
    """Who is in the room and was not shown the notice."""
    here = Participant.objects.filter(meeting=recording.meeting_id, spells__left_at=None, spells__isnull=False)
    shown = Notice.objects.filter(recording=recording).values("participant")
    return here.exclude(id__in=shown).distinct()


def was_shown(recording: Recording, participant: Participant) -> bool:
    return Notice.objects.filter(recording=recording, participant=participant).exists()


def recordings_of(meeting: Meeting, person_id: uuid.UUID) -> list[Recording]:
    """Those that this person may play, the newest first: all for the host, for others those they are in."""
    found = Recording.objects.filter(meeting=meeting).exclude(Q(state=State.STOPPED) & Q(begun_at=None))
    rows = list(found.select_related("composition").order_by("-id"))
    return [row for row in rows if policies.can_play(meeting, person_id, is_in(row, person_id))]


def is_in(recording: Recording, person_id: uuid.UUID) -> bool:
    return Track.objects.filter(recording=recording, participant__person_id=person_id).exists()


def tracks_for(recording: Recording, meeting: Meeting, person_id: uuid.UUID) -> list[Track]:
    """The tracks this person may have: the host all, others their own."""
    found = Track.objects.filter(recording=recording).select_related("participant", "blob").order_by("began_at")
    if not policies.can_manage(meeting, person_id):
        found = found.filter(participant__person_id=person_id)
    return list(found)


def nickname_of_starter(recording: Recording) -> str:
    """What whoever began it is called in the meeting."""
    if recording.started_by_id is None:
        return ""
    found = Participant.objects.filter(meeting=recording.meeting_id, person_id=recording.started_by_id).first()
    return found.nickname if found is not None else ""


def answers_for(meeting: Meeting) -> str:
    """Who answers for the recording's data."""
    return organizations.controller_of(meeting.organization_id).name


def access_recording(meeting: Meeting, recording_id: uuid.UUID, person_id: uuid.UUID) -> Recording:
    """One recording, for the host and whoever is in it. Raises RecordingUnknown."""
    found = Recording.objects.filter(meeting=meeting, id=recording_id).select_related("meeting", "composition").first()
    if found is None or not policies.can_play(meeting, person_id, is_in(found, person_id)):
        raise RecordingUnknown
    return found


def access_managed(meeting: Meeting, recording_id: uuid.UUID, person_id: uuid.UUID) -> Recording:
    """The same for the host alone. Raises RecordingUnknown, NotAllowed."""
    found = access_recording(meeting, recording_id, person_id)
    require(policies.can_manage(meeting, person_id))
    return found
