"""Under whose keys what lies."""

from __future__ import annotations

from egret.kernel.blobs import Owner
from egret.meetings.models import Meeting, Participant


def owner_of_tracks(participant: Participant) -> Owner:
    """The recorded person; a guest has a key for this one meeting."""
    if participant.person_id is not None:
        return Owner("person", participant.person_id)
    return Owner("guest", participant.id)


def owner_of_film(meeting: Meeting) -> Owner:
    """Everybody is in it: it belongs to who answers for the meeting."""
    if meeting.organization_id is not None:
        return Owner("organization", meeting.organization_id)
    return Owner("person", meeting.host_id)
