"""What every change of how a meeting is led has in common."""

from __future__ import annotations

from egret.kernel import events
from egret.kernel.logs import log_event
from egret.kernel.personal import not_personal
from egret.meetings.hosting import queries
from egret.meetings.hosting.events import ConductChanged
from egret.meetings.hosting.models import Conduct
from egret.meetings.models import Meeting

hosting_changed = log_event(
    "hosting.changed", meeting=not_personal("a random key"), what=not_personal("one of a few words")
)


def locked_conduct(meeting: Meeting) -> Conduct:
    """In the caller's transaction: the row, made when it is missing, held so that two hosts act one after the other."""
    Meeting.objects.select_for_update().get(id=meeting.id)
    conduct = queries.conduct_of(meeting)
    if conduct._state.adding:
        conduct.save(force_insert=True)
    return conduct


def changed(meeting: Meeting, what: str) -> None:
    """In the caller's transaction: the engine and the room hear of it on commit."""
    hosting_changed(meeting=meeting.id, what=what)
    events.emit(ConductChanged(meeting.id))
