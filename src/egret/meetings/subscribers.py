"""What meetings do once their changes are committed, when a name or a number is corrected, when a person goes."""

from __future__ import annotations

import uuid
from contextlib import suppress
from functools import partial

from django.db import transaction

from egret.kernel import correcting, erasure
from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings.events import MeetingEnded
from egret.meetings.hosting import queries as hosting
from egret.meetings.models import Invitee, Meeting, Notice, Participant
from egret.meetings.nickname import MAXIMUM_LENGTH


@subscribe(MeetingEnded)
@under("media.calls")
def close_room(event: MeetingEnded) -> None:
    """Send everybody out at once."""
    # An engine that is away just now has nobody in its rooms; `tasks.reconcile` looks again when it is back.
    with suppress(EngineUnavailable):
        rooms.delete_room(str(event.meeting_id))


@correcting.follow("name")
@under("meetings.hold")
def follow_name(person_id: uuid.UUID, before: str, after: str) -> None:
    """Whoever was in meetings under their name is in them under the new one; a nickname of their choosing stays.

    Without a new name it stays as well: others knew them by it, and a participant must be called something.
    """
    old, new = before[:MAXIMUM_LENGTH].rstrip(), after[:MAXIMUM_LENGTH].rstrip()
    if old and new:
        Participant.objects.filter(person_id=person_id, nickname=old).update(nickname=new)


@correcting.follow("phone")
@under("meetings.schedule")
def follow_phone(person_id: uuid.UUID, before: str, after: str) -> None:
    """Invitations to the old number are for whom had it then."""
    if before:
        there = Invitee.objects.filter(phone=after).values("schedule")
        Invitee.objects.filter(phone=before, schedule__in=there).delete()
        Invitee.objects.filter(phone=before).update(phone=after)
        Notice.objects.filter(address=before).update(address=after)


@erasure.before("person")
def leave_rooms(person_id: uuid.UUID) -> None:
    """Whoever goes is in no call any more, and a call they host is over for all."""
    for meeting in Meeting.objects.filter(host_id=person_id, ended_at=None):
        for room in hosting.rooms_of(meeting.id):
            transaction.on_commit(partial(_close, room))
    present = Participant.objects.filter(person_id=person_id, spells__left_at=None, spells__isnull=False)
    for participant in present.exclude(meeting__host_id=person_id).distinct():
        for room in hosting.rooms_of(participant.meeting_id):
            transaction.on_commit(partial(_send_out, room, str(participant.id)))


def _close(room: str) -> None:
    # As above: an engine that is away has nobody in its rooms.
    with suppress(EngineUnavailable):
        rooms.delete_room(room)


def _send_out(room: str, identity: str) -> None:
    with suppress(EngineUnavailable):
        if rooms.find_occupant(room, identity) is not None:
            rooms.remove_occupant(room, identity)
