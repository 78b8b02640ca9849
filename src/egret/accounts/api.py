"""Signing up, in and out."""

import datetime
import uuid

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts import actions
from egret.accounts.age import MINIMUM_AGE
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
from egret.accounts.models import Person
from egret.accounts.phone import MAXIMUM_TYPED, hint
from egret.kernel import policy
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems
from egret.kernel.errors import CrossSiteRequest
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

# How long the pages ask people to wait before another code; the limits themselves are in `actions`.
RESEND_AFTER = datetime.timedelta(seconds=30)


class PersonOut(Output):
    id: uuid.UUID
    phone_hint: str
    created_at: datetime.datetime

    @staticmethod
    def of(person: Person) -> "PersonOut":
        return PersonOut(id=person.id, phone_hint=hint(person.phone), created_at=person.created_at)


class SessionOut(Output):
    person: PersonOut | None
    minimum_age: int
    policy_version: str


class SendCodeIn(Input):
    phone: str = Field(max_length=MAXIMUM_TYPED)
    policy_version: str | None = Field(None, max_length=10)


class FlowOut(Output):
    flow: uuid.UUID
    expires_at: datetime.datetime
    resend_at: datetime.datetime
    phone_hint: str


class ConfirmIn(Input):
    code: str = Field(max_length=16)


class ConfirmOut(Output):
    state: str
    person: PersonOut | None


class RegisterIn(Input):
    birth_date: datetime.date


class RegisteredOut(Output):
    person: PersonOut


@router.get("/session", response={200: SessionOut})
@under("accounts.sign_in")
def read_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, if anybody."""
    user = request.user
    return answer(
        SessionOut(
            person=PersonOut.of(user) if isinstance(user, Person) else None,
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
    sent = FlowOut(
        flow=flow.id,
        expires_at=flow.expires_at,
        resend_at=flow.created_at + RESEND_AFTER,
        phone_hint=hint(flow.phone),
    )
    return answer(sent, 202)


@router.post(
    "/sign-in/{uuid:flow}/confirm",
    response={
        200: ConfirmOut,
        **problems(CrossSiteRequest, FlowUnknown, CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted),
    },
)
@under("accounts.sign_in")
def confirm_code(request: HttpRequest, flow: uuid.UUID, body: ConfirmIn) -> HttpResponse:
    """Check the code: signs in who has an account, asks others for their age."""
    person = actions.do_confirm_code(flow, "".join(body.code.split()))
    if person is None:
        return answer(ConfirmOut(state="age_required", person=None))
    login(request, person)
    return answer(ConfirmOut(state="signed_in", person=PersonOut.of(person)))


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
    """Make the account of a confirmed number. The date of birth is compared and not stored."""
    person = actions.do_register(flow, body.birth_date)
    login(request, person)
    return answer(RegisteredOut(person=PersonOut.of(person)), 201)
