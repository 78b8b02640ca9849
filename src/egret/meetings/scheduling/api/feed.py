"""The private address under which a calendar app reads my meetings."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel import clock
from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions, letters, queries
from egret.meetings.scheduling.actions.feed import access_feed
from egret.meetings.scheduling.calendar import Place, calendar_of
from egret.meetings.scheduling.errors import FeedUnknown

router = Router(tags=["scheduled meetings"])

# What lies further back is no longer looked at in a calendar that is fetched every hour.
PAST = datetime.timedelta(days=90)


class FeedOut(Output):
    created_at: datetime.datetime | None = Field(description="null: there is none")
    address: str | None = Field(description="shown when it is made, and never again")


@router.get("/calendar-feed", auth=signed_in, response={200: FeedOut, **problems(SignInRequired)})
@under("meetings.schedule")
def read_feed(request: HttpRequest) -> HttpResponse:
    """Whether my calendar has an address."""
    feed = queries.feed_of(viewer_of(request).person_id)
    return answer(FeedOut(created_at=feed.created_at if feed else None, address=None))


@router.post("/calendar-feed", auth=signed_in, response={200: FeedOut, **problems(CrossSiteRequest, SignInRequired)})
@under("meetings.schedule")
def make_feed(request: HttpRequest) -> HttpResponse:
    """A new address; the one before it ends."""
    token = actions.do_make_feed(viewer_of(request).person_id)
    address = request.build_absolute_uri(f"/api/v1/calendar/{token}.ics")
    return answer(FeedOut(created_at=clock.now(), address=address))


@router.delete("/calendar-feed", auth=signed_in, response={204: None, **problems(CrossSiteRequest, SignInRequired)})
@under("meetings.schedule")
def remove_feed(request: HttpRequest) -> Status[None]:
    """No address any more."""
    actions.do_remove_feed(viewer_of(request).person_id)
    return Status(204, None)


@router.get("/calendar/{token}.ics", response={200: None, **problems(FeedUnknown)})
@under("meetings.schedule")
def read_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """A person's meetings, for whoever knows the secret address."""
    person_id = access_feed(token)
    schedules = queries.schedules_for_feed(person_id, clock.now() - PAST)
    place = Place(request.build_absolute_uri("/").rstrip("/"), letters.UNTITLED.say(language_of(request)))
    response = HttpResponse(calendar_of(schedules, place), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response
