"""What I was told of my meetings, and how I want to be reminded."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions, queries
from egret.meetings.scheduling.actions.sending import LONGEST_REMINDER
from egret.meetings.scheduling.models import NoticeKind, ReminderChoice

router = Router(tags=["scheduled meetings"])

LONGEST = int(LONGEST_REMINDER.total_seconds() // 60)


class NoticeOut(Output):
    id: uuid.UUID
    kind: str = Field(description="invited, changed, cancelled, uninvited or reminder")
    schedule: uuid.UUID
    code: str
    title: str
    about_at: datetime.datetime | None
    created_at: datetime.datetime
    read: bool


class NoticesOut(Output):
    items: list[NoticeOut]
    unread: int


class ReminderOut(Output):
    minutes: int
    in_app: bool
    by_sms: bool


class ReminderIn(Input):
    """Only what is sent changes."""

    minutes: int = Field(10, ge=0, le=LONGEST)
    in_app: bool = True
    by_sms: bool = False


@router.get("/notices", auth=signed_in, response={200: NoticesOut, **problems(SignInRequired)})
@under("meetings.schedule")
def read_notices(request: HttpRequest) -> HttpResponse:
    """The latest, newest first."""
    return _notices(viewer_of(request).person_id)


@router.post("/notices/read", auth=signed_in, response={200: NoticesOut, **problems(CrossSiteRequest, SignInRequired)})
@under("meetings.schedule")
def mark_notices_read(request: HttpRequest) -> HttpResponse:
    """I have seen them all."""
    actions.do_read_notices(viewer_of(request).person_id)
    return _notices(viewer_of(request).person_id)


@router.get("/reminders", auth=signed_in, response={200: ReminderOut, **problems(SignInRequired)})
@under("meetings.schedule")
def read_reminders(request: HttpRequest) -> HttpResponse:
    """How I am reminded."""
    return _reminders(queries.reminder_choice(viewer_of(request).person_id))


@router.patch("/reminders", auth=signed_in, response={200: ReminderOut, **problems(CrossSiteRequest, SignInRequired)})
@under("meetings.schedule")
def change_reminders(request: HttpRequest, body: ReminderIn) -> HttpResponse:
    """Be reminded otherwise, or not."""
    chosen = {name: getattr(body, name) for name in body.model_fields_set}
    return _reminders(actions.do_choose_reminders(viewer_of(request).person_id, **chosen))


def _notices(person_id: uuid.UUID) -> HttpResponse:
    rows, unread = queries.notices_of(person_id)
    items = [
        NoticeOut(
            id=row.id,
            kind=row.kind,
            schedule=row.schedule_id,
            code=row.schedule.code,
            title=row.title if row.kind == NoticeKind.UNINVITED else row.schedule.title,
            about_at=row.about_at,
            created_at=row.created_at,
            read=row.read_at is not None,
        )
        for row in rows
    ]
    return answer(NoticesOut(items=items, unread=unread))


def _reminders(choice: ReminderChoice) -> HttpResponse:
    return answer(ReminderOut(minutes=choice.minutes, in_app=choice.in_app, by_sms=choice.by_sms))
