"""Signing up, in and out: one flow, whatever is proved first."""

import datetime
import re
import uuid
from typing import Annotated, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from ninja import Router, Status
from pydantic import BeforeValidator, Field

from egret.accounts import actions, queries
from egret.accounts.actions.sign_in import access_sign_in, do_finish, state_of
from egret.accounts.age import MINIMUM_AGE, minimum_age_for
from egret.accounts.device import device_of
from egret.accounts.enrolled import enrolled
from egret.accounts.errors import (
    BirthDateImpossible,
    CodeAttemptsExhausted,
    CodeExpired,
    CodeNotConfirmed,
    CodeNotSent,
    CodeUsed,
    CodeWrong,
    FlowUnknown,
    PhoneMalformed,
    TooManyCodes,
    UnderAge,
)
from egret.accounts.flows import BY_REDIRECT, STRONG_PROOFS, Next
from egret.accounts.freshness import PROVED_AT, mark_proved
from egret.accounts.models import Factor, FlowKind, Person, SignInFlow
from egret.accounts.phone import MAXIMUM_TYPED, hint
from egret.accounts.session_store import DEVICE
from egret.kernel import policy
from egret.kernel.api import SECOND_FACTOR_AT, Input, Output, address_of, answer, language_of, problems
from egret.kernel.errors import CrossSiteRequest
from egret.kernel.personal import Category, not_personal
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under
from egret.kernel.text import Language

router = Router(tags=["accounts"])

# How long the pages ask people to wait before another code; the limits themselves are in `sms.caps`.
RESEND_AFTER = datetime.timedelta(seconds=30)
# The session's key for the sign-in that a redirect brought to this browser.
FLOW = "sign_in_flow"
FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

AcceptedVersion = Annotated[str | None, not_personal("a date of the policy")]


class SignedInPersonOut(Output):
    id: uuid.UUID
    phone_hint: str | None = Field(description="null for whom an organisation signs in by its own directory")
    created_at: datetime.datetime
    name: str | None
    picture: str | None = Field(description="where the small picture is")
    language: Language | None = Field(description="chosen by the person, for every browser; so is the theme")
    theme: Literal["light", "dark"] | None

    @staticmethod
    def of(person: Person) -> "SignedInPersonOut":
        card = queries.own_card(person.id)
        return SignedInPersonOut(
            id=person.id,
            phone_hint=person.phone and hint(person.phone),
            created_at=person.created_at,
            name=card.name or None,
            picture=card.small_picture,
            language=card.language,
            theme=card.theme,
        )


class SessionOut(Output):
    person: SignedInPersonOut | None
    minimum_age: int
    policy_version: str


class WaysOut(Output):
    """The ways to sign in beside a code by SMS."""

    password: bool
    passkey: bool
    wechat: bool


class SendCodeIn(Input):
    phone: Annotated[str, Category.CONTACT] = Field(max_length=MAXIMUM_TYPED)
    policy_version: AcceptedVersion = Field(None, max_length=10)


class FlowOut(Output):
    flow: uuid.UUID
    expires_at: datetime.datetime
    resend_at: datetime.datetime
    phone_hint: str

    @staticmethod
    def of(flow: SignInFlow) -> "FlowOut":
        return FlowOut(
            flow=flow.id,
            expires_at=flow.expires_at,
            resend_at=flow.created_at + RESEND_AFTER,
            phone_hint=hint(flow.phone),
        )


class ConfirmIn(Input):
    code: Annotated[str, Category.CREDENTIAL] = Field(max_length=16)


class StateOut(Output):
    """What a sign-in waits for, or that it is done."""

    state: Literal["proof", "age_required", "second_factor", "ready", "signed_in"]
    flow: uuid.UUID
    methods: list[Factor] = Field(description="second factors that can be proved")
    minimum_age: int | None = Field(description="for age_required")
    person: SignedInPersonOut | None = Field(description="for signed_in")


def _written_out(given: object) -> object:
    """Only year-month-day (RFC 3339 full-date): pydantic would also take seconds since 1970 for somebody's birthday."""
    if not isinstance(given, str) or not FULL_DATE.fullmatch(given):
        raise ValueError("write it as YYYY-MM-DD")
    return given


class RegisterIn(Input):
    birth_date: Annotated[
        datetime.date, BeforeValidator(_written_out), not_personal("compared with the limit and dropped, never stored")
    ]


class RegisteredOut(Output):
    person: SignedInPersonOut


def answer_for(request: HttpRequest, flow: SignInFlow) -> StateOut:
    """After a first proof: signs in when nothing more is needed, or says what is. Raises CodeUsed when it was used."""
    if state_of(flow) is not Next.READY:
        return describe(flow)
    return signed_in_by(request, flow, do_finish(flow.id), second_factor=False)


def describe(flow: SignInFlow) -> StateOut:
    state = state_of(flow)
    methods: list[Factor] = []
    if state is Next.SECOND_FACTOR and flow.person_id is not None:
        methods = enrolled(flow.person_id).methods(FlowKind(flow.kind))
    return StateOut(
        state=state.value,
        flow=flow.id,
        methods=methods,
        minimum_age=minimum_age_for(flow.phone or None) if state is Next.AGE else None,
        person=None,
    )


def signed_in_by(request: HttpRequest, flow: SignInFlow, person: Person, *, second_factor: bool) -> StateOut:
    """Sign the person of a finished flow in, under a new session key: one that was planted is worth nothing."""
    sign_in(request, person, strong=flow.kind in STRONG_PROOFS, second_factor=second_factor)
    return StateOut(state="signed_in", flow=flow.id, methods=[], minimum_age=None, person=SignedInPersonOut.of(person))


def sign_in(request: HttpRequest, person: Person, *, strong: bool, second_factor: bool) -> None:
    """Begin a session; what was proved in it is remembered with the moment, and no proof of a session before."""
    login(request, person)
    for key in (PROVED_AT, SECOND_FACTOR_AT, FLOW):
        request.session.pop(key, None)
    request.session[DEVICE] = device_of(request.headers.get("User-Agent", ""))
    if strong or second_factor:
        mark_proved(request, second_factor=second_factor)


def continue_at(request: HttpRequest, flow: SignInFlow, next_path: str | None) -> HttpResponseRedirect:
    """Back from a provider: to the page that goes on with the sign-in, in this browser and in no other."""
    request.session[FLOW] = str(flow.id)
    return HttpResponseRedirect(
        "/sign-in?" + urlencode({"flow": flow.id, **({"next": next_path} if next_path else {})})
    )


def access_here(request: HttpRequest, flow_id: uuid.UUID) -> SignInFlow:
    """The sign-in, when this browser may go on with it: nobody is signed in by a link that somebody sent.

    Raises FlowUnknown, CodeUsed, CodeExpired.
    """
    flow = access_sign_in(flow_id)
    if flow.kind in BY_REDIRECT and request.session.get(FLOW) != str(flow.id):
        raise FlowUnknown
    return flow


@router.get("/session", response={200: SessionOut})
@under("accounts.sign_in")
def read_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, if anybody."""
    user = request.user
    return answer(
        SessionOut(
            person=SignedInPersonOut.of(user) if isinstance(user, Person) else None,
            minimum_age=MINIMUM_AGE,
            policy_version=policy.version(),
        )
    )


@router.delete("/session", response={204: None, **problems(CrossSiteRequest)})
@under("accounts.sign_in")
def sign_out(request: HttpRequest) -> Status[None]:
    """Sign out here; it is no error to be signed out already."""
    if request.user.is_authenticated:
        logout(request)
    return Status(204, None)


@router.get("/sign-in/ways", response={200: WaysOut})
@under("accounts.sign_in")
def read_ways(request: HttpRequest) -> HttpResponse:
    """Which ways this installation offers."""
    return answer(WaysOut(password=True, passkey=True, wechat=bool(getattr(settings, "EGRET_WECHAT_APP_ID", ""))))


@router.post(
    "/sign-in/codes",
    response={
        202: FlowOut,
        **problems(CrossSiteRequest, PhoneMalformed, PolicyNotAccepted, TooManyCodes, CodeNotSent),
    },
)
@under("accounts.sign_in")
def send_code(request: HttpRequest, body: SendCodeIn) -> HttpResponse:
    """Send a code by SMS, to known and unknown numbers alike; the policy must have been accepted."""
    flow = actions.do_send_code(
        body.phone,
        accepted_policy=body.policy_version,
        language=language_of(request),
        address=address_of(request),
    )
    return answer(FlowOut.of(flow), 202)


@router.post(
    "/sign-in/{uuid:flow}/confirm",
    response={
        200: StateOut,
        **problems(CrossSiteRequest, FlowUnknown, CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted),
    },
)
@under("accounts.sign_in")
def confirm_code(request: HttpRequest, flow: uuid.UUID, body: ConfirmIn) -> HttpResponse:
    """Check the code: signs in who has an account, asks for the second factor of who has one, others for their age."""
    return answer(answer_for(request, actions.do_confirm_code(flow, body.code)))


@router.get("/sign-in/{uuid:flow}", response={200: StateOut, **problems(FlowUnknown, CodeExpired, CodeUsed)})
@under("accounts.sign_in")
def read_flow(request: HttpRequest, flow: uuid.UUID) -> HttpResponse:
    """What a sign-in waits for."""
    return answer(describe(access_here(request, flow)))


@router.post(
    "/sign-in/{uuid:flow}/continue",
    response={200: StateOut, **problems(CrossSiteRequest, FlowUnknown, CodeExpired, CodeUsed)},
)
@under("accounts.sign_in")
def continue_flow(request: HttpRequest, flow: uuid.UUID) -> HttpResponse:
    """Sign in when nothing more is needed, or say again what is."""
    return answer(answer_for(request, access_here(request, flow)))


@router.post(
    "/sign-in/{uuid:flow}/register",
    response={
        201: RegisteredOut,
        **problems(
            CrossSiteRequest, FlowUnknown, CodeNotConfirmed, CodeExpired, CodeUsed, UnderAge, BirthDateImpossible
        ),
    },
)
@under("accounts.sign_in")
def register(request: HttpRequest, flow: uuid.UUID, body: RegisterIn) -> HttpResponse:
    """Make the account of a confirmed proof. The date of birth is compared and not stored."""
    confirmed = access_here(request, flow)
    person = actions.do_register(flow, body.birth_date)
    sign_in(request, person, strong=confirmed.kind in STRONG_PROOFS, second_factor=False)
    return answer(RegisteredOut(person=SignedInPersonOut.of(person)), 201)
