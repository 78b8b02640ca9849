"""The engine made to agree with the rows: who is in the room, what they may send, what is told of them.

Every change of rules, roles and standings ends here, each join too (a token lasts minutes, and may be older than a
removal or a rule), and a sweeper repeats it: comparing and mending is safe at any time and any number of times.
"""

from __future__ import annotations

from datetime import timedelta

from egret.kernel import clock
from egret.media import rooms
from egret.meetings.hosting import queries
from egret.meetings.hosting.queries import Place
from egret.meetings.models import Meeting

# Who was sent to another room goes there by themselves; after this they are put out of the one they should have left.
MOVED_WITHIN = timedelta(seconds=20)


def enforce(meeting: Meeting) -> int:
    """Compare everybody in the meeting's rooms; returns how many had to be mended. Raises EngineUnavailable."""
    places = queries.places(meeting)
    return sum(
        _mend(room, occupant, places[occupant.identity])
        for room in queries.rooms_of(meeting.id)
        for occupant in rooms.list_occupants(room)
        if occupant.identity in places
    )


def enforce_one(meeting: Meeting, room: str, identity: str) -> bool:
    """The same for one who just came into one of them. Raises EngineUnavailable."""
    places = queries.places(meeting, identity)
    if identity not in places:
        return False
    occupant = rooms.find_occupant(room, identity)
    return occupant is not None and _mend(room, occupant, places[identity])


def _mend(room: str, occupant: rooms.Occupant, place: Place | None) -> bool:
    if place is None or (place.room != room and _had_time(place)):
        rooms.remove_occupant(room, occupant.identity)
        return True
    mended = False
    if (set(occupant.grants.sources), occupant.grants.data) != (set(place.grants.sources), place.grants.data):
        rooms.set_grants(room, occupant.identity, place.grants)
        mended = True
    if any(occupant.attributes.get(name) != value for name, value in place.attributes.items()):
        rooms.set_attributes(room, occupant.identity, place.attributes)
        mended = True
    return mended


def _had_time(place: Place) -> bool:
    return place.moved_at is None or place.moved_at < clock.now() - MOVED_WITHIN
