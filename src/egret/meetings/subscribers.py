"""What meetings do once their own changes are committed."""

from __future__ import annotations

from egret.kernel.events import subscribe
from egret.media import rooms
from egret.meetings.events import MeetingEnded


@subscribe(MeetingEnded)
def close_room(event: MeetingEnded) -> None:
    """Send everybody out at once. If the engine is away just now, `tasks.reconcile` does it later."""
    rooms.delete_room(str(event.meeting_id))
