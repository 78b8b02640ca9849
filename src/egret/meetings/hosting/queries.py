"""Reads: how a meeting is led, who somebody is in it, who waits."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, QuerySet, Value, When

from egret.kernel import clock
from egret.kernel.permissions import require
from egret.media.tokens import Grants
from egret.meetings import queries as meetings
from egret.meetings.errors import MeetingEnded
from egret.meetings.hosting import policies
from egret.meetings.hosting.errors import ParticipantUnknown
from egret.meetings.hosting.models import Breakout, Conduct, Seat, Standing
from egret.meetings.hosting.policies import LEADING, Role
from egret.meetings.models import Meeting, Participant
from egret.organizations.queries.belonging import belongings_of

# A waiting page asks every few seconds, and every ten in a full lobby; a browser in the background less often.
STILL_THERE = timedelta(seconds=75)
# What a host's list shows of them at once; with an account first, then in the order they came.
WAITING_SHOWN = 50


def conduct_of(meeting: Meeting) -> Conduct:
    """How it is led; not saved yet while nobody changed anything."""
    conduct = Conduct.objects.filter(meeting_id=meeting.id).first()
    if conduct is None:
        conduct = Conduct(meeting=meeting, lobby=meeting.schedule.lobby if meeting.schedule else False)
    return conduct


def is_member(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """Whether somebody belongs to the organisation that the meeting is held in."""
    if meeting.organization_id is None or person_id is None:
        return False
    return meeting.organization_id in belongings_of(person_id).organizations


def seat_of(participant: Participant | None) -> Seat | None:
    return Seat.objects.filter(participant=participant).first() if participant is not None else None


def is_cohost(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """Whom a host made one and who still is, also once the meeting is over; of an organisation's meeting, its members.

    Guests never: what they would read would be in the hands of nobody known.
    """
    if person_id is None:
        return False
    seats = Seat.objects.filter(meeting_id=meeting.id, participant__person_id=person_id, cohost=True)
    if not seats.filter(standing=Standing.ADMITTED).exists():
        return False
    return meeting.organization_id is None or is_member(meeting, person_id)


@dataclass(frozen=True)
class Leader:
    """Who asks to lead: the participant, when they are one (the host may lead from outside), and their role."""

    participant: Participant | None
    role: Role


def access_leading(meeting: Meeting, person_id: uuid.UUID | None, guest_id: str | None) -> Leader:
    """Raises NotAllowed unless they lead this meeting now, MeetingEnded."""
    participant = meetings.participant_of(meeting, person_id, guest_id)
    role = None
    if person_id is not None and person_id == meeting.host_id:
        role = Role.HOST
    elif participant is not None:
        seat = seat_of(participant)
        role = policies.role_of(meeting, conduct_of(meeting), participant, seat) if policies.stays_in(seat) else None
    require(policies.can_lead(role))
    require(not meeting.ended, MeetingEnded())
    assert role is not None
    return Leader(participant, role)


def access_participant(meeting: Meeting, participant_id: uuid.UUID) -> Participant:
    """Raises ParticipantUnknown."""
    participant = Participant.objects.filter(meeting=meeting, id=participant_id).first()
    if participant is None:
        raise ParticipantUnknown
    return participant


def may_end(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host, and whoever stands in for them."""
    if person_id is None:
        return False
    if meeting.host_id == person_id:
        return True
    return Conduct.objects.filter(meeting_id=meeting.id, acting_host__person_id=person_id).exists()


@dataclass(frozen=True)
class Place:
    """Where one participant belongs, and what the engine and the room are told of them."""

    role: Role
    grants: Grants
    room: str
    moved_at: datetime | None

    @property
    def attributes(self) -> dict[str, str]:
        return {"role": self.role, "room": self.room}


def place_of(meeting: Meeting, conduct: Conduct, participant: Participant, seat: Seat | None) -> Place:
    role = policies.role_of(meeting, conduct, participant, seat)
    return Place(
        role, policies.grants_for(role, conduct, seat), room_of(meeting, seat), seat.moved_at if seat else None
    )


def room_of(meeting: Meeting, seat: Seat | None) -> str:
    """The engine's room somebody belongs in: the meeting's own, or a breakout."""
    return str(seat.breakout_id if seat is not None and seat.breakout_id else meeting.id)


def breakouts_of(meeting_id: uuid.UUID) -> list[Breakout]:
    """Those that are open."""
    return list(Breakout.objects.filter(meeting_id=meeting_id, closed_at=None).order_by("position"))


def rooms_of(meeting_id: uuid.UUID) -> list[str]:
    """All of the engine's rooms of a meeting, its own first, and those that people are just leaving."""
    beside = Breakout.objects.filter(meeting_id=meeting_id).order_by("id").values_list("id", flat=True)
    return [str(meeting_id), *map(str, beside)]


def meeting_of_room(room: str) -> uuid.UUID | None:
    """Whose room it is: a meeting's own, or one of its breakouts; None for one that is not ours."""
    try:
        named = uuid.UUID(room)
    except ValueError:
        return None
    return Breakout.objects.filter(id=named).values_list("meeting_id", flat=True).first() or named


def places(meeting: Meeting, identity: str | None = None) -> dict[str, Place | None]:
    """Of everybody (or one) who ever asked to join, by the engine's identity; None: has no place in the room."""
    conduct = conduct_of(meeting)
    everybody = Participant.objects.filter(meeting=meeting).select_related("seat")
    if identity is not None:
        everybody = everybody.filter(id=identity)
    found: dict[str, Place | None] = {}
    for each in everybody:
        seat = getattr(each, "seat", None)
        found[str(each.id)] = place_of(meeting, conduct, each, seat) if policies.stays_in(seat) else None
    return found


def leaders_names(meeting: Meeting, *, other_than: Participant | None) -> list[str]:
    """The nicknames of host and co-hosts; of a host who has not come yet, the one they will likely have."""
    conduct = conduct_of(meeting)
    everybody = Participant.objects.filter(meeting=meeting).select_related("seat")
    if other_than is not None:
        everybody = everybody.exclude(id=other_than.id)
    names = [
        each.nickname
        for each in everybody
        if policies.role_of(meeting, conduct, each, getattr(each, "seat", None)) in LEADING
    ]
    expected = None
    if not any(each.person_id == meeting.host_id for each in everybody):
        expected = meetings.likely_nickname(meeting.host_id)
    return [*names, expected] if expected else names


def waiting(meeting: Meeting) -> QuerySet[Seat]:
    """Who waits and is still there; who closed the page falls off the list."""
    return Seat.objects.filter(meeting_id=meeting.id, standing=Standing.WAITING, seen_at__gte=clock.now() - STILL_THERE)


def waiting_shown(meeting: Meeting) -> list[Seat]:
    guest = Case(When(participant__person=None, then=Value(1)), default=Value(0))
    rows = waiting(meeting).select_related("participant").order_by(guest, "asked_at", "participant_id")
    return list(rows[:WAITING_SHOWN])


def turned_away(meeting: Meeting) -> list[Seat]:
    """Who was removed or denied, the latest first: a host may take it back."""
    kept_out = Seat.objects.filter(meeting_id=meeting.id, standing__in=(Standing.REMOVED, Standing.DENIED))
    return list(kept_out.select_related("participant").order_by("-asked_at")[:WAITING_SHOWN])
