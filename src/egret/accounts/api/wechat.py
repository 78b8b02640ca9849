"""Signing in with WeChat: to WeChat, back from it, and the connections of an account."""

import uuid
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Query, Router, Schema, Status
from pydantic import Field

from egret.accounts.actions.wechat import do_connect_wechat, do_disconnect, do_prove_by_wechat
from egret.accounts.api.sign_in import AcceptedVersion, continue_at
from egret.accounts.errors.factors import ProofNeeded
from egret.accounts.errors.wechat import IdentityUnknown, LastWayIn, TooManyWechatSignIns, WechatNotOffered
from egret.accounts.freshness import require_fresh
from egret.accounts.identities import identities_of
from egret.accounts.wechat import begun as journey
from egret.accounts.wechat.begun import Begun
from egret.accounts.wechat.provider import Wechat, WechatProblem, WechatStopped, offered
from egret.kernel import policy
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import not_personal
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

# A page of our own: one slash and no backslash, which browsers read as another.
LOCAL_PATH = r"^/([^/\\\x00-\x20][^\\\x00-\x20]*)?$"
SECURITY_PAGE = "/settings/security"


class BeginIn(Input):
    policy_version: AcceptedVersion = Field(None, max_length=10)
    next: Annotated[str, not_personal("a page of ours")] = Field("/", max_length=500, pattern=LOCAL_PATH)


class ComeBackIn(Schema):
    """What WeChat adds to the address; it may add more one day."""

    code: Annotated[str, not_personal("random, and used once")] = Field("", max_length=512)
    state: Annotated[str, not_personal("random, our own")] = Field("", max_length=512)


class LocationOut(Output):
    location: str = Field(description="WeChat's page; the browser goes there")


class IdentityOut(Output):
    id: uuid.UUID
    provider: Literal["wechat", "organization"]
    removable: bool = Field(description="false for an organisation's directory, and for the last way in")


class IdentitiesOut(Output):
    identities: list[IdentityOut]


@router.post(
    "/sign-in/wechat",
    response={200: LocationOut, **problems(CrossSiteRequest, PolicyNotAccepted, WechatNotOffered)},
)
@under("accounts.sign_in")
def begin_wechat(request: HttpRequest, body: BeginIn) -> HttpResponse:
    """Where to sign in with WeChat; the policy must have been accepted. Nothing is stored here."""
    version = policy.require_accepted(body.policy_version)
    return _set_out(
        request,
        journey.begin(
            policy_version=version,
            language=language_of(request),
            next_path=body.next,
            in_app=_in_wechats_browser(request),
        ),
    )


@router.get("/sign-in/wechat/callback", response={302: None, **problems()})
@under("accounts.sign_in")
def come_back(request: HttpRequest, sent: Query[ComeBackIn]) -> HttpResponse:
    """Where WeChat sends the browser: on to the page that goes on, or says why it cannot (`problem`)."""
    page = "/sign-in"
    try:
        begun = journey.recall(request)
        page = SECURITY_PAGE if begun.connect else page
        journey.require_state(begun, sent.state)
        response = _arrive(request, begun, sent.code)
    except WechatStopped as stopped:
        response = HttpResponseRedirect(f"{page}?{urlencode({'problem': stopped.problem.value})}")
    except TooManyWechatSignIns:
        response = HttpResponseRedirect(f"{page}?{urlencode({'problem': WechatProblem.TOO_OFTEN.value})}")
    except PolicyNotAccepted:
        response = HttpResponseRedirect(f"{page}?{urlencode({'problem': PolicyNotAccepted.slug})}")
    journey.forget(response)
    return response


@router.get("/identities", auth=signed_in, response={200: IdentitiesOut, **problems(SignInRequired)})
@under("accounts.sign_in")
def list_identities(request: HttpRequest) -> HttpResponse:
    """Where else I sign in with. The ids I have there are shown to nobody, not even to me."""
    identities = [
        IdentityOut(id=each.id, provider="wechat" if each.is_wechat else "organization", removable=each.removable)
        for each in identities_of(viewer_of(request).person_id)
    ]
    return answer(IdentitiesOut(identities=identities))


@router.post(
    "/identities/wechat",
    auth=signed_in,
    response={200: LocationOut, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, WechatNotOffered)},
)
@under("accounts.sign_in")
def begin_connecting(request: HttpRequest) -> HttpResponse:
    """Where to connect my account with WeChat."""
    person_id = require_fresh(request)
    return _set_out(
        request,
        journey.begin(
            policy_version=policy.version(),
            language=language_of(request),
            connect=str(person_id),
            in_app=_in_wechats_browser(request),
        ),
    )


@router.delete(
    "/identities/{uuid:identity}",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, IdentityUnknown, LastWayIn)},
)
@under("accounts.sign_in")
def disconnect(request: HttpRequest, identity: uuid.UUID) -> Status[None]:
    """Stop signing in with it; refused for the last way in."""
    do_disconnect(require_fresh(request), identity)
    return Status(204, None)


def _set_out(request: HttpRequest, begun: Begun) -> HttpResponse:
    response = answer(LocationOut(location=_require_offered(begun.in_app).location(begun.state)))
    journey.remember(response, begun)
    return response


def _arrive(request: HttpRequest, begun: Begun, code: str) -> HttpResponse:
    if not code:  # WeChat: who refuses is sent back with the state alone
        raise WechatStopped(WechatProblem.CANCELLED)
    wechat = offered(in_app=begun.in_app)
    if wechat is None:  # switched off meanwhile
        raise WechatStopped(WechatProblem.FAILED)
    if begun.connect:
        if str(request.user.pk) != begun.connect:
            raise WechatStopped(WechatProblem.OTHER_BROWSER)
        do_connect_wechat(uuid.UUID(begun.connect), wechat, code, address=address_of(request))
        return HttpResponseRedirect(SECURITY_PAGE)
    flow = do_prove_by_wechat(
        wechat, code, accepted_policy=begun.policy_version, language=begun.language, address=address_of(request)
    )
    return continue_at(request, flow, begun.next_path)


def _require_offered(in_app: bool) -> Wechat:
    wechat = offered(in_app=in_app)
    if wechat is None:
        raise WechatNotOffered
    return wechat


def _in_wechats_browser(request: HttpRequest) -> bool:
    return "MicroMessenger" in request.headers.get("User-Agent", "")
