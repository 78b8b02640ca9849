"""The second factor over HTTP: asked for while signing in, set up and proved again in the settings."""

import base64
import datetime
import io
import uuid
from typing import Annotated

import segno
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.actions.passkeys import do_begin_passkey_proof
from egret.accounts.actions.recovery import do_make_recovery_codes
from egret.accounts.actions.second_factor import (
    Proof,
    do_ask_passkey,
    do_begin_totp,
    do_confirm_totp,
    do_prove_again,
    do_prove_code,
    do_prove_second,
    do_remove_totp,
    do_send_proof_code,
)
from egret.accounts.api.passkeys import AssertionIn, CeremonyOut
from egret.accounts.api.sign_in import FlowOut, StateOut, access_here, signed_in_by
from egret.accounts.enrolled import enrolled
from egret.accounts.errors import (
    CodeAttemptsExhausted,
    CodeExpired,
    CodeNotConfirmed,
    CodeNotSent,
    CodeUsed,
    CodeWrong,
    FlowUnknown,
    TooManyCodes,
)
from egret.accounts.errors.factors import (
    NoPhone,
    NoSecondFactor,
    PasskeyRefused,
    ProofNeeded,
    SecondFactorWrong,
    TooManyGuesses,
    TotpEnrolled,
    TotpNotStarted,
)
from egret.accounts.freshness import is_fresh, mark_proved, require_fresh
from egret.accounts.models import Factor, Person
from egret.accounts.phone import hint
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

Code = Annotated[str, Category.CREDENTIAL]
# A recovery code with its hyphen is eleven; people add spaces.
CODE_TYPED = 40


class ProofIn(Input):
    method: Factor
    code: Annotated[Code, Category.CREDENTIAL] = Field("", max_length=CODE_TYPED)
    credential: AssertionIn | None = None

    def proof(self) -> Proof:
        return Proof(self.method, self.code, self.credential.dict() if self.credential else None)


class ProveAgainIn(ProofIn):
    flow: uuid.UUID | None = Field(None, description="of the passkey's options")


class ProveCodeIn(Input):
    flow: uuid.UUID
    code: Annotated[Code, Category.CREDENTIAL] = Field(max_length=16)


class SecurityOut(Output):
    """How one signs in."""

    phone_hint: str | None
    password: bool
    totp_since: datetime.datetime | None
    passkeys: int
    recovery_codes_left: int
    fresh: bool = Field(description="whether a proof of the last minutes lets one change all this")


class TotpOut(Output):
    secret: str = Field(description="Base 32, for typing")
    uri: str
    qr: str = Field(description="the same as a picture, a data: address")


class TotpCodeIn(Input):
    code: Annotated[Code, Category.CREDENTIAL] = Field(max_length=CODE_TYPED)


class RecoveryCodesOut(Output):
    recovery_codes: list[str] = Field(description="shown this once; empty when there were some already")


SECOND_PROBLEMS = (
    CrossSiteRequest,
    FlowUnknown,
    CodeExpired,
    CodeUsed,
    CodeNotConfirmed,
    CodeAttemptsExhausted,
    TooManyGuesses,
    SecondFactorWrong,
    PasskeyRefused,
    NoSecondFactor,
)


@router.post(
    "/sign-in/{uuid:flow}/second-factor/options",
    response={
        201: CeremonyOut,
        **problems(CrossSiteRequest, FlowUnknown, CodeExpired, CodeUsed, CodeNotConfirmed, NoSecondFactor),
    },
)
@under("accounts.sign_in")
def ask_second_factor(request: HttpRequest, flow: uuid.UUID) -> HttpResponse:
    """Options for a passkey as the second factor of this sign-in."""
    return answer(CeremonyOut(flow=flow, options=do_ask_passkey(access_here(request, flow).id)), 201)


@router.post("/sign-in/{uuid:flow}/second-factor", response={200: StateOut, **problems(*SECOND_PROBLEMS)})
@under("accounts.sign_in")
def prove_second_factor(request: HttpRequest, flow: uuid.UUID, body: ProofIn) -> HttpResponse:
    """Prove the second factor and be signed in."""
    confirmed = access_here(request, flow)
    person = do_prove_second(flow, body.proof())
    return answer(signed_in_by(request, confirmed, person, second_factor=True))


@router.get("/second-factor", auth=signed_in, response={200: SecurityOut, **problems(SignInRequired)})
@under("accounts.sign_in")
def read_security(request: HttpRequest) -> HttpResponse:
    """How one signs in, and what stands ready for the day a telephone is lost."""
    assert isinstance(request.user, Person)
    has = enrolled(viewer_of(request).person_id)
    return answer(
        SecurityOut(
            phone_hint=request.user.phone and hint(request.user.phone),
            password=request.user.has_usable_password(),
            totp_since=has.totp_since,
            passkeys=has.passkeys,
            recovery_codes_left=has.recovery_codes_left,
            fresh=is_fresh(request, has_second_factor=has.any),
        )
    )


@router.post(
    "/second-factor/totp",
    auth=signed_in,
    response={201: TotpOut, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, TotpEnrolled)},
)
@under("accounts.sign_in")
def begin_totp(request: HttpRequest) -> HttpResponse:
    """A secret for an authenticator app, after a fresh proof. It counts once a code of it was typed."""
    made = do_begin_totp(require_fresh(request))
    picture = io.BytesIO()
    # Dark on white with its quiet zone: cameras do not read it otherwise, whatever the page's theme.
    segno.make(made.uri, error="m").save(picture, kind="svg", scale=6, border=4, light="#fff")
    qr = "data:image/svg+xml;base64," + base64.b64encode(picture.getvalue()).decode()
    return answer(TotpOut(secret=made.secret, uri=made.uri, qr=qr), 201)


@router.post(
    "/second-factor/totp/confirm",
    auth=signed_in,
    response={
        200: RecoveryCodesOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            ProofNeeded,
            TotpNotStarted,
            TotpEnrolled,
            TooManyGuesses,
            SecondFactorWrong,
        ),
    },
)
@under("accounts.sign_in")
def confirm_totp(request: HttpRequest, body: TotpCodeIn) -> HttpResponse:
    """The app's first code makes it a second factor, and counts as a proof in this session."""
    codes = do_confirm_totp(require_fresh(request), body.code)
    mark_proved(request, second_factor=True)
    return answer(RecoveryCodesOut(recovery_codes=codes))


@router.delete(
    "/second-factor/totp",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ProofNeeded)},
)
@under("accounts.sign_in")
def remove_totp(request: HttpRequest) -> Status[None]:
    """Remove the authenticator app, after a fresh proof."""
    do_remove_totp(require_fresh(request))
    return Status(204, None)


@router.post(
    "/second-factor/recovery-codes",
    auth=signed_in,
    response={201: RecoveryCodesOut, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, NoSecondFactor)},
)
@under("accounts.sign_in")
def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, after a fresh proof; the old ones stop working."""
    return answer(RecoveryCodesOut(recovery_codes=do_make_recovery_codes(require_fresh(request))), 201)


@router.post(
    "/second-factor/options",
    auth=signed_in,
    response={201: CeremonyOut, **problems(CrossSiteRequest, SignInRequired, TooManyGuesses)},
)
@under("accounts.sign_in")
def begin_passkey_proof(request: HttpRequest) -> HttpResponse:
    """Options for proving a passkey again."""
    flow, options = do_begin_passkey_proof(viewer_of(request).person_id, language_of(request))
    return answer(CeremonyOut(flow=flow.id, options=options), 201)


@router.post(
    "/second-factor/verify",
    auth=signed_in,
    response={
        204: None,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            TooManyGuesses,
            SecondFactorWrong,
            PasskeyRefused,
            NoSecondFactor,
            FlowUnknown,
            CodeExpired,
            CodeUsed,
        ),
    },
)
@under("accounts.sign_in")
def prove_again(request: HttpRequest, body: ProveAgainIn) -> Status[None]:
    """Prove a second factor in the present session, for what asks for a fresh proof."""
    do_prove_again(viewer_of(request).person_id, body.proof(), body.flow)
    mark_proved(request, second_factor=True)
    return Status(204, None)


@router.post(
    "/proof/codes",
    auth=signed_in,
    response={202: FlowOut, **problems(CrossSiteRequest, SignInRequired, NoPhone, TooManyCodes, CodeNotSent)},
)
@under("accounts.sign_in")
def send_proof_code(request: HttpRequest) -> HttpResponse:
    """Send a code to one's own number, for who has no second factor to prove."""
    flow = do_send_proof_code(viewer_of(request).person_id, language=language_of(request), address=address_of(request))
    return answer(FlowOut.of(flow), 202)


@router.post(
    "/proof/confirm",
    auth=signed_in,
    response={
        204: None,
        **problems(
            CrossSiteRequest, SignInRequired, FlowUnknown, CodeWrong, CodeExpired, CodeUsed, CodeAttemptsExhausted
        ),
    },
)
@under("accounts.sign_in")
def confirm_proof_code(request: HttpRequest, body: ProveCodeIn) -> Status[None]:
    """Check that code, for what asks for a fresh proof."""
    do_prove_code(viewer_of(request).person_id, body.flow, body.code)
    mark_proved(request, second_factor=False)
    return Status(204, None)
