"""Who may do what with a recording."""

from __future__ import annotations

import uuid

from egret.meetings.models import Meeting
from egret.meetings.policies import is_host


def can_record(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host; an organisation's rule is asked beside it."""
    return is_host(meeting, person_id)


def can_manage(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host stops, composes, takes somebody out of it, deletes it, and reads who looked at it."""
    return is_host(meeting, person_id)


def can_play(meeting: Meeting, person_id: uuid.UUID | None, recorded: bool, belongs: bool) -> bool:
    """The host, and whoever is recorded in it; an organisation's film shows its people to its members alone."""
    return belongs and (recorded or is_host(meeting, person_id))
