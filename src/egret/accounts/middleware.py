"""Who asks: programs that show a token have no session, and a session says who has one."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from egret.kernel.api import bears_token
from egret.kernel.purpose import under


class TokensHaveNoSession:
    """Drops the session's cookie from a request with a token, so that the token's scopes are all it can do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if bears_token(request):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return self.get_response(request)


class Authentication:
    """`request.user`, read when it is first asked for: in the middle of an endpoint, and under sign-in's purpose."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.user = SimpleLazyObject(lambda: _person_of(request))  # type: ignore[assignment]  # as Django's own does
        return self.get_response(request)


@under("accounts.sign_in")
def _person_of(request: HttpRequest) -> AbstractBaseUser | AnonymousUser:
    return get_user(request)
