"""The page of an invitation that came by a message: no account is needed, its link is the key."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from egret.accounts import queries as accounts
from egret.kernel import clock
from egret.kernel.api import Output, answer, language_of, problems
from egret.kernel.errors import CrossSiteRequest
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions, letters, queries
from egret.meetings.scheduling.api.schedules import calendar_response
from egret.meetings.scheduling.api.schemas import SHOWN_AHEAD, AnswerIn, OccurrenceOut, occurrence_out
from egret.meetings.scheduling.errors import InvitationUnknown
from egret.meetings.scheduling.models import Answer, Invitee

router = Router(tags=["scheduled meetings"])


class GuestInvitationOut(Output):
    title: str
    note: str
    host_name: str
    code: str
    number: str
    passcode: str
    cancelled: bool
    answer: str | None
    next: list[OccurrenceOut]
    asked_at: datetime.datetime


@router.get("/invited/{token}", response={200: GuestInvitationOut, **problems(InvitationUnknown)})
@under("meetings.schedule")
def read_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What I am invited to."""
    return answer(_invitation_out(queries.access_invitation(token)))


@router.put(
    "/invited/{token}/answer", response={200: GuestInvitationOut, **problems(CrossSiteRequest, InvitationUnknown)}
)
@under("meetings.schedule")
def answer_as_guest(request: HttpRequest, token: str, body: AnswerIn) -> HttpResponse:
    """Say whether I come."""
    invitee = queries.access_invitation(token)
    actions.do_answer_as_guest(invitee, body.answer)
    return answer(_invitation_out(invitee))


@router.get("/invited/{token}/calendar.ics", response={200: None, **problems(InvitationUnknown)})
@under("meetings.schedule")
def read_guests_calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting for a calendar app."""
    schedule = queries.access_invitation(token).schedule
    return calendar_response(letters.calendar_file(schedule, language_of(request)).content)


def _invitation_out(invitee: Invitee) -> GuestInvitationOut:
    schedule = invitee.schedule
    word = Answer.objects.filter(invitee=invitee).values_list("word", flat=True).first()
    return GuestInvitationOut(
        title=schedule.title,
        note=schedule.note,
        host_name=accounts.name_of(schedule.host_id),
        code=schedule.code,
        number=schedule.number,
        passcode=actions.passcode_of(schedule),
        cancelled=schedule.cancelled_at is not None,
        answer=word,
        next=[occurrence_out(one, None, word) for one in queries.next_occurrences(schedule, SHOWN_AHEAD)],
        asked_at=clock.now(),
    )
