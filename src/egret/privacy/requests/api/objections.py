"""What I may object to, and what stops when I do, or stands against that (C70)."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.kernel import audit
from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.objections import STOPPABLE, WEIGHED
from egret.kernel.purpose import LEGAL_BASIS_TEXTS, PURPOSES, under
from egret.kernel.text import Language, Text
from egret.privacy.requests.errors import NotStoppable
from egret.privacy.requests.personal import PURPOSE

router = Router(tags=["privacy"])

OBJECTED = audit.act("requests.objected", Text("objected to a purpose", "反对了一项处理"))
ALLOWED = audit.act("requests.allowed", Text("allowed a purpose again", "重新允许了一项处理"))


class ObjectionOut(Output):
    purpose: str
    text: str
    basis: str
    stops: str = Field(description="what ends with an objection, at once; empty where it is weighed")
    against: str = Field(description="what stands against ending it at once: a request says why all the same")
    objected: bool


class ObjectionsOut(Output):
    items: list[ObjectionOut]


class ObjectionIn(Input):
    objected: bool


@router.get("/privacy/objections", auth=signed_in, response={200: ObjectionsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_objections(request: HttpRequest) -> HttpResponse:
    """Every purpose that I may object to: what stops by a switch, and whether it did; and what somebody weighs."""
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
    language, mine = language_of(request), viewer_of(request).person_id
    stops = [
        ObjectionOut(**_named(name, language), stops=each.stops.say(language), against="", objected=each.stopped(mine))
        for name, each in STOPPABLE.items()
    ]
    weighed = [
        ObjectionOut(**_named(name, language), stops="", against=against.say(language), objected=False)
        for name, against in WEIGHED.items()
    ]
    return answer(ObjectionsOut(items=stops + weighed))


def _named(purpose_id: str, language: Language) -> dict[str, str]:
    purpose = PURPOSES[purpose_id]
    basis = LEGAL_BASIS_TEXTS[purpose.basis].say(language) if purpose.basis else ""
    return {"purpose": purpose_id, "text": purpose.text.say(language), "basis": basis}
