"""Starting, joining and ending a meeting."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from egret.kernel import clock, events, policy, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.media import rooms
from egret.meetings import policies
from egret.meetings.errors import IdempotencyKeyUnusable, MeetingEnded
from egret.meetings.events import MeetingEnded as MeetingEndedEvent
from egret.meetings.events import MeetingStarted
from egret.meetings.models import EndReason, Meeting, Participant
from egret.meetings.nickname import parse_nickname
from egret.meetings.queries import participant_of

# A link stays good through a lunch break and a night's sleep of the host; then an empty meeting is over.
ABANDONED_AFTER = timedelta(hours=12)
# A school's whole year joins from one address; a script that makes guests without end does not.
JOINS_PER_ADDRESS = Limit("joins per address", 600, timedelta(hours=1))
IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,64}")

A_KEY = not_personal("a random key")
meeting_started = log_event("meetings.started", meeting=A_KEY)
meeting_ended = log_event("meetings.ended", meeting=A_KEY, reason=not_personal("one of two words"))


def do_start(
    host_id: uuid.UUID, idempotency_key: str | None = None, *, organization_id: uuid.UUID | None = None
) -> Meeting:
    """Start a meeting now, personal or in an organisation; the same key gives the same meeting.

    Raises IdempotencyKeyUnusable.
    """
    if idempotency_key is not None and not IDEMPOTENCY_KEY.fullmatch(idempotency_key):
        raise IdempotencyKeyUnusable
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                host_id=host_id, organization_id=organization_id, idempotency_key=idempotency_key
            )
            events.emit(MeetingStarted(meeting.id))
    except IntegrityError:
        # The request was sent before; a clash of two random codes raises again here.
        return Meeting.objects.get(host_id=host_id, idempotency_key=idempotency_key, idempotency_key__isnull=False)
    meeting_started(meeting=meeting.id)
    return meeting


def do_join(
    meeting: Meeting,
    *,
    nickname: str,
    person_id: uuid.UUID | None,
    guest_id: str | None,
    accepted_policy: str | None,
    address: str,
) -> Participant:
    """Make or find the participant; who comes back is the same one, under the nickname given now.

    Raises MeetingEnded, NicknameUnusable, PolicyNotAccepted (guests), TooManyRequests, EngineUnavailable; nobody is
    stored then.
    """
    readable = parse_nickname(nickname)
    accepted = policy.require_accepted(accepted_policy) if person_id is None else ""
    require(not meeting.ended, MeetingEnded())
    ratelimit.spend(JOINS_PER_ADDRESS, address)
    # Before the row: without a room nobody arrives. It also brings rooms back after a restart of the engine.
    rooms.ensure_room(str(meeting.id))
    participant = admit(meeting, nickname=readable, person_id=person_id, guest_id=guest_id, accepted_policy=accepted)
    if participant is None:
        rooms.delete_room(str(meeting.id))
        raise MeetingEnded
    return participant


def admit(
    meeting: Meeting, *, nickname: str, person_id: uuid.UUID | None, guest_id: str | None, accepted_policy: str
) -> Participant | None:
    """The participant's row, new or known; None when the meeting has ended."""
    with transaction.atomic():
        # Locked: the host may be ending the meeting at this moment, and its room must stay gone.
        if Meeting.objects.select_for_update().get(id=meeting.id).ended:
            return None
        participant = participant_of(meeting, person_id, guest_id) or Participant(meeting=meeting, person_id=person_id)
        participant.nickname = nickname
        if person_id is None and participant.policy_version != accepted_policy:
            participant.policy_version = accepted_policy
            participant.accepted_at = clock.now()
        participant.save()
        return participant


def do_end(meeting: Meeting, person_id: uuid.UUID | None) -> Meeting:
    """The host ends the meeting for all; ending twice is ending once. Raises NotAllowed."""
    require(policies.can_end(meeting, person_id))
    return _end(meeting, EndReason.HOST)


def end_abandoned() -> int:
    """End open meetings that nobody was in for ABANDONED_AFTER; returns how many."""
    moment = clock.now()
    idle_since = moment - ABANDONED_AFTER
    abandoned = (
        Meeting.objects.filter(ended_at=None, created_at__lt=idle_since)
        .annotate(last_left=Max("participants__spells__left_at"))
        .filter(Q(last_left=None) | Q(last_left__lt=idle_since))
        .exclude(participants__spells__left_at=None, participants__spells__isnull=False)
    )
    ended = [_end(meeting, EndReason.ABANDONED) for meeting in abandoned]
    return len(ended)


def _end(meeting: Meeting, reason: EndReason) -> Meeting:
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(id=meeting.id)
        if meeting.ended:
            return meeting
        meeting.ended_at = clock.now()
        meeting.end_reason = reason
        meeting.save(update_fields=["ended_at", "end_reason"])
        events.emit(MeetingEndedEvent(meeting.id))
    meeting_ended(meeting=meeting.id, reason=reason)
    return meeting
