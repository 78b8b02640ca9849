"""Who may do what with a meeting."""

from __future__ import annotations

import uuid

from egret.meetings.models import Meeting


def is_host(meeting: Meeting, person_id: uuid.UUID | None) -> bool:
    """The person who started it."""
    return person_id is not None and meeting.host_id == person_id


def can_read_of_everybody(meeting: Meeting, person_id: uuid.UUID | None, *, is_cohost: bool) -> bool:
    """Host and co-hosts read who was there and how the call went; others what is about themselves.

    Nobody else who leads: whoever stands in for an absent host was chosen by the order of arrival.
    """
    return is_host(meeting, person_id) or is_cohost
