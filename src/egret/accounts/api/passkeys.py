"""Passkeys over HTTP. Credentials travel as JSON, as W3C Web Authentication Level 3 §5.1 writes them."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.actions.passkeys import (
    do_add_passkey,
    do_begin_passkey,
    do_begin_passkey_sign_in,
    do_remove_passkey,
    do_rename_passkey,
    do_sign_in_by_passkey,
)
from egret.accounts.api.sign_in import AcceptedVersion, StateOut, describe, signed_in_by
from egret.accounts.errors import CodeExpired, CodeUsed, FlowUnknown
from egret.accounts.errors.factors import (
    PasskeyKnown,
    PasskeyRefused,
    PasskeyUnknown,
    ProofNeeded,
    TooManyGuesses,
    TooManyPasskeys,
)
from egret.accounts.errors.tokens import LabelUnusable
from egret.accounts.freshness import mark_proved, require_fresh
from egret.accounts.models import Passkey
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.personal import Category
from egret.kernel.policy import PolicyNotAccepted
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

# 1,023 bytes in base64url (§5.8.3); the other members of an answer are a few kilobytes at the very most.
CREDENTIAL_ID = 1400
MEMBER = 16_000
# People paste with spaces around: what is kept is measured (`labels`), not what is sent.
TYPED_LABEL = 300

Binary = Annotated[str, Category.CREDENTIAL]


class AssertionMembers(Input):
    clientDataJSON: Binary = Field(max_length=MEMBER)  # noqa: N815  # the standard's own name
    authenticatorData: Binary = Field(max_length=MEMBER)  # noqa: N815
    signature: Binary = Field(max_length=MEMBER)
    userHandle: Annotated[str | None, Category.CREDENTIAL] = Field(None, max_length=200)  # noqa: N815


class AttestationMembers(Input):
    clientDataJSON: Binary = Field(max_length=MEMBER)  # noqa: N815
    attestationObject: Binary = Field(max_length=MEMBER)  # noqa: N815


class AssertionIn(Input):
    """What `navigator.credentials.get()` answers."""

    id: Binary = Field(max_length=CREDENTIAL_ID)
    rawId: Binary = Field(max_length=CREDENTIAL_ID)  # noqa: N815
    type: Literal["public-key"]
    response: AssertionMembers


class AttestationIn(Input):
    """What `navigator.credentials.create()` answers."""

    id: Binary = Field(max_length=CREDENTIAL_ID)
    rawId: Binary = Field(max_length=CREDENTIAL_ID)  # noqa: N815
    type: Literal["public-key"]
    response: AttestationMembers


class CeremonyOut(Output):
    flow: uuid.UUID
    options: dict[str, Any] = Field(description="for navigator.credentials; binary members in base64url")


class BeginPasskeySignInIn(Input):
    policy_version: AcceptedVersion = Field(None, max_length=10)


class PasskeySignInIn(Input):
    credential: AssertionIn


class PasskeyOut(Output):
    id: uuid.UUID
    label: str
    created_at: datetime.datetime
    last_used_at: datetime.datetime | None

    @staticmethod
    def of(passkey: Passkey) -> "PasskeyOut":
        return PasskeyOut(
            id=passkey.id,
            label=passkey.label,
            created_at=passkey.created_at,
            last_used_at=passkey.last_used_at,
        )


class AddPasskeyIn(Input):
    flow: uuid.UUID
    label: Annotated[str, Category.CREDENTIAL] = Field(min_length=1, max_length=TYPED_LABEL)
    credential: AttestationIn


class AddedPasskeyOut(Output):
    passkey: PasskeyOut
    recovery_codes: list[str] = Field(description="with the first factor, shown this once; empty otherwise")


class RenamePasskeyIn(Input):
    label: Annotated[str, Category.CREDENTIAL] = Field(min_length=1, max_length=TYPED_LABEL)


@router.post(
    "/sign-in/passkey/options",
    response={201: CeremonyOut, **problems(CrossSiteRequest, PolicyNotAccepted, TooManyGuesses)},
)
@under("accounts.sign_in")
def begin_passkey_sign_in(request: HttpRequest, body: BeginPasskeySignInIn) -> HttpResponse:
    """Begin a sign-in by passkey; the browser offers those it has, no number is typed."""
    flow, options = do_begin_passkey_sign_in(
        accepted_policy=body.policy_version, language=language_of(request), address=address_of(request)
    )
    return answer(CeremonyOut(flow=flow.id, options=options), 201)


@router.post(
    "/sign-in/{uuid:flow}/passkey",
    response={200: StateOut, **problems(CrossSiteRequest, FlowUnknown, CodeExpired, CodeUsed, PasskeyRefused)},
)
@under("accounts.sign_in")
def sign_in_by_passkey(request: HttpRequest, flow: uuid.UUID, body: PasskeySignInIn) -> HttpResponse:
    """Sign in by passkey. One that verified its user is both factors; another is only the first."""
    proved, verified = do_sign_in_by_passkey(flow, body.credential.dict())
    if proved.person is None or not verified:
        return answer(describe(proved))
    return answer(signed_in_by(request, proved, proved.person, second_factor=True))


@router.get("/passkeys", auth=signed_in, response={200: list[PasskeyOut], **problems(SignInRequired)})
@under("accounts.sign_in")
def list_passkeys(request: HttpRequest) -> list[PasskeyOut]:
    """One's own passkeys, newest first."""
    mine = Passkey.objects.filter(person_id=viewer_of(request).person_id).order_by("-created_at")
    return [PasskeyOut.of(passkey) for passkey in mine]


@router.post(
    "/passkeys/options",
    auth=signed_in,
    response={
        201: CeremonyOut,
        **problems(CrossSiteRequest, SignInRequired, ProofNeeded, TooManyGuesses, TooManyPasskeys),
    },
)
@under("accounts.sign_in")
def begin_passkey(request: HttpRequest) -> HttpResponse:
    """Options for a new passkey, after a fresh proof."""
    flow, options = do_begin_passkey(require_fresh(request), language_of(request))
    return answer(CeremonyOut(flow=flow.id, options=options), 201)


@router.post(
    "/passkeys",
    auth=signed_in,
    response={
        201: AddedPasskeyOut,
        **problems(
            CrossSiteRequest,
            SignInRequired,
            ProofNeeded,
            FlowUnknown,
            CodeExpired,
            CodeUsed,
            LabelUnusable,
            PasskeyRefused,
            PasskeyKnown,
            TooManyPasskeys,
        ),
    },
)
@under("accounts.sign_in")
def add_passkey(request: HttpRequest, body: AddPasskeyIn) -> HttpResponse:
    """Add the passkey that the browser made; it counts as a proof in this session."""
    passkey, codes = do_add_passkey(require_fresh(request), body.flow, body.credential.dict(), body.label)
    mark_proved(request, second_factor=True)
    return answer(AddedPasskeyOut(passkey=PasskeyOut.of(passkey), recovery_codes=codes), 201)


@router.patch(
    "/passkeys/{uuid:passkey}",
    auth=signed_in,
    response={200: PasskeyOut, **problems(CrossSiteRequest, SignInRequired, LabelUnusable, PasskeyUnknown)},
)
@under("accounts.sign_in")
def rename_passkey(request: HttpRequest, passkey: uuid.UUID, body: RenamePasskeyIn) -> HttpResponse:
    """Give a passkey another name."""
    return answer(PasskeyOut.of(do_rename_passkey(viewer_of(request).person_id, passkey, body.label)))


@router.delete(
    "/passkeys/{uuid:passkey}",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, ProofNeeded, PasskeyUnknown)},
)
@under("accounts.sign_in")
def remove_passkey(request: HttpRequest, passkey: uuid.UUID) -> Status[None]:
    """Remove a passkey, after a fresh proof."""
    do_remove_passkey(require_fresh(request), passkey)
    return Status(204, None)
