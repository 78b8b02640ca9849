"""Who may read how a call went."""

from __future__ import annotations

import uuid

from egret.meetings.models import Meeting
from egret.meetings.policies import is_host


def can_read_quality(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host, of everybody; each person reads their own without asking."""
    return is_host(meeting, person_id)
