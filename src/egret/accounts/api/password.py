"""Passwords over HTTP: a second way to sign in beside the phone."""

from typing import Annotated

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.actions.password import do_remove_password, do_set_password, do_sign_in_by_password
from egret.accounts.api.sign_in import AcceptedVersion, StateOut, answer_for
from egret.accounts.errors import CodeUsed, PhoneMalformed
from egret.accounts.errors.factors import (
    PasswordCommon,
    PasswordLeaked,
    PasswordLikePhone,
    PasswordPredictable,
    PasswordShort,
    PasswordSignInRefused,
    PasswordWrong,
    ProofNeeded,
    TooManyGuesses,
)
from egret.accounts.freshness import require_fresh
from egret.accounts.models import Person
from egret.accounts.passwords import MAXIMUM
from egret.accounts.phone import MAXIMUM_TYPED
from egret.kernel.api import Input, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import Category
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

Password = Annotated[str, Category.CREDENTIAL]


class PasswordSignInIn(Input):
    phone: Annotated[str, Category.CONTACT] = Field(max_length=MAXIMUM_TYPED)
    password: Annotated[Password, Category.CREDENTIAL] = Field(max_length=MAXIMUM)
    policy_version: AcceptedVersion = Field(None, max_length=10)


class SetPasswordIn(Input):
    password: Annotated[Password, Category.CREDENTIAL] = Field(max_length=MAXIMUM)
    current: Annotated[str | None, Category.CREDENTIAL] = Field(
        None, max_length=MAXIMUM, description="the present password, when there is one"
    )


@router.post(
    "/sign-in/password",
    response={
        200: StateOut,
        **problems(
            CrossSiteRequest, PhoneMalformed, PolicyNotAccepted, TooManyGuesses, PasswordSignInRefused, CodeUsed
        ),
    },
)
@under("accounts.sign_in")
def sign_in_by_password(request: HttpRequest, body: PasswordSignInIn) -> HttpResponse:
    """Sign in by number and password; an unknown number answers like a wrong password, after the same work."""
    flow = do_sign_in_by_password(
        body.phone,
        body.password,
        accepted_policy=body.policy_version,
        language=language_of(request),
        address=address_of(request),
    )
    return answer(answer_for(request, flow))


@router.put(
    "/password",
    auth=signed_in,
    response={
        204: None,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            ProofNeeded,
            TooManyGuesses,
            PasswordWrong,
            PasswordShort,
            PasswordPredictable,
            PasswordCommon,
            PasswordLikePhone,
            PasswordLeaked,
        ),
    },
)
@under("accounts.sign_in")
def set_password(request: HttpRequest, body: SetPasswordIn) -> Status[None]:
    """Set or change the password: with the present one, or after a fresh proof when there is none. Other sessions end,
    and the person is told by SMS."""
    assert isinstance(request.user, Person)
    if not request.user.has_usable_password():
        require_fresh(request)
    person = do_set_password(
        viewer_of(request).person_id,
        current=body.current,
        password=body.password,
        language=language_of(request),
        keep_session=request.session.session_key,
    )
    update_session_auth_hash(request, person)
    return Status(204, None)


@router.delete(
    "/password",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, TooManyGuesses, PasswordWrong)},
)
@under("accounts.sign_in")
def remove_password(request: HttpRequest) -> Status[None]:
    """Remove the password after a fresh proof, forgotten or not. Other sessions end, and the person is told by SMS."""
    person = do_remove_password(
        require_fresh(request),
        language=language_of(request),
        keep_session=request.session.session_key,
    )
    update_session_auth_hash(request, person)
    return Status(204, None)
