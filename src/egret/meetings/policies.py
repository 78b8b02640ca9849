"""Who may do what with a meeting."""

from __future__ import annotations

import uuid

from egret.meetings.models import Meeting


def is_host(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The person who started it."""
    return person_id is not None and meeting.host_id == person_id


def can_read_attendance(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The host reads who was there."""
    return is_host(meeting, person_id)
