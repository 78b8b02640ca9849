"""At the door: who gets in at once, who waits, who is kept out."""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import clock, ratelimit
from egret.kernel.permissions import require
from egret.kernel.ratelimit import Limit
from egret.meetings.hosting import queries
from egret.meetings.hosting.errors import (
    EntryDenied,
    LobbyFull,
    MeetingLocked,
    NicknameImitates,
    RemovedFromMeeting,
)
from egret.meetings.hosting.models import Conduct, Seat, Standing
from egret.meetings.hosting.names import look_alike
from egret.meetings.models import Meeting, Participant

# A class behind one address comes at once; a script that fills the lobby is stopped early, and others still get in.
KNOCKS_PER_ADDRESS = Limit("knocks per address", 120, timedelta(minutes=10))
# More than a host can read through. Counted apart: guests without end do not keep people with an account out.
GUESTS_WAITING = PEOPLE_WAITING = 200


def require_own_name(meeting: Meeting, participant: Participant | None, nickname: str) -> None:
    """Raises NicknameImitates: nobody comes in under a name like that of who leads the meeting."""
    for taken in queries.leaders_names(meeting, other_than=participant):
        require(not look_alike(taken, nickname), NicknameImitates(field="nickname"))


def standing_for(
    meeting: Meeting, conduct: Conduct, seat: Seat | None, *, is_host: bool, expected: bool, is_guest: bool
) -> Standing:
    """How somebody stands who comes now. Raises RemovedFromMeeting, EntryDenied, MeetingLocked.

    `expected`: invited by name, or of the organisation it is held in. A guest who was removed and comes with an empty
    browser is a new guest to everybody: so once one was removed, guests wait until a host has looked at them.
    """
    if is_host:
        return Standing.ADMITTED
    if seat is not None:
        require(seat.standing != Standing.REMOVED, RemovedFromMeeting())
        require(seat.standing != Standing.DENIED, EntryDenied())
        if seat.standing == Standing.ADMITTED:
            return Standing.ADMITTED
    require(seat is not None or not conduct.locked, MeetingLocked())
    if (conduct.lobby and not expected) or (is_guest and _a_guest_was_removed(meeting)):
        return Standing.WAITING
    # Locked after they had begun to wait: only a host lets them in.
    return Standing.WAITING if conduct.locked else Standing.ADMITTED


def take_seat(meeting: Meeting, participant: Participant, standing: Standing, address: str) -> Seat:
    """In the caller's transaction, which holds the meeting's row. Raises LobbyFull, TooManyRequests."""
    seat = queries.seat_of(participant)
    if seat is None:
        if standing == Standing.WAITING:
            _require_room_in_lobby(meeting, is_guest=participant.person_id is None)
            ratelimit.spend(KNOCKS_PER_ADDRESS, f"{meeting.id} {address}")
        return Seat.objects.create(participant=participant, meeting=meeting, standing=standing)
    seat.standing, seat.seen_at = standing, clock.now()
    seat.save(update_fields=["standing", "seen_at"])
    return seat


def _a_guest_was_removed(meeting: Meeting) -> bool:
    return Seat.objects.filter(
        meeting_id=meeting.id, standing__in=(Standing.REMOVED, Standing.DENIED), participant__person=None
    ).exists()


def _require_room_in_lobby(meeting: Meeting, *, is_guest: bool) -> None:
    there = queries.waiting(meeting).filter(participant__person__isnull=is_guest).count()
    require(there < (GUESTS_WAITING if is_guest else PEOPLE_WAITING), LobbyFull())
