"""What each endpoint begins with: who asks, and which recording of which meeting they may have."""

import uuid

from django.http import HttpRequest
from ninja import Router

from egret.kernel.api import viewer_of
from egret.kernel.errors import CrossSiteRequest, NotAllowed, SignInRequired
from egret.meetings import queries as meetings
from egret.meetings.errors import MeetingUnknown
from egret.meetings.recordings import queries
from egret.meetings.recordings.errors import RecordingUnknown
from egret.meetings.recordings.models import Recording
from egret.organizations.errors import SecondFactorNeeded

# One for all: what is done at the same address must be in the same router.
router = Router(tags=["recordings"])

READING = (SignInRequired, MeetingUnknown, RecordingUnknown, SecondFactorNeeded)
CHANGING = (CrossSiteRequest, NotAllowed, *READING)


def readable(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Recording:
    """For the host and whoever is in it. Raises READING."""
    return queries.access_recording(meetings.access_meeting(code), recording_id, viewer_of(request))


def playable(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Recording:
    """For who may see everybody in it. Raises READING, NotAllowed."""
    return queries.access_film(meetings.access_meeting(code), recording_id, viewer_of(request))


def managed(request: HttpRequest, code: str, recording_id: uuid.UUID) -> Recording:
    """For the host. Raises READING, NotAllowed."""
    return queries.access_managed(meetings.access_meeting(code), recording_id, viewer_of(request))
