"""Consents over HTTP: one switch for each purpose that asks."""

import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router

from egret.kernel.api import Input, Output, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.purpose import under
from egret.privacy.consents import actions, queries
from egret.privacy.consents.errors import PurposeNotAsked
from egret.privacy.consents.personal import PURPOSE

router = Router(tags=["privacy"])


class ConsentEntryOut(Output):
    given: bool
    at: datetime.datetime
    policy_version: str
    language: str
    manner: str


class ConsentOut(Output):
    purpose: str
    text: str
    given: bool
    since: datetime.datetime | None
    history: list[ConsentEntryOut]


class ConsentsOut(Output):
    items: list[ConsentOut]


class ConsentIn(Input):
    given: bool


@router.get("/privacy/consents", auth=signed_in, response={200: ConsentsOut, **problems(SignInRequired)})
@under(PURPOSE)
def list_consents(request: HttpRequest) -> HttpResponse:
    """What I am asked to agree to, and what I said. All of it is off until I switch it on."""
    return _answer(request)


@router.put(
    "/privacy/consents/{purpose}",
    auth=signed_in,
    response={200: ConsentsOut, **problems(CrossSiteRequest, SignInRequired, PurposeNotAsked)},
)
@under(PURPOSE)
def choose(request: HttpRequest, purpose: str, body: ConsentIn) -> HttpResponse:
    """Agree, or take it back: one request either way, and it holds at once."""
    actions.do_choose(viewer_of(request).person_id, purpose, given=body.given, language=language_of(request))
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    language = language_of(request)
    return answer(
        ConsentsOut(
            items=[
                ConsentOut(
                    purpose=each.purpose.id,
                    text=each.purpose.text.say(language),
                    given=each.given,
                    since=each.since,
                    history=[
                        ConsentEntryOut(
                            given=entry.kind == "given",
                            at=entry.at,
                            policy_version=entry.policy_version,
                            language=entry.language,
                            manner=entry.manner,
                        )
                        for entry in each.history
                    ],
                )
                for each in queries.consents_of(viewer_of(request).person_id)
            ]
        )
    )
