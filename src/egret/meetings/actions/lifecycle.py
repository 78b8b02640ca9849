"""Starting, joining and ending a meeting."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from egret.kernel import clock, events, policy, ratelimit
from egret.kernel.logs import log_event
from egret.kernel.permissions import require
from egret.kernel.personal import not_personal
from egret.kernel.ratelimit import Limit
from egret.media import rooms
from egret.meetings import policies, room_state
from egret.meetings.errors import IdempotencyKeyUnusable, MeetingEnded
from egret.meetings.events import MeetingEnded as MeetingEndedEvent
from egret.meetings.events import MeetingStarted
from egret.meetings.hosting import queries as hosting
from egret.meetings.hosting.actions import do_welcome_back, door
from egret.meetings.hosting.models import Seat, Standing
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


@dataclass(frozen=True)
class Comer:
    """Who comes: somebody with an account, or a guest, who may have been here before."""

    person_id: uuid.UUID | None
    guest_id: str | None
    invited: bool = False  # by name


def do_join(
    meeting: Meeting, who: Comer, *, nickname: str, accepted_policy: str | None, address: str
) -> tuple[Participant, Seat]:
    """Make or find the participant; who comes back is the same one, under the nickname given now. The seat says whether
    they are let in or wait.

    Raises MeetingEnded, MeetingLocked, LobbyFull, RemovedFromMeeting, EntryDenied, NicknameUnusable, NicknameImitates,
    PolicyNotAccepted (guests), TooManyRequests, EngineUnavailable; nobody is stored then.
    """
    readable = parse_nickname(nickname)
    accepted = policy.require_accepted(accepted_policy) if who.person_id is None else ""
    require(not meeting.ended, MeetingEnded())
    ratelimit.spend(JOINS_PER_ADDRESS, address)
    if _standing(meeting, who) == Standing.ADMITTED:
        # Before the row: without a room nobody arrives. It also brings rooms back after a restart of the engine.
        rooms.ensure_room(str(meeting.id), room_state.assemble(meeting.id))
    seated = admit(meeting, who, nickname=readable, accepted_policy=accepted, address=address)
    if seated is None:
        rooms.delete_room(str(meeting.id))
        raise MeetingEnded
    _, seat = seated
    if seat.breakout_id is not None:
        rooms.ensure_room(str(seat.breakout_id), room_state.assemble(meeting.id, str(seat.breakout_id)))
    do_welcome_back(meeting, seated[0])
    return seated


def _standing(meeting: Meeting, who: Comer) -> Standing:
    return door.standing_for(
        meeting,
        hosting.conduct_of(meeting),
        hosting.seat_of(participant_of(meeting, who.person_id, who.guest_id)),
        is_host=policies.is_host(meeting, who.person_id),
        expected=who.invited or hosting.is_member(meeting, who.person_id),
        is_guest=who.person_id is None,
    )


def admit(
    meeting: Meeting, who: Comer, *, nickname: str, accepted_policy: str, address: str
) -> tuple[Participant, Seat] | None:
    """The participant's row, new or known, and their seat; None when the meeting has ended."""
    person_id = who.person_id
    with transaction.atomic():
        # Locked: the host may be ending the meeting at this moment, and its room must stay gone.
        if Meeting.objects.select_for_update().get(id=meeting.id).ended:
            return None
        known = participant_of(meeting, person_id, who.guest_id)
        if not policies.is_host(meeting, person_id):
            door.require_own_name(meeting, known, nickname)
        standing = _standing(meeting, who)
        participant = known or Participant(meeting=meeting, person_id=person_id)
        participant.nickname = nickname
        if person_id is None and participant.policy_version != accepted_policy:
            participant.policy_version = accepted_policy
            participant.accepted_at = clock.now()
        participant.save()
        return participant, door.take_seat(meeting, participant, standing, address)


def do_end(meeting: Meeting, person_id: uuid.UUID | None) -> Meeting:
    """Who leads the meeting ends it for all; ending twice is ending once. Raises NotAllowed."""
    require(hosting.may_end(meeting, person_id))
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
