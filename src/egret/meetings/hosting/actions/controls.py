"""What who leads a meeting does to others' sound, picture and presence."""

from __future__ import annotations

import json

from django.db import transaction

from egret.kernel.permissions import require
from egret.media import rooms
from egret.media.tokens import CAMERA, MICROPHONE, SCREEN_SHARE, SCREEN_SHARE_AUDIO, Grants
from egret.meetings.hosting import policies, queries
from egret.meetings.hosting.actions.changing import changed, locked_conduct
from egret.meetings.hosting.models import Seat, Standing, Whom
from egret.meetings.hosting.policies import LEADING
from egret.meetings.hosting.queries import Leader
from egret.meetings.models import Meeting, Participant

# The topic of what the server says to one page; no participant's message passes for it, for theirs have a sender.
TOPIC = "hosting"
SHARES = (SCREEN_SHARE, SCREEN_SHARE_AUDIO)


def manageable(meeting: Meeting, leader: Leader, participant: Participant) -> Seat:
    """The seat of somebody this leader may do something to. Raises NotAllowed."""
    seat = queries.seat_of(participant) or Seat(participant=participant, meeting=meeting)
    target = policies.role_of(meeting, queries.conduct_of(meeting), participant, seat)
    require(policies.can_be_managed(leader.role, target))
    if seat._state.adding:
        seat.save(force_insert=True)
    return seat


def do_stop(meeting: Meeting, leader: Leader, participant: Participant, source: str) -> None:
    """Stop a microphone, a camera or a share for everybody, in the engine.

    Microphone and camera are muted: who may send them can turn them on again. A share is taken down.
    Raises NotAllowed, EngineUnavailable.
    """
    seat = manageable(meeting, leader, participant)
    room, identity = queries.room_of(meeting, seat), str(participant.id)
    if source in SHARES:
        # Without the grant the engine takes down what is sent; with it back, another share may begin.
        grants = queries.place_of(meeting, queries.conduct_of(meeting), participant, seat).grants
        without = Grants(tuple(each for each in grants.sources if each not in SHARES), grants.data)
        rooms.set_grants(room, identity, without)
        rooms.set_grants(room, identity, grants)
        return
    occupant = rooms.find_occupant(room, identity)
    if occupant is not None:
        _mute(room, occupant, source)
    if source == MICROPHONE and seat.may_unmute:
        with transaction.atomic():
            Seat.objects.filter(participant=participant).update(may_unmute=False)
            changed(meeting, "muted")


def do_mute_all(meeting: Meeting, leader: Leader, *, may_unmute: bool) -> None:
    """Mute everybody who does not lead; the rule says whether they may unmute themselves.

    Raises NotAllowed, EngineUnavailable.
    """
    require(policies.can_lead(leader.role))
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        conduct.unmute = Whom.ALL if may_unmute else Whom.HOSTS
        conduct.save(update_fields=["unmute"])
        Seat.objects.filter(meeting_id=meeting.id, may_unmute=True).update(may_unmute=False)
        changed(meeting, "muted all")
    places = queries.places(meeting)
    for room in queries.rooms_of(meeting.id):
        for occupant in rooms.list_occupants(room):
            place = places.get(occupant.identity)
            if place is not None and place.role not in LEADING:
                _mute(room, occupant, MICROPHONE)


def do_ask_to_unmute(meeting: Meeting, leader: Leader, participant: Participant) -> None:
    """Ask somebody to speak: their page shows it and they decide; nothing turns a microphone on from afar.

    Raises NotAllowed, EngineUnavailable.
    """
    require(policies.can_lead(leader.role))
    with transaction.atomic():
        seat = queries.seat_of(participant) or Seat(participant=participant, meeting=meeting)
        seat.may_unmute = True
        seat.save()
        changed(meeting, "asked to unmute")
    room, identity = queries.room_of(meeting, seat), str(participant.id)
    if rooms.find_occupant(room, identity) is not None:
        rooms.send_to(room, [identity], TOPIC, json.dumps({"ask": "unmute"}))


def do_remove(meeting: Meeting, leader: Leader, participant: Participant) -> None:
    """Send somebody out and keep them out. Twice is once. Raises NotAllowed."""
    seat = manageable(meeting, leader, participant)
    with transaction.atomic():
        conduct = locked_conduct(meeting)
        if conduct.spotlight_id == participant.id:
            conduct.spotlight = None
            conduct.save(update_fields=["spotlight"])
        seat.standing, seat.cohost, seat.may_unmute = Standing.REMOVED, False, False
        seat.save()
        changed(meeting, "removed")


def do_take_back(meeting: Meeting, leader: Leader, participant: Participant) -> None:
    """Who was removed or turned away may come in again. Raises NotAllowed."""
    require(policies.can_lead(leader.role))
    with transaction.atomic():
        kept_out = Seat.objects.filter(participant=participant, standing__in=(Standing.REMOVED, Standing.DENIED))
        if kept_out.update(standing=Standing.ADMITTED):
            changed(meeting, "taken back")


def _mute(room: str, occupant: rooms.Occupant, source: str) -> None:
    for track in occupant.tracks:
        if track.source == source and not track.muted:
            rooms.mute_track(room, occupant.identity, track.sid)


STOPPABLE = (MICROPHONE, CAMERA, SCREEN_SHARE)
