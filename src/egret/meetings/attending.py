"""Which participant of a meeting a browser is, by its session or by the guest's cookie, and what it may read."""

from __future__ import annotations

from django.http import HttpRequest

from egret.kernel.api import viewer_of
from egret.meetings import policies, queries, visitors
from egret.meetings.errors import NotInMeeting
from egret.meetings.hosting.policies import stays_in
from egret.meetings.hosting.queries import is_cohost, seat_of
from egret.meetings.models import Meeting, Participant
from egret.organizations import queries as organizations


def participant_at(request: HttpRequest, meeting: Meeting) -> Participant | None:
    """Who asks, if they were let into this meeting: nobody who waits at its door, or was sent out."""
    participant = visitors.participant_of(request, meeting)
    return participant if stays_in(seat_of(participant)) else None


def access_participant(request: HttpRequest, code: str) -> Participant:
    """Who asks, as a participant of the meeting at this link. Raises MeetingUnknown, NotInMeeting."""
    meeting = queries.access_meeting(code)
    participant = participant_at(request, meeting)
    if participant is None:
        raise NotInMeeting
    participant.meeting = meeting
    return participant


def reads_of_everybody(request: HttpRequest, meeting: Meeting) -> bool:
    """Whether who asks reads everybody's attendance and call quality, or (False) what is about themselves at most.

    Only members get at an organisation's meetings, their hosts too. Raises OrganizationUnknown, SecondFactorNeeded.
    """
    person_id = visitors.person_of(request)
    whole = policies.can_read_of_everybody(meeting, person_id, is_cohost=is_cohost(meeting, person_id))
    if whole and meeting.organization_id is not None:
        organizations.access_membership(viewer_of(request), meeting.organization_id)
    return whole
