"""Reads of meetings and of attendance."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, QuerySet

from egret.accounts import queries as people
from egret.kernel import clock
from egret.kernel.ids import CODE_ALPHABET
from egret.kernel.permissions import require
from egret.meetings.attendance import Plan, Punctuality, punctuality
from egret.meetings.errors import CursorUnusable, MeetingUnknown
from egret.meetings.models import Meeting, Participant, Schedule, Spell
from egret.meetings.nickname import MAXIMUM_LENGTH
from egret.meetings.presence import total_seconds
from egret.meetings.scheduling.queries import planned_end

CODE = re.compile(rf"[{CODE_ALPHABET}]{{4}}(-[{CODE_ALPHABET}]{{4}}){{2}}")
PAGE = 30


def access_meeting(code: str) -> Meeting:
    """The meeting at a link: whoever knows the code may see that it exists. Raises MeetingUnknown.

    The link of a scheduled meeting leads to the one that is held now, or was last.
    """
    if not CODE.fullmatch(code):
        raise MeetingUnknown
    meetings = Meeting.objects.select_related("schedule")
    meeting = meetings.filter(code=code).first() or meetings.filter(schedule__code=code).order_by("-id").first()
    if meeting is None:
        raise MeetingUnknown
    return meeting


def schedule_at(code: str) -> Schedule | None:
    """The scheduled meeting whose link this is, its own or that of a time it was held; None for any other link."""
    if not CODE.fullmatch(code):
        return None
    return Schedule.objects.filter(Q(code=code) | Q(meetings__code=code)).first()


def people_now(meeting: Meeting) -> int:
    """How many participants the engine has in the room."""
    return Participant.objects.filter(meeting=meeting, spells__left_at=None, spells__isnull=False).distinct().count()


def started_at(meeting: Meeting) -> datetime | None:
    """When the first participant joined."""
    first: datetime | None = Spell.objects.filter(participant__meeting=meeting).aggregate(Min("joined_at"))[
        "joined_at__min"
    ]
    return first


def participant_of(meeting: Meeting, person_id: uuid.UUID | None, guest_id: str | None) -> Participant | None:
    """The participant this browser was before: by account, or by the guest's cookie."""
    if person_id is not None:
        return Participant.objects.filter(meeting=meeting, person_id=person_id).first()
    if guest_id is not None:
        return Participant.objects.filter(meeting=meeting, person=None, id=guest_id).first()
    return None


def likely_nickname(person_id: uuid.UUID) -> str | None:
    """What a person called themselves in their latest meeting, before the first one: in their profile, if there."""
    latest = Participant.objects.filter(person_id=person_id).order_by("-id").first()
    if latest is not None:
        return latest.nickname
    return people.name_of(person_id)[:MAXIMUM_LENGTH].rstrip() or None


@dataclass(frozen=True)
class Summary:
    meeting: Meeting
    started_at: datetime | None
    people_now: int
    participants: int
    duration_seconds: int


def hosted_meetings(
    person_id: uuid.UUID, cursor: str | None, *, organization_id: uuid.UUID | None = None
) -> tuple[list[Summary], str | None]:
    """One page of the meetings a person started in one space (None: personal), newest first, and the next cursor.

    Raises CursorUnusable.
    """
    found: QuerySet[Meeting] = Meeting.objects.select_related("schedule").filter(
        Q(organization_id=organization_id), host_id=person_id
    )
    if cursor is not None:
        try:
            found = found.filter(id__lt=uuid.UUID(cursor))
        except ValueError:
            raise CursorUnusable from None
    page = list(found.order_by("-id")[: PAGE + 1])
    seen = _presence(page[:PAGE])
    moment = clock.now()
    summaries = []
    for meeting in page[:PAGE]:
        first, last, attended, present = seen.get(meeting.id, (None, None, 0, 0))
        until = moment if present else last
        lasted = (until - first).total_seconds() if first and until else 0
        summaries.append(Summary(meeting, first, present, attended, max(0, round(lasted))))
    return summaries, str(page[PAGE - 1].id) if len(page) > PAGE else None


def _presence(meetings: list[Meeting]) -> dict[uuid.UUID, tuple[datetime, datetime | None, int, int]]:
    """Of each meeting somebody came to: first join, last leave, how many came, how many are there now."""
    rows = (
        Spell.objects.filter(participant__meeting__in=meetings)
        .values("participant__meeting")
        .annotate(
            first=Min("joined_at"),
            last=Max("left_at"),
            attended=Count("participant", distinct=True),
            present=Count("participant", distinct=True, filter=Q(left_at=None)),
        )
    )
    return {row["participant__meeting"]: (row["first"], row["last"], row["attended"], row["present"]) for row in rows}


@dataclass(frozen=True)
class Attendance:
    participant: Participant
    spells: list[Spell]
    joined_at: datetime
    left_at: datetime | None  # None: still there
    duration_seconds: int
    punctuality: Punctuality


def plan_of(meeting: Meeting) -> Plan | None:
    """From when to when it was to be; None for one that was started at once, and for a personal room."""
    if meeting.schedule is None or meeting.held_for is None:
        return None
    return Plan(meeting.held_for, planned_end(meeting.schedule, meeting.held_for))


def access_attendance(
    meeting: Meeting, person_id: uuid.UUID | None, as_of: datetime, *, everybody: bool
) -> list[Attendance]:
    """Who was there and for how long, in order of arrival: everybody (see `attending.reads_of_everybody`), or one's own
    row. Raises MeetingUnknown for whoever was not there.
    """
    participants = Participant.objects.filter(meeting=meeting).prefetch_related("spells")
    if not everybody:
        participants = participants.filter(person_id=person_id) if person_id is not None else participants.none()
        require(participants.exists(), MeetingUnknown())
    plan = plan_of(meeting)
    rows = []
    for participant in participants:
        spells = sorted(participant.spells.all(), key=lambda spell: spell.joined_at)
        if not spells:
            continue  # asked for a token and never arrived
        ends = [spell.left_at for spell in spells if spell.left_at is not None]
        joined_at, left_at = spells[0].joined_at, max(ends) if len(ends) == len(spells) else None
        rows.append(
            Attendance(
                participant,
                spells,
                joined_at,
                left_at,
                round(total_seconds([(spell.joined_at, spell.left_at or as_of) for spell in spells])),
                punctuality(plan, joined_at, left_at, meeting.ended_at),
            )
        )
    return sorted(rows, key=lambda row: row.joined_at)
