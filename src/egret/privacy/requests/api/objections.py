"""What I may object to, and what stops when I do (C70)."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import audit
from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.objections import STOPPABLE
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES, under
from egret.kernel.text import Text
from egret.privacy.requests.errors import NotStoppable
from egret.privacy.requests.personal import PURPOSE

router = Router(tags=["privacy"])

OBJECTED = audit.act("requests.objected", Text("objected to a purpose", "反对了一项处理"))
ALLOWED = audit.act("requests.allowed", Text("allowed a purpose again", "重新允许了一项处理"))


class ObjectionOut(Output):
    purpose: str
    text: str
    basis: str
    stops: str = Field(description="what ends with an objection")
    objected: bool


class ObjectionsOut(Output):
    items: list[ObjectionOut]


class ObjectionIn(Input):
    objected: bool


@router.get("/privacy/objections", auth=signed_in, response={200: ObjectionsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_objections(request: HttpRequest) -> HttpResponse:
    """Every purpose that I can stop by objecting, and whether I did."""
    return _answer(request)


@router.put(
    "/privacy/objections/{purpose}",
    auth=signed_in,
    response={200: ObjectionsOut, **problems(CrossSiteRequest, SignInRequired, NotStoppable)},
)
@under(PURPOSE)
def object_to(request: HttpRequest, purpose: str, body: ObjectionIn) -> HttpResponse:
    """Object, or allow it again: at once."""
    person_id = viewer_of(request).person_id
    if purpose not in STOPPABLE:
        raise NotStoppable(purpose=purpose)
    (STOPPABLE[purpose].stop if body.objected else STOPPABLE[purpose].resume)(person_id)
    audit.record(OBJECTED if body.objected else ALLOWED, actor=person_id, subject=person_id, about=purpose)
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    language, person_id = language_of(request), viewer_of(request).person_id
    items = []
    for each in STOPPABLE.values():
        purpose = PURPOSES[each.purpose]
        items.append(
            ObjectionOut(
                purpose=purpose.id,
                text=purpose.text.say(language),
                basis=LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else "",
                stops=each.stops.say(language),
                objected=each.stopped(person_id),
            )
        )
    return answer(ObjectionsOut(items=items))
