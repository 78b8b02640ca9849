"""Who leads a meeting: whom the meeting's hosting says, and its host afterwards."""

from __future__ import annotations

from django.http import HttpRequest

from egret.kernel.errors import NotAllowed
from egret.meetings import policies, visitors
from egret.meetings.errors import MeetingEnded
from egret.meetings.hosting.queries import access_leading
from egret.meetings.models import Meeting


def leads(request: HttpRequest, meeting: Meeting) -> bool:
    """The host always; while it is held, whoever stands in for them and co-hosts too."""
    person_id = visitors.person_of(request)
    if policies.is_host(meeting, person_id):
        return True
    try:
        access_leading(meeting, person_id, visitors.guest_of(request))
    except (NotAllowed, MeetingEnded):
        return False
    return True
