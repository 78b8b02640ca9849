"""What hosting does once changes are committed."""

from __future__ import annotations

import uuid
from contextlib import suppress
from typing import Any

from egret.kernel.events import subscribe
from egret.kernel.purpose import under
from egret.media.errors import EngineUnavailable
from egret.meetings import room_state
from egret.meetings.events import MeetingEnded, ParticipantJoined
from egret.meetings.hosting import actions, engine, queries
from egret.meetings.hosting.events import ConductChanged
from egret.meetings.models import Meeting


@room_state.contribute
@under("meetings.hold")
def conduct(meeting_id: uuid.UUID) -> dict[str, Any]:
    meeting = Meeting.objects.select_related("schedule").filter(id=meeting_id).first()
    if meeting is None:
        return {}
    now = queries.conduct_of(meeting)
    return {
        "locked": now.locked,
        "lobby": now.lobby,
        "rules": {"share": now.share, "chat": now.chat, "unmute": now.unmute},
        "breakouts": [{"id": str(each.id), "name": each.name} for each in queries.breakouts_of(meeting_id)],
        "breakouts_until": now.breakouts_until.isoformat() if now.breakouts_until else None,
        "spotlight": str(now.spotlight_id) if now.spotlight_id else None,
    }


@room_state.beside
@under("meetings.hold")
def breakouts(meeting_id: uuid.UUID) -> list[str]:
    return queries.rooms_of(meeting_id)[1:]


@subscribe(MeetingEnded)
@under("meetings.hold")
def close_breakouts(event: MeetingEnded) -> None:
    actions.close_all(Meeting.objects.get(id=event.meeting_id))


@subscribe(ConductChanged)
@under("meetings.hold")
def tell_and_enforce(event: ConductChanged) -> None:
    """Pages first: they turn off by themselves what the engine is about to take."""
    meeting = Meeting.objects.get(id=event.meeting_id)
    # An engine that is away just now has nobody in its rooms; the sweeper looks again when it is back.
    with suppress(EngineUnavailable):
        room_state.tell(meeting.id)
        engine.enforce(meeting)


@subscribe(ParticipantJoined)
@under("meetings.hold")
def enforce_on_joining(event: ParticipantJoined) -> None:
    """Their token may be older than a removal, a demotion or a rule."""
    with suppress(EngineUnavailable):
        engine.enforce_one(Meeting.objects.get(id=event.meeting_id), event.room, event.identity)
