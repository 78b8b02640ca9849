"""Refusals as WebDAV clients read them: a status, one sentence, and the precondition's name where the RFC has one."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from wsgidav.dav_error import DAVError

from egret.cloud import errors
from egret.kernel.api import language_of
from egret.kernel.errors import EgretError

# What the drive's errors are in WebDAV, where a client expects another number than the API's.
STATUS: Final[dict[type[EgretError], int]] = {
    errors.NameUnusable: 400,
    errors.FolderIntoItself: 403,
    errors.RootFixed: 403,
    errors.SpaceUnknown: 404,
}
CHALLENGE = 'Basic realm="Egret", charset="UTF-8"'


class Refused(Exception):
    """A request that is not carried out, and why."""

    def __init__(self, status: int, sentence: str, precondition: str = "") -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.precondition = status, sentence, precondition


def refusal(request: HttpRequest, error: Exception) -> HttpResponse:
    """The answer for what a request was refused for."""
    if isinstance(error, DAVError):
        return _of_library(error)
    if isinstance(error, Refused):
        return _sentence(error.status, error.sentence)
    assert isinstance(error, EgretError)
    language = language_of(request)
    title, detail = error.title.say(language, **error.facts), error.detail.say(language, **error.facts)
    response = _sentence(STATUS.get(type(error), error.status), f"{title} {detail}")
    for name, value in error.headers.items():
        response.headers[name] = value
    if "retry_after" in error.facts:
        response.headers["Retry-After"] = str(error.facts["retry_after"])
    return response


def as_dav_error(error: Exception) -> DAVError:
    """The same inside of a multi-status answer."""
    if isinstance(error, DAVError):
        return error
    if isinstance(error, Refused):
        return DAVError(error.status)
    assert isinstance(error, EgretError)
    return DAVError(STATUS.get(type(error), error.status))


def sign_in_first() -> HttpResponse:
    response = _sentence(401, "Sign in with an app password for WebDAV. 请使用 WebDAV 应用密码登录。")
    response.headers["WWW-Authenticate"] = CHALLENGE
    return response


def _of_library(error: DAVError) -> HttpResponse:
    if error.value == 304:
        return HttpResponse(status=304)
    if error.err_condition is not None:
        return HttpResponse(
            error.err_condition.as_string(), status=error.value, content_type="application/xml; charset=utf-8"
        )
    # Its own page names program and version, and repeats the path.
    return _sentence(error.value, error.context_info if error.value == 400 and error.context_info else "Refused.")


def _sentence(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
