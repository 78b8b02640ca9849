"""Which participant of a meeting a browser is: by its session, or by the guest's cookie."""

from __future__ import annotations

from django.http import HttpRequest

from egret.meetings import queries, visitors
from egret.meetings.errors import NotInMeeting
from egret.meetings.hosting.policies import stays_in
from egret.meetings.hosting.queries import seat_of
from egret.meetings.models import Meeting, Participant


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
