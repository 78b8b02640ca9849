"""What of mine is kept for a legal reason, over HTTP."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router

from egret.kernel import holds
from egret.kernel.api import Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import SignInRequired
from egret.kernel.holds import PURPOSE
from egret.kernel.purpose import under
from egret.privacy.holds import queries

router = Router(tags=["privacy"])


class HoldOut(Output):
    id: uuid.UUID
    what: str
    reason: str
    authority: str
    placed_at: datetime.datetime
    review_at: datetime.datetime


class HoldsOut(Output):
    items: list[HoldOut]


@router.get("/privacy/holds", auth=signed_in, response={200: HoldsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_holds(request: HttpRequest) -> HttpResponse:
    """What of mine nobody may delete for now, and why; but for what an authority forbids to tell."""
    language = language_of(request)
    items = [
        HoldOut(
            id=hold.id,
            what=holds.KINDS[hold.kind].text.say(language),
            reason=hold.reason,
            authority=hold.authority,
            placed_at=hold.placed_at,
            review_at=hold.review_at,
        )
        for hold in queries.told_to(viewer_of(request).person_id)
        if hold.kind in holds.KINDS
    ]
    return answer(HoldsOut(items=items))
