"""Breakout rooms: opened with everybody in one of them, moved between, told something, closed.

Everybody keeps their one identity; which of the engine's rooms they belong in stands in their seat, is told as their
attribute, and is what their next token is for. Recorders stay in the meeting's own room: breakouts are not recorded.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import Min

from egret.kernel import clock, legible
from egret.kernel.permissions import require
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings.hosting import policies, queries
from egret.meetings.hosting.actions.changing import changed, locked_conduct
from egret.meetings.hosting.actions.controls import TOPIC
from egret.meetings.hosting.errors import BreakoutUnknown, MessageUnusable
from egret.meetings.hosting.models import Breakout, Conduct, Seat, Standing
from egret.meetings.hosting.policies import LEADING
from egret.meetings.hosting.queries import Leader
from egret.meetings.models import Meeting, Participant

# More than a class has groups; each is a room of the engine's.
MAXIMUM = 50
BROADCAST_LENGTH = 300
# Pages leave a closed room within seconds; those that are reconnecting within this.
GONE_AFTER = timedelta(minutes=2)


def do_open(
    meeting: Meeting, leader: Leader, count: int, minutes: int | None, by_hand: Sequence[Sequence[uuid.UUID]] = ()
) -> list[Breakout]:
    """Open `count` rooms anew, for `minutes` or until closed.

    Everybody present who does not lead is spread evenly; with `by_hand` (by position) those named go where they are
    named, and the others stay.
    Raises NotAllowed.
    """
    require(policies.can_lead(leader.role))
    named = {each: position for position, group in enumerate(by_hand[:count]) for each in group}
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        _close_open(meeting)
        made = [
            Breakout.objects.create(meeting=meeting, name=str(number + 1), position=number) for number in range(count)
        ]
        conduct.breakouts_until = clock.now() + timedelta(minutes=minutes) if minutes else None
        conduct.save(update_fields=["breakouts_until"])
        free = 0
        for seat in _present(meeting):
            if seat.participant_id in named:
                position = named[seat.participant_id]
            elif queries.place_of(meeting, conduct, seat.participant, seat).role in LEADING or named:
                continue  # a host goes round; by hand, whoever is not named stays
            else:
                position, free = free % count, free + 1
            _send(seat, made[position])
        changed(meeting, "breakouts opened")
        return made


def do_move(meeting: Meeting, leader: Leader, participant: Participant, breakout_id: uuid.UUID | None) -> None:
    """Send somebody (or oneself) into a breakout, or back (None). Raises NotAllowed, BreakoutUnknown."""
    require(policies.can_lead(leader.role))
    _move(meeting, participant, breakout_id)


def do_return(meeting: Meeting, participant: Participant) -> None:
    """Whoever is in a breakout may go back to the others."""
    _move(meeting, participant, None)


def do_broadcast(meeting: Meeting, leader: Leader, text: str) -> None:
    """Say something to everybody in all rooms. Raises NotAllowed, MessageUnusable, EngineUnavailable."""
    require(policies.can_lead(leader.role))
    try:
        line = legible.line(text, BROADCAST_LENGTH)
    except legible.Illegible as error:
        raise MessageUnusable(field="text", reason=error.reason, maximum_length=BROADCAST_LENGTH) from None
    require(bool(line), MessageUnusable(field="text", reason="empty", maximum_length=BROADCAST_LENGTH))
    # The engine waits long for a room that nobody has entered yet.
    there = rooms.list_rooms()
    for room in filter(there.__contains__, queries.rooms_of(meeting.id)):
        rooms.send_to(room, [], TOPIC, json.dumps({"broadcast": line}))


def do_close(meeting: Meeting, leader: Leader) -> None:
    """Everybody comes back. Twice is once. Raises NotAllowed."""
    require(policies.can_lead(leader.role))
    close(meeting)


def close(meeting: Meeting) -> None:
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        _close_open(meeting)
        conduct.breakouts_until = None
        conduct.save(update_fields=["breakouts_until"])
        changed(meeting, "breakouts closed")


def close_due() -> int:
    """Close those whose time is over, and take away rooms that everybody left; returns how many meetings closed."""
    due = Meeting.objects.filter(
        id__in=Conduct.objects.filter(breakouts_until__lte=clock.now()).values("meeting_id"), ended_at=None
    )
    closed = list(due)
    for meeting in closed:
        close(meeting)
    for left in Breakout.objects.filter(closed_at__lt=clock.now() - GONE_AFTER):
        with suppress(EngineUnavailable):
            rooms.delete_room(str(left.id))
            left.delete()
    return len(closed)


def close_all(meeting: Meeting) -> None:
    """The meeting is over: its breakouts are, too."""
    for room in queries.rooms_of(meeting.id)[1:]:
        with suppress(EngineUnavailable):
            rooms.delete_room(room)
    Breakout.objects.filter(meeting=meeting).delete()


def _close_open(meeting: Meeting) -> None:
    seats = Seat.objects.filter(meeting_id=meeting.id, breakout__isnull=False)
    seats.update(breakout=None, moved_at=clock.now())
    Breakout.objects.filter(meeting=meeting, closed_at=None).update(closed_at=clock.now())


def _present(meeting: Meeting) -> list[Seat]:
    """Who is in one of the rooms now, in the order they came."""
    there = Seat.objects.filter(
        meeting_id=meeting.id,
        standing=Standing.ADMITTED,
        participant__spells__left_at=None,
        participant__spells__isnull=False,
    )
    since = there.annotate(since=Min("participant__spells__joined_at"))
    return list(since.select_related("participant").order_by("since", "participant_id"))


def _move(meeting: Meeting, participant: Participant, breakout_id: uuid.UUID | None) -> None:
    with transaction.atomic():
        locked_conduct(meeting)
        breakout = (
            Breakout.objects.filter(meeting=meeting, id=breakout_id, closed_at=None).first() if breakout_id else None
        )
        require(breakout is not None or breakout_id is None, BreakoutUnknown())
        seat = queries.seat_of(participant) or Seat(participant=participant, meeting=meeting)
        if seat.breakout_id != (breakout.id if breakout else None):
            _send(seat, breakout)
            changed(meeting, "moved")


def _send(seat: Seat, breakout: Breakout | None) -> None:
    seat.breakout, seat.moved_at = breakout, clock.now()
    seat.save()
