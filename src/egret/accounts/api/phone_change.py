"""Changing the phone number of one's account."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from egret.accounts.actions.phone_change import do_change_phone, do_send_change_code
from egret.accounts.errors import (
    CodeAttemptsExhausted,
    CodeExpired,
    CodeNotSent,
    CodeUsed,
    CodeWrong,
    FlowUnknown,
    PhoneMalformed,
    TooManyCodes,
)
from egret.accounts.errors.factors import ProofNeeded
from egret.accounts.errors.sessions import PhoneTaken, PhoneUnchanged
from egret.accounts.freshness import require_fresh
from egret.accounts.phone import MAXIMUM_TYPED, hint
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

# How long the pages ask people to wait before another code; the limits themselves are in `sms.caps`.
RESEND_AFTER = datetime.timedelta(seconds=30)


class NewPhoneIn(Input):
    phone: Annotated[str, Category.CONTACT] = Field(max_length=MAXIMUM_TYPED)


class PhoneFlowOut(Output):
    flow: uuid.UUID
    expires_at: datetime.datetime
    resend_at: datetime.datetime
    phone_hint: str


class PhoneCodeIn(Input):
    code: Annotated[str, Category.CREDENTIAL] = Field(max_length=16)


class PhoneOut(Output):
    phone_hint: str


@router.post(
    "/phone/codes",
    auth=signed_in,
    response={
        202: PhoneFlowOut,
        **problems(
            CrossSiteRequest, SignInRequired, ProofNeeded, PhoneMalformed, PhoneUnchanged, TooManyCodes, CodeNotSent
        ),
    },
)
@under("accounts.sign_in")
def send_change_code(request: HttpRequest, body: NewPhoneIn) -> HttpResponse:
    """Send a code to the number that shall become mine; the same whether or not it is somebody's already."""
    person_id = require_fresh(request)
    flow = do_send_change_code(person_id, body.phone, language=language_of(request), address=address_of(request))
    sent = PhoneFlowOut(
        flow=flow.id,
        expires_at=flow.expires_at,
        resend_at=flow.created_at + RESEND_AFTER,
        phone_hint=hint(flow.phone),
    )
    return answer(sent, 202)


@router.post(
    "/phone/{uuid:flow}/confirm",
    auth=signed_in,
    response={
        200: PhoneOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            FlowUnknown,
            CodeWrong,
            CodeExpired,
            CodeUsed,
            CodeAttemptsExhausted,
            PhoneTaken,
        ),
    },
)
@under("accounts.sign_in")
def change_phone(request: HttpRequest, flow: uuid.UUID, body: PhoneCodeIn) -> HttpResponse:
    """Make the proved number mine. Ends my other sessions and tells the old number."""
    person = do_change_phone(
        viewer_of(request).person_id,
        flow,
        body.code,
        keep_key=request.session.session_key,
    )
    assert person.phone is not None
    return answer(PhoneOut(phone_hint=hint(person.phone)))
