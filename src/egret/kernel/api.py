"""What every endpoint shares: schemas that refuse the unknown, documented problems, who asks, in which language."""

from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import Schema
from ninja.security import APIKeyCookie
from pydantic import BaseModel, ConfigDict

from egret.kernel.errors import BodyUnreadable, EgretError, RequestInvalid, SignInRequired
from egret.kernel.text import Language


class Input(Schema):
    """A request's body: exactly the declared members, nothing more (C12, C24)."""

    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    """An answer's body. Plain pydantic: its values are checked once, when it is built."""


def answer(body: Output, status: int = 200) -> HttpResponse:
    """The body as JSON, written by pydantic's own encoder; Ninja would check and encode every value a second time."""
    return HttpResponse(body.model_dump_json(), status=status, content_type="application/json; charset=utf-8")


class Problem(Schema):
    """RFC 9457 problem details; further members carry the error's facts."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str


def problems(*errors: type[EgretError]) -> dict[int, type[Schema]]:
    """The responses an endpoint documents, from the errors it may raise."""
    always: tuple[type[EgretError], ...] = (BodyUnreadable, RequestInvalid)
    return {error.status: Problem for error in (*always, *errors)}


class SignedIn(APIKeyCookie):
    """Only for people who are signed in. The same-origin middleware stands in for CSRF tokens."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        if not request.user.is_authenticated:
            raise SignInRequired
        return request.user


signed_in = SignedIn()


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
    return forwarded.split(",")[-1].strip() or str(request.META.get("REMOTE_ADDR", ""))
