"""App passwords and API tokens over HTTP."""

import datetime
import uuid
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.security import HttpBasicAuth
from pydantic import Field

from egret.accounts import labels
from egret.accounts.actions.tokens import (
    do_make_token,
    do_revoke_token,
    do_use_app_password,
)
from egret.accounts.errors.factors import ProofNeeded
from egret.accounts.errors.tokens import (
    AccessTokenUnknown,
    AppPasswordWrong,
    LabelUnusable,
    ScopesUnusable,
    TooManyAccessTokens,
    TooManyAppPasswords,
)
from egret.accounts.freshness import require_fresh
from egret.accounts.models import AccessToken, TokenKind
from egret.accounts.phone import hint
from egret.accounts.scopes import AppScope, scopes_of
from egret.kernel import clock
from egret.kernel.api import Input, Output, address_of, answer, language_of, problems, signed_in, viewer_of
from egret.kernel.errors import CrossSiteRequest, SignInRequired
from egret.kernel.grants import Scope
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["accounts"])

LONGEST_DAYS = 366


class ScopeOut(Output):
    name: str
    kind: TokenKind
    sentence: str


class AccessTokenOut(Output):
    id: uuid.UUID
    kind: TokenKind
    label: str
    scopes: list[str]
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    expired: bool
    last_used_at: datetime.datetime | None = Field(description="to within five minutes; null: never")

    @staticmethod
    def of(token: AccessToken) -> "AccessTokenOut":
        return AccessTokenOut(
            id=token.id,
            kind=TokenKind(token.kind),
            label=token.label,
            scopes=token.scopes.split(),
            created_at=token.created_at,
            expires_at=token.expires_at,
            expired=token.expires_at is not None and token.expires_at <= clock.now(),
            last_used_at=token.last_used_at,
        )


class AccessTokenList(Output):
    items: list[AccessTokenOut]
    scopes: list[ScopeOut] = Field(description="what may be allowed, in the reader's language")


class AccessTokenIn(Input):
    kind: Literal["app_password", "api_token"]
    label: Annotated[str, Category.CREDENTIAL] = Field(max_length=2 * labels.MAXIMUM)
    scopes: list[Scope | AppScope] = Field(max_length=10)
    days: int | None = Field(None, ge=1, le=LONGEST_DAYS, description="until it ends by itself; null: never")


class AccessTokenMade(Output):
    token: AccessTokenOut
    secret: str = Field(description="shown this once")


class AppPasswordOut(Output):
    person: uuid.UUID
    phone_hint: str | None
    label: str
    scopes: list[str]


class AppPassword(HttpBasicAuth):
    """HTTP Basic (RFC 7617) with a phone number or a person's id, and an app password."""

    openapi_description = "The person's phone number with country code, or their id, and an app password."

    def __call__(self, request: HttpRequest) -> Any:
        token = super().__call__(request)
        if token is None:
            raise AppPasswordWrong
        return token

    def authenticate(self, request: HttpRequest, username: str, password: str) -> AccessToken:
        return do_use_app_password(username, password, address=address_of(request))


@router.get("/tokens", auth=signed_in, response={200: AccessTokenList, **problems(SignInRequired)})
@under("accounts.sign_in")
def list_tokens(request: HttpRequest) -> HttpResponse:
    """My app passwords and API tokens, newest first, and what may be allowed to new ones."""
    mine = AccessToken.objects.filter(person_id=viewer_of(request).person_id).order_by("-created_at")
    language = language_of(request)
    return answer(
        AccessTokenList(
            items=[AccessTokenOut.of(token) for token in mine],
            scopes=[
                ScopeOut(name=name, kind=kind, sentence=text.say(language))
                for kind in TokenKind
                for name, text in scopes_of(kind).items()
            ],
        )
    )


@router.post(
    "/tokens",
    auth=signed_in,
    response={
        201: AccessTokenMade,
        **problems(CrossSiteRequest, SignInRequired, ProofNeeded, LabelUnusable, ScopesUnusable, TooManyAccessTokens),
    },
)
@under("accounts.sign_in")
def make_token(request: HttpRequest, body: AccessTokenIn) -> HttpResponse:
    """Make an app password or API token. Its secret is in this answer and nowhere else."""
    made = do_make_token(
        require_fresh(request),
        TokenKind(body.kind),
        label=body.label,
        scopes=body.scopes,
        lifetime=datetime.timedelta(days=body.days) if body.days else None,
    )
    return answer(AccessTokenMade(token=AccessTokenOut.of(made.token), secret=made.secret), 201)


@router.delete(
    "/tokens/{uuid:token_id}",
    auth=signed_in,
    response={204: None, **problems(CrossSiteRequest, SignInRequired, AccessTokenUnknown)},
)
@under("accounts.sign_in")
def revoke_token(request: HttpRequest, token_id: uuid.UUID) -> Status[None]:
    """Revoke one of mine: its next use is refused."""
    do_revoke_token(viewer_of(request).person_id, token_id)
    return Status(204, None)


@router.get(
    "/app-password",
    auth=AppPassword(),
    response={200: AppPasswordOut, **problems(AppPasswordWrong, TooManyAppPasswords)},
)
@under("accounts.sign_in")
def read_app_password(request: HttpRequest) -> HttpResponse:
    """Whose app password this is and what it may do: for testing a program's set-up."""
    token: AccessToken = request.auth  # type: ignore[attr-defined]  # set by Ninja to what `AppPassword` returned
    return answer(
        AppPasswordOut(
            person=token.person_id,
            phone_hint=token.person.phone and hint(token.person.phone),
            label=token.label,
            scopes=token.scopes.split(),
        )
    )
