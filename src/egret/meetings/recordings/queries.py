"""Reads of recordings; `access_…` authorises."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from egret.accounts import queries as people
from egret.kernel.api import Viewer
from egret.kernel.errors import NotAllowed
from egret.kernel.permissions import require
from egret.meetings.errors import CursorUnusable, MeetingEnded
from egret.meetings.hosting import queries as hosting
from egret.meetings.models import Meeting, Participant
from egret.meetings.recordings import policies
from egret.meetings.recordings.errors import RecordingUnknown
from egret.meetings.recordings.models import (
    ACTIVE,
    AccessEntry,
    Notice,
    Recording,
    Reminder,
    Saving,
    Source,
    State,
    Track,
)
from egret.organizations import queries as organizations
from egret.organizations.errors import OrganizationUnknown, SecondFactorNeeded

PAGE = 30
ACCESSES = 1000
# One that was stopped before it began has nothing in it.
BEGUN = ~(Q(state=State.STOPPED) & Q(begun_at=None))


def active_of(meeting: Meeting) -> Recording | None:
    """The recording that is announced or under way."""
    return Recording.objects.filter(meeting=meeting, state__in=ACTIVE).first()


def waits_for(recording: Recording) -> QuerySet[Participant]:
    """Who is in the room and was not shown the notice; who is in a breakout room is told on coming back."""
    here = Participant.objects.filter(meeting=recording.meeting_id, spells__left_at=None, spells__isnull=False)
    shown = Notice.objects.filter(recording=recording).values("participant")
    return here.exclude(id__in=shown).exclude(seat__breakout__isnull=False).distinct()


def was_shown(recording: Recording, participant: Participant) -> bool:
    return Notice.objects.filter(recording=recording, participant=participant).exists()


def is_unseen(recording: Recording, participant: Participant) -> bool:
    """Whether they chose to stay out of it."""
    return Notice.objects.filter(recording=recording, participant=participant, unseen=True).exists()


def may_be_recorded(recording: Recording, participant: Participant) -> bool:
    """Who was told and did not choose to stay out; their choice is locked, in the caller's transaction."""
    told = Notice.objects.select_for_update().filter(recording=recording, participant=participant).first()
    return told is not None and not told.unseen


@dataclass(frozen=True)
class LeftOut:
    """Somebody in the room of whom nothing is stored."""

    nickname: str
    chose: bool  # else their page has not shown the notice yet


def left_out(recording: Recording) -> list[LeftOut]:
    """For the host: of whom the recording has nothing at this moment."""
    unseen = Notice.objects.filter(recording=recording, unseen=True, participant__spells__left_at=None)
    unseen = unseen.exclude(participant__seat__breakout__isnull=False)
    chose = unseen.filter(participant__spells__isnull=False).values_list("participant__nickname", flat=True).distinct()
    return [LeftOut(name, True) for name in chose] + [LeftOut(each.nickname, False) for each in waits_for(recording)]


def recordings_of(meeting: Meeting, viewer: Viewer) -> list[Recording]:
    """Those of one meeting that concern this person, the newest first: all for the host, else those they are in.

    Raises SecondFactorNeeded.
    """
    rows = Recording.objects.filter(BEGUN, meeting=meeting).select_related("composition__blob").order_by("-id")
    host = policies.can_manage(meeting, viewer.person_id) and belongs(meeting, viewer)
    return [row for row in rows if host or is_in(row, viewer.person_id)]


def my_recordings(
    viewer: Viewer, organization_id: uuid.UUID | None, cursor: str | None
) -> tuple[list[Recording], str | None]:
    """One page of all that this person made or is in (C18), in one space, the newest first; and the next cursor.

    Recordings of organisations that somebody is no member of stand among the personal ones. Raises CursorUnusable.
    """
    mine, person_id = organizations.memberships_of(viewer.person_id), viewer.person_id
    in_it = Exists(Track.objects.filter(recording=OuterRef("pk"), participant__person_id=person_id))
    hosted = Q(meeting__host_id=person_id)
    if organization_id is not None:
        place = Q(meeting__organization_id=organization_id) & (hosted | Q(in_it))
    else:
        elsewhere = ~Q(meeting__organization_id__in=[each.organization_id for each in mine])
        place = Q(meeting__organization=None) & (hosted | Q(in_it))
        place |= Q(meeting__organization__isnull=False) & elsewhere & Q(in_it)
    found = Recording.objects.filter(BEGUN, place).select_related("meeting__schedule", "composition__blob")
    if cursor is not None:
        try:
            found = found.filter(id__lt=uuid.UUID(cursor))
        except ValueError:
            raise CursorUnusable from None
    page = list(found.order_by("-id")[: PAGE + 1])
    return page[:PAGE], str(page[PAGE - 1].id) if len(page) > PAGE else None


def is_in(recording: Recording, person_id: uuid.UUID) -> bool:
    return Track.objects.filter(recording=recording, participant__person_id=person_id).exists()


def tracks_for(recording: Recording, viewer: Viewer) -> list[Track]:
    """The tracks this person may have: the host all, others their own."""
    found = Track.objects.filter(recording=recording).select_related("participant", "blob").order_by("began_at")
    if not manages(recording.meeting, viewer):
        found = found.filter(participant__person_id=viewer.person_id)
    return list(found)


def belongs(meeting: Meeting, viewer: Viewer) -> bool:
    """Whether the meeting is held where this person belongs: anywhere but in an organisation they are no member of.

    Raises SecondFactorNeeded.
    """
    if meeting.organization_id is None:
        return True
    try:
        organizations.require_member(viewer, meeting.organization_id)
    except OrganizationUnknown:
        return False
    return True


def may_record(meeting: Meeting, viewer: Viewer) -> bool:
    """The host, as far as an organisation's rule lets them."""
    if not policies.can_record(meeting, viewer.person_id):
        return False
    if meeting.organization_id is None:
        return True
    try:
        organizations.require_may_record(viewer, meeting.organization_id)
    except (OrganizationUnknown, SecondFactorNeeded, NotAllowed):
        return False
    return True


def manages(meeting: Meeting, viewer: Viewer) -> bool:
    """The host; of an organisation's meeting while they belong to it. Raises SecondFactorNeeded."""
    return policies.can_manage(meeting, viewer.person_id) and belongs(meeting, viewer)


def may_play(recording: Recording, viewer: Viewer) -> bool:
    """Raises SecondFactorNeeded."""
    here = belongs(recording.meeting, viewer)
    return policies.can_play(recording.meeting, viewer.person_id, is_in(recording, viewer.person_id), here)


@dataclass(frozen=True)
class Chapter:
    """A place in the film: `at` seconds from its beginning."""

    at: float
    kind: str  # "joined", "came_back" or "share"
    nickname: str


def chapters_of(recording: Recording) -> list[Chapter]:
    """Who came and who showed a screen, as the film has it. A film of one moment has none."""
    # Connections break: who is away for less than this is told of once.
    apart = timedelta(seconds=20)
    tracks = Track.objects.filter(recording=recording).select_related("participant").order_by("began_at")
    start = tracks[0].began_at if tracks else None
    chapters: list[Chapter] = []
    here_until: dict[uuid.UUID, datetime] = {}
    for track in tracks:
        assert start is not None
        at, nickname = (track.began_at - start).total_seconds(), track.participant.nickname
        until = here_until.get(track.participant_id)
        if track.source == Source.SCREEN:
            chapters.append(Chapter(at, "share", nickname))
        elif until is None:
            chapters.append(Chapter(at, "joined", nickname))
        elif track.began_at - until > apart:
            chapters.append(Chapter(at, "came_back", nickname))
        ended = track.ended_at or track.began_at
        here_until[track.participant_id] = max(until or ended, ended)
    return chapters


def length_of(recording: Recording) -> timedelta | None:
    """How long what is stored lasts."""
    span = Track.objects.filter(recording=recording).aggregate(first=Min("began_at"), last=Max("ended_at"))
    return span["last"] - span["first"] if span["last"] else None


def savings_of(recording: Recording, viewer: Viewer) -> list[Saving]:
    """The copies of it in drives, for the host."""
    if not manages(recording.meeting, viewer):
        return []
    return list(recording.savings.select_related("file").order_by("id"))


def accesses_of(recording: Recording) -> list[tuple[AccessEntry, str]]:
    """Who looked at it, the newest first: what they are called in the meeting, else in their profile."""
    rows = list(recording.accesses.order_by("-id")[:ACCESSES])
    here = Participant.objects.filter(meeting=recording.meeting_id, person__isnull=False)
    nicknames: dict[uuid.UUID | None, str] = dict(here.values_list("person_id", "nickname"))
    return [(row, _name_of(row.person_id, nicknames)) for row in rows]


def _name_of(person_id: uuid.UUID | None, nicknames: dict[uuid.UUID | None, str]) -> str:
    if person_id is None:
        return ""
    return nicknames.get(person_id) or people.name_of(person_id)


def reminders_of(person_id: uuid.UUID) -> list[Reminder]:
    """The latest, the newest first."""
    found = Reminder.objects.filter(person_id=person_id).select_related("recording__meeting__schedule")
    return list(found.order_by("-id")[:PAGE])


def nickname_of_starter(recording: Recording) -> str:
    """What whoever began it is called in the meeting."""
    if recording.started_by_id is None:
        return ""
    found = Participant.objects.filter(meeting=recording.meeting_id, person_id=recording.started_by_id).first()
    return found.nickname if found is not None else ""


def answers_for(meeting: Meeting) -> str:
    """Who answers for the recording's data."""
    return organizations.controller_of(meeting.organization_id).name


def access_recording(meeting: Meeting, recording_id: uuid.UUID, viewer: Viewer) -> Recording:
    """One recording, for the host and whoever is in it. Raises RecordingUnknown, SecondFactorNeeded."""
    found = Recording.objects.filter(meeting=meeting, id=recording_id).select_related(
        "meeting__schedule", "composition__blob"
    )
    recording = found.first()
    if recording is None or not (is_in(recording, viewer.person_id) or manages(meeting, viewer)):
        raise RecordingUnknown
    return recording


def access_film(meeting: Meeting, recording_id: uuid.UUID, viewer: Viewer) -> Recording:
    """The same for who may see everybody in it. Raises RecordingUnknown, NotAllowed, SecondFactorNeeded."""
    found = access_recording(meeting, recording_id, viewer)
    require(may_play(found, viewer))
    return found


def may_stop(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host, and whoever leads the meeting while the host is away or beside them."""
    if policies.can_manage(meeting, person_id):
        return True
    try:
        hosting.access_leading(meeting, person_id, None)
    except (NotAllowed, MeetingEnded):
        return False
    return True


def access_stoppable(meeting: Meeting, recording_id: uuid.UUID, person_id: uuid.UUID) -> Recording:
    """One of this meeting's, for whom may stop it. Raises RecordingUnknown, NotAllowed."""
    found = Recording.objects.filter(meeting=meeting, id=recording_id).first()
    if found is None:
        raise RecordingUnknown
    require(may_stop(meeting, person_id))
    return found


def access_managed(meeting: Meeting, recording_id: uuid.UUID, viewer: Viewer) -> Recording:
    """The same for the host alone. Raises RecordingUnknown, NotAllowed, SecondFactorNeeded."""
    found = access_recording(meeting, recording_id, viewer)
    require(manages(meeting, viewer))
    return found
