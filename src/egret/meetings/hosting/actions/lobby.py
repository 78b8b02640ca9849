"""The lobby: waiting, letting in, turning away."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction

from egret.kernel import clock
from egret.kernel.permissions import require
from egret.kernel.purpose import under
from egret.meetings.errors import MeetingEnded
from egret.meetings.hosting import policies, queries
from egret.meetings.hosting.actions.changing import changed
from egret.meetings.hosting.actions.door import standing_for
from egret.meetings.hosting.errors import NotWaiting
from egret.meetings.hosting.models import Seat, Standing
from egret.meetings.hosting.queries import Leader
from egret.meetings.models import Meeting, Participant

# Waiting pages ask often; the row need not be written each time.
SEEN_EVERY = timedelta(seconds=10)
# A guest who went away without being let in leaves nothing behind.
GONE_AFTER = timedelta(minutes=15)


def do_wait(meeting: Meeting, participant: Participant | None, *, invited: bool) -> Seat:
    """The page is still there. Returns the seat as it stands now.

    Raises NotWaiting, MeetingEnded, EntryDenied, RemovedFromMeeting.
    """
    seat = queries.seat_of(participant)
    if participant is None or seat is None:
        raise NotWaiting
    require(not meeting.ended, MeetingEnded())
    if seat.standing == Standing.WAITING and clock.now() - seat.seen_at > SEEN_EVERY:
        seat.seen_at = clock.now()
        Seat.objects.filter(participant=participant, standing=Standing.WAITING).update(seen_at=seat.seen_at)
    # The lobby may have been turned off, or the host been replaced, between the knock and now.
    seat.standing = standing_for(
        meeting,
        queries.conduct_of(meeting),
        seat,
        is_host=participant.person_id is not None and participant.person_id == meeting.host_id,
        expected=invited or queries.is_member(meeting, participant.person_id),
        is_guest=participant.person_id is None,
    )
    return seat


def do_admit(meeting: Meeting, leader: Leader, participants: Collection[uuid.UUID] | None) -> int:
    """Let in those named, or (None) all who wait now; returns how many. Twice is once. Raises NotAllowed."""
    require(policies.can_lead(leader.role))
    return _settle(meeting, participants, Standing.ADMITTED)


def do_deny(meeting: Meeting, leader: Leader, participants: Collection[uuid.UUID] | None) -> int:
    """Turn away those named, or all who wait now; returns how many. Raises NotAllowed."""
    require(policies.can_lead(leader.role))
    return _settle(meeting, participants, Standing.DENIED)


def _settle(meeting: Meeting, participants: Collection[uuid.UUID] | None, standing: Standing) -> int:
    """Two hosts may settle the same person at once: the first one's word holds."""
    with transaction.atomic():
        wanted = Seat.objects.filter(meeting_id=meeting.id, standing=Standing.WAITING)
        if participants is not None:
            wanted = wanted.filter(participant_id__in=participants)
        settled = wanted.update(standing=standing)
        if settled:
            changed(meeting, f"lobby {standing}")
        return settled


@under("kernel.retention")
def forget_gone() -> int:
    """Forget guests who waited in vain and went away; returns how many."""
    gone = Participant.objects.filter(
        person=None,
        spells=None,
        seat__standing=Standing.WAITING,
        seat__seen_at__lt=clock.now() - GONE_AFTER,
    )
    return gone.delete()[1].get("meetings.Participant", 0)
