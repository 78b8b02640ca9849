"""What the engine says of who is in a room: its webhooks, and its own list when a webhook was lost."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from egret.kernel import clock, events
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.media import rooms
from egret.media.webhooks import EngineEvent, Joined, Left, RoomFinished
from egret.meetings.events import ParticipantJoined
from egret.meetings.hosting import queries as hosting
from egret.meetings.models import ClosedBy, Meeting, Participant, RoomSession, Spell
from egret.meetings.presence import End, Stay, merge, merge_end

# A webhook may still be on its way: only a spell that began earlier than this can have been missed.
WEBHOOK_GRACE = timedelta(seconds=5)

presence_mended = log_event(
    "meetings.presence_mended", meeting=not_personal("a random key"), spells=not_personal("a count")
)


def do_record_presence(event: EngineEvent) -> None:
    """Merge one of the engine's events; unknown rooms and identities are not ours and are passed over."""
    with transaction.atomic():
        meeting = _lock(event.room)
        if meeting is None:
            return
        if isinstance(event, RoomFinished):
            _finish_room(meeting, event)
            return
        end = End(event.left_at, ClosedBy.LEFT) if isinstance(event, Left) else None
        if isinstance(event, Left) and event.joined_at.timestamp() == 0 and not _known(event.sid):
            return  # a connection that was given up before it was in the room
        if isinstance(event, Joined):
            events.emit(ParticipantJoined(meeting.id, event.room, event.identity))
        _merge_spell(meeting, event, end, seen_at=event.left_at if isinstance(event, Left) else event.joined_at)


def do_reconcile() -> int:
    """Compare open spells with the engine's own list, so that no ghost stays in a room; returns spells mended.

    Also removes rooms of ended meetings, which an unreachable engine may have kept. Raises EngineUnavailable.
    """
    mended = 0
    asked_at = clock.now()
    live = rooms.list_rooms()
    open_spells = Spell.objects.filter(left_at=None).values_list("participant__meeting_id", flat=True)
    named = (hosting.meeting_of_room(room) for room in live)
    for meeting_id in {each for each in named if each is not None} | set(open_spells):
        # All of a meeting's rooms together: who went into a breakout did not leave the meeting.
        live_rooms = [room for room in hosting.rooms_of(meeting_id) if room in live]
        present = [(live[room], each) for room in live_rooms for each in rooms.list_presences(room)]
        with transaction.atomic():
            meeting = _lock(str(meeting_id))
            if meeting is None:
                continue
            mended += _reconcile_meeting(meeting, present, asked_at)
        if meeting.ended:
            for room in live_rooms:
                rooms.delete_room(room)
    return mended


def _reconcile_meeting(meeting: Meeting, present: list[tuple[str, rooms.Presence]], asked_at: datetime) -> int:
    """`present`: each with the sid of the room they are in."""
    mended = 0
    here = {each.sid for _, each in present}
    for room_sid, each in present:
        known = Spell.objects.filter(sid=each.sid).first()
        if known is None:
            event = Joined(str(meeting.id), room_sid, each.identity, each.sid, each.joined_at)
            mended += _merge_spell(meeting, event, None, seen_at=asked_at)
        elif known.closed_by == ClosedBy.MISSED:
            # We were wrong to miss it: the engine has it after all.
            Spell.objects.filter(sid=each.sid).update(left_at=None, closed_by="", seen_at=asked_at)
            mended += 1
        else:
            Spell.objects.filter(sid=each.sid).update(seen_at=asked_at)
    ghosts = Spell.objects.filter(
        participant__meeting=meeting, left_at=None, joined_at__lt=asked_at - WEBHOOK_GRACE
    ).exclude(sid__in=here)
    for ghost in ghosts:
        # When it was last seen is the latest moment we can vouch for.
        ghost.left_at, ghost.closed_by = max(ghost.joined_at, ghost.seen_at), ClosedBy.MISSED
        ghost.save(update_fields=["left_at", "closed_by"])
        mended += 1
    if mended:
        presence_mended(meeting=meeting.id, spells=mended)
    return mended


def _lock(room: str) -> Meeting | None:
    """The meeting whose room this is, its row locked: events of one meeting are merged one at a time."""
    meeting_id = hosting.meeting_of_room(room)
    return Meeting.objects.select_for_update().filter(id=meeting_id).first() if meeting_id is not None else None


def _known(sid: str) -> bool:
    return Spell.objects.filter(sid=sid).exists()


def _merge_spell(meeting: Meeting, event: Joined | Left, end: End | None, *, seen_at: datetime) -> bool:
    """Merge one fact into its spell; False when the identity is none of this meeting's participants."""
    try:
        participant = Participant.objects.filter(meeting=meeting, id=uuid.UUID(event.identity)).first()
    except ValueError:
        participant = None
    if participant is None:
        return False
    finished = RoomSession.objects.filter(sid=event.room_sid).first()
    if finished is not None:
        end = merge_end(end, End(finished.finished_at, ClosedBy.ROOM))
    stay = Stay(event.joined_at, end, seen_at)
    # A stay merged with itself ends no earlier than it began.
    stay = merge(stay, stay)
    known = Spell.objects.filter(sid=event.sid).first()
    if known is not None:
        known_end = End(known.left_at, ClosedBy(known.closed_by)) if known.left_at else None
        stay = merge(Stay(known.joined_at, known_end, known.seen_at), stay)
    Spell.objects.update_or_create(
        sid=event.sid,
        participant=participant,
        defaults={
            "room_sid": event.room_sid,
            "joined_at": stay.joined_at,
            "left_at": stay.end.at if stay.end else None,
            "closed_by": stay.end.by if stay.end else "",
            "seen_at": stay.seen_at,
        },
    )
    return True


def _finish_room(meeting: Meeting, event: RoomFinished) -> None:
    """Remember the end of this life of the room, and close what is open in it or was closed less exactly."""
    session, _ = RoomSession.objects.get_or_create(
        sid=event.room_sid, defaults={"meeting": meeting, "finished_at": event.finished_at}
    )
    less_exact = Spell.objects.filter(participant__meeting=meeting, room_sid=event.room_sid).exclude(
        closed_by__in=(ClosedBy.LEFT, ClosedBy.ROOM)
    )
    for spell in less_exact:
        spell.left_at, spell.closed_by = max(spell.joined_at, session.finished_at), ClosedBy.ROOM
        spell.save(update_fields=["left_at", "closed_by"])
