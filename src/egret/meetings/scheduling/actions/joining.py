"""Joining a meeting that was set for a time: who may, with which passcode, and which meeting it is now."""

from __future__ import annotations

import hmac
import uuid
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from egret.kernel import clock, events, ratelimit
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.meetings.errors import MeetingEnded, MeetingUnknown
from egret.meetings.events import MeetingStarted
from egret.meetings.models import EndReason, Meeting
from egret.meetings.scheduling import policies, queries
from egret.meetings.scheduling.actions.setting import passcode_of
from egret.meetings.scheduling.errors import (
    InvitationUnknown,
    MeetingCancelled,
    NumberUnknown,
    PasscodeWrong,
    RoomNotOpen,
)
from egret.meetings.scheduling.models import Schedule
from egret.meetings.scheduling.policies import Comer
from egret.organizations.queries.belonging import belongings_of

# Who comes this long before the start comes to that meeting, and not to the one before it.
EARLY = timedelta(minutes=30)
# Nine thousand million numbers: with these, a guesser of thousands of meetings finds one in a century.
NUMBERS_PER_ADDRESS = Limit("meeting numbers per address", 60, timedelta(hours=1))
# The shortest passcodes have six digits: at this rate an even chance takes a guesser eight months. Right ones count
# too, or a guesser beyond the limit would still learn which one is right.
PASSCODES_PER_MEETING = Limit("passcodes per meeting", 2000, timedelta(days=1))
PASSCODES_PER_ADDRESS = Limit("passcodes per address", 120, timedelta(minutes=15))


def comer(schedule: Schedule, person_id: uuid.UUID | None, invitation: str | None) -> Comer:
    """What is known of who comes."""
    if person_id is None:
        return Comer(invited=_shows_invitation(schedule, invitation))
    member = schedule.organization_id is not None and (
        schedule.organization_id in belongings_of(person_id).organizations
    )
    return Comer(
        is_host=schedule.host_id == person_id,
        invited=queries.is_invited(schedule, person_id) or _shows_invitation(schedule, invitation),
        member=member,
    )


def require_may_join(schedule: Schedule, who: Comer) -> None:
    """Raises MeetingUnknown: whoever may not come does not learn that there is a meeting."""
    require(policies.can_join(schedule, who), MeetingUnknown())


def do_join_scheduled(schedule: Schedule, who: Comer, passcode: str | None, address: str) -> Meeting:
    """The meeting to join now, made when nobody is there yet.

    Raises MeetingUnknown, PasscodeWrong, TooManyRequests, MeetingCancelled, RoomNotOpen, MeetingEnded.
    """
    require_may_join(schedule, who)
    if policies.needs_passcode(schedule, who):
        _require_passcode(schedule, passcode or "", address)
    require(schedule.cancelled_at is None, MeetingCancelled())
    meeting = queries.open_meeting(schedule)
    if meeting is not None:
        return meeting
    require(who.is_host or not schedule.personal_room, RoomNotOpen())
    held_for = None
    if not schedule.personal_room:
        one = queries.nearest(schedule, clock.now(), EARLY)
        held_for = one.at if one else None
        # The host may open it again; others wait for the next one.
        require(who.is_host or one is None or not _ended_by_host(schedule, one.at), MeetingEnded())
    try:
        with transaction.atomic():
            meeting = Meeting.objects.create(
                host_id=schedule.host_id,
                organization_id=schedule.organization_id,
                schedule=schedule,
                held_for=held_for,
            )
            events.emit(MeetingStarted(meeting.id))
    except IntegrityError:
        # Two came first at once.
        return Meeting.objects.get(schedule=schedule, ended_at=None)
    return meeting


def _ended_by_host(schedule: Schedule, starts_at: datetime) -> bool:
    """Whether the host ended this occurrence; a trial on the day before does not count."""
    held = Meeting.objects.filter(schedule=schedule, held_for=starts_at, end_reason=EndReason.HOST)
    return held.filter(ended_at__gte=starts_at - EARLY).exists()


def do_find_by_number(number: str, address: str) -> Schedule:
    """The meeting with a number that somebody typed. Raises NumberUnknown, TooManyRequests."""
    ratelimit.spend(NUMBERS_PER_ADDRESS, address)
    digits = "".join(char for char in number if char in "0123456789")
    schedule = Schedule.objects.filter(number=digits).first()
    if schedule is None:
        raise NumberUnknown
    return schedule


def _shows_invitation(schedule: Schedule, invitation: str | None) -> bool:
    if not invitation:
        return False
    try:
        return queries.access_invitation(invitation).schedule_id == schedule.id
    except InvitationUnknown:
        return False


def _require_passcode(schedule: Schedule, given: str, address: str) -> None:
    if not given:
        raise PasscodeWrong
    ratelimit.spend(PASSCODES_PER_ADDRESS, address)
    ratelimit.spend(PASSCODES_PER_MEETING, str(schedule.id))
    require(hmac.compare_digest(given.encode(), passcode_of(schedule).encode()), PasscodeWrong())
