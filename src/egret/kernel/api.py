"""What every endpoint shares: schemas that refuse the unknown, documented problems, who asks, in which language."""

import ipaddress
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import Schema
from ninja.operation import Operation
from ninja.security import APIKeyCookie, HttpBearer
from pydantic import BaseModel, ConfigDict

from egret.kernel import grants
from egret.kernel.errors import BodyTooLarge, BodyUnreadable, EgretError, RequestInvalid, SignInRequired
from egret.kernel.forms import show_categories
from egret.kernel.grants import Grant, Scope, TokenNotTaken
from egret.kernel.text import Language

# The session's key for the moment a second factor was proved in it (ISO 8601).
SECOND_FACTOR_AT = "second_factor_at"
# Bits of an IPv6 address that tell one subscriber from another.
SUBSCRIBER_PREFIX = 64


class Input(Schema):
    """A request's body: exactly the declared members, nothing more (C12, C24)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=show_categories)


class Output(BaseModel):
    """An answer's body. Plain pydantic: its values are checked once, when it is built."""


def answer(body: Output, status: int = 200) -> HttpResponse:
    """The body as JSON, written by pydantic's own encoder; Ninja would check and encode every value a second time."""
    return HttpResponse(body.model_dump_json(), status=status, content_type="application/json; charset=utf-8")


class _Answer(Schema):
    """What Ninja wraps a body in."""

    @classmethod
    @cache
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:  # type: ignore[override]  # a cache has no signature
        """Made once: the document asks for it at each status of each endpoint, and copies what it changes."""
        return super().model_json_schema(*args, **kwargs)


@cache
def _answer_of(body: Any) -> type[Schema] | None:
    return body and type("NinjaResponseSchema", (_Answer,), {"__annotations__": {"response": body}})


# Ninja makes a model for each status of each endpoint: two thousand, nearly all of them of a Problem. One for each body
# is enough, and saves every start a second.
Operation._create_response_model = lambda self, body: _answer_of(body)  # type: ignore[method-assign, assignment]


class Problem(Schema):
    """RFC 9457 problem details; further members carry the error's facts."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def problems(*errors: type[EgretError]) -> dict[int, type[Schema]]:
    """The responses an endpoint documents, from the errors it may raise."""
    always: tuple[type[EgretError], ...] = (BodyUnreadable, BodyTooLarge, RequestInvalid)
    return {error.status: Problem for error in (*always, *errors)}


def bears_token(request: HttpRequest) -> bool:
    """Whether a program asks with a token (RFC 6750 §2.1): such a request has no session, whatever cookies it sends."""
    return request.headers.get("Authorization", "").lower().startswith("bearer")


class SignedIn(APIKeyCookie):
    """Only for people who are signed in. The same-origin middleware stands in for CSRF tokens."""

    openapi_description = "The session of a browser that is signed in."

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if request.user.is_authenticated:
            return request.user
        raise TokenNotTaken if bears_token(request) else SignInRequired


class ApiToken(HttpBearer):
    """Programs, in the name of who gave them a token of this scope. No session is read or made."""

    openapi_description = "An API token of the person's, with the scope that the endpoint needs."

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Grant:
        grant = grants.by_token(token, self.scope)
        request.user = grant.person  # type: ignore[assignment]  # the kernel does not know what a person is
        return grant


def anybody(request: HttpRequest) -> bool:
    return True


signed_in = SignedIn()


def signed_in_or(scope: Scope) -> Sequence[Callable[[HttpRequest], Any]]:
    """`auth=` for people who are signed in and for programs with a token of this scope.

    The endpoint documents TokenUnknown and ScopeNeeded.
    """
    return [ApiToken(scope), signed_in]


def anybody_or(scope: Scope) -> Sequence[Callable[[HttpRequest], Any]]:
    """`auth=` for everybody; a program with a token of this scope asks as its person."""
    return [ApiToken(scope), anybody]


@dataclass(frozen=True)
class Viewer:
    """Who asks, and whether a second factor was proved in this session; with a token it never is."""

    person_id: uuid.UUID
    second_factor: bool


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in person behind the request. Raises SignInRequired."""
    if not request.user.is_authenticated:
        raise SignInRequired
    assert isinstance(request.user.pk, uuid.UUID)
    if isinstance(getattr(request, "auth", None), Grant):
        return Viewer(request.user.pk, second_factor=False)
    return Viewer(request.user.pk, request.session.get(SECOND_FACTOR_AT) is not None)


class _Headers(Protocol):
    @property
    def headers(self) -> Any: ...


def language_of(request: _Headers) -> Language:
    """The language of `Accept-Language` (RFC 9110 §12.5.4) that Egret speaks, English when it names none."""
    for tag, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200]):
        if tag.startswith("zh"):
            return "zh-Hans"
        if tag.startswith("en"):
            return "en"
    return "en"


def address_of(request: HttpRequest) -> str:
    """The peer's address, from the front's header where one stands before us. Never stored, only counted hashed."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.EGRET_TRUST_PROXY else ""
    return _one_subscriber(forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", "")))


def _one_subscriber(address: str) -> str:
    """What one subscriber of a network has: an IPv4 address, or a whole /64 (RFC 6177), any address of which they may
    take for each request."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), SUBSCRIBER_PREFIX), strict=False))
