"""What meetings do once their own changes are committed."""

from __future__ import annotations

from contextlib import suppress

from egret.kernel.events import subscribe
from egret.media import rooms
from egret.media.errors import EngineUnavailable
from egret.meetings.events import MeetingEnded


@subscribe(MeetingEnded)
def close_room(event: MeetingEnded) -> None:
    """Send everybody out at once."""
    # An engine that is away just now has nobody in its rooms; `tasks.reconcile` looks again when it is back.
    with suppress(EngineUnavailable):
        rooms.delete_room(str(event.meeting_id))
