"""Who may hold polls and see their results, and who lowers whose hand."""

from __future__ import annotations

from egret.meetings.talk.models import Poll


def can_see_results(poll: Poll, *, leads: bool) -> bool:
    """Everybody once it is closed; who leads the meeting before that too, unless it is anonymous."""
    return poll.closed_at is not None or (leads and not poll.anonymous)


def can_see_names(poll: Poll, *, leads: bool) -> bool:
    """Who leads the meeting, of a poll that was announced as one with names."""
    return leads and not poll.anonymous
