"""Who asks about a meeting: by their session, or as a guest by the cookie of one meeting."""

from __future__ import annotations

import datetime
import uuid

from django.core import signing
from django.http import HttpRequest, HttpResponse

from egret.kernel.browser_storage import set_cookie
from egret.meetings import queries
from egret.meetings.models import Meeting, Participant
from egret.meetings.personal import GUEST_COOKIE

# A guest who comes back after this is a new guest. It outlives a meeting that goes on overnight and the next day: a
# page that stays in it asks for no new cookie.
GUEST_LIFETIME = datetime.timedelta(hours=48)


def person_of(request: HttpRequest) -> uuid.UUID | None:
    return request.user.pk if request.user.is_authenticated else None


def guest_of(request: HttpRequest) -> str | None:
    """The participant a guest was before, signed by us."""
    try:
        value = signing.loads(
            request.COOKIES.get(GUEST_COOKIE.name, ""), salt=GUEST_COOKIE.name, max_age=GUEST_LIFETIME
        )
    except signing.BadSignature:
        return None
    return str(value)


def participant_of(request: HttpRequest, meeting: Meeting) -> Participant | None:
    """Who this browser is in the meeting, allowed into the room or not: by account, or by the guest's cookie."""
    return queries.participant_of(meeting, person_of(request), guest_of(request))


def remember_guest(response: HttpResponse, code: str, participant: Participant) -> None:
    """So that who comes back is the same guest; who has an account needs no cookie."""
    if participant.person_id is not None:
        return
    signed = signing.dumps(str(participant.id), salt=GUEST_COOKIE.name)
    # The path keeps the cookie to this one meeting.
    path = f"/api/v1/meetings/{code}"
    set_cookie(response, GUEST_COOKIE, signed, path=path, max_age=int(GUEST_LIFETIME.total_seconds()))
