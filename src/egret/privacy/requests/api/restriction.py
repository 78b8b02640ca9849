"""Whether my data is restricted, since when, and what rests because of it (GDPR Art. 18)."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import restrictions
from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.privacy.requests import actions, queries
from egret.privacy.requests.personal import PURPOSE

router = Router(tags=["privacy"])


class RestrictionOut(Output):
    since: datetime.datetime | None = Field(description="null: it is not restricted")
    rests: list[str] = Field(description="what does not happen while it is")


@router.get("/privacy/restriction", auth=signed_in, response={200: RestrictionOut, **problems(SignInRequired)})
@under(PURPOSE)
def read_restriction(request: HttpRequest) -> HttpResponse:
    """Whether my data is restricted. It begins with a request of that kind."""
    return _answer(request)


@router.delete(
    "/privacy/restriction", auth=signed_in, response={200: RestrictionOut, **problems(CrossSiteRequest, SignInRequired)}
)
@under(PURPOSE)
def lift_restriction(request: HttpRequest) -> HttpResponse:
    """End it: at once."""
    actions.do_lift(viewer_of(request).person_id)
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    language = language_of(request)
    return answer(
        RestrictionOut(
            since=queries.restricted_since(viewer_of(request).person_id),
            rests=[text.say(language) for text in restrictions.STOPS.values()],
        )
    )
