"""The API's assembly: routers, and every failure as a problem."""

import copy
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from egret.accounts.api import ROUTERS as ACCOUNTS
from egret.cloud.api import ROUTERS as CLOUD
from egret.kernel.errors import (
    BodyTooLarge,
    BodyUnreadable,
    EgretError,
    NotFound,
    RequestInvalid,
    ServerFault,
    SignInRequired,
)
from egret.kernel.problems import PROBLEM_JSON, problem_response
from egret.meetings.api import router as meetings
from egret.meetings.hosting.api import router as hosting
from egret.meetings.quality.api import router as quality
from egret.meetings.recordings.api import router as recordings
from egret.meetings.scheduling.api import ROUTERS as SCHEDULING
from egret.meetings.talk.api import router as talk
from egret.organizations.api import ROUTERS as ORGANIZATIONS
from egret.privacy.api import router as privacy
from egret.privacy.audit.api import router as audit
from egret.privacy.consents.api import router as consents
from egret.privacy.copies.api import router as copies
from egret.privacy.erasures.api import router as erasures
from egret.privacy.erasures.desk import router as notices
from egret.privacy.holds.api import router as holds
from egret.privacy.requests.api import ROUTERS as REQUESTS
from egret.privacy.retention.api import router as retention
from egret.privacy.versions.api import router as versions

logger = logging.getLogger(__name__)


class EgretAPI(NinjaAPI):
    """NinjaAPI whose document says what is true of failures: problem+json."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        # Built once: it does not change while we run, and takes a second of a busy machine.
        if self._document is None:
            schema = super().get_openapi_schema(**kwargs)
            for methods in schema["paths"].values():
                for operation in methods.values():
                    for status, response in operation["responses"].items():
                        if int(status) >= 400 and "application/json" in response.get("content", {}):
                            response["content"] = {PROBLEM_JSON: response["content"]["application/json"]}
            self._document = schema
        return copy.deepcopy(self._document)


api = EgretAPI(
    title="Egret",
    version="1",
    description="Meetings and files on your own machine. Errors are problems (RFC 9457) with a stable `type`.",
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api-v1",
)
MEETINGS = (*SCHEDULING, meetings, hosting, recordings, quality, talk)
PRIVACY = (privacy, versions, consents, *REQUESTS, copies, audit, holds, erasures, notices, retention)
for router in (*ACCOUNTS, *ORGANIZATIONS, *CLOUD, *MEETINGS, *PRIVACY):
    api.add_router("", router)


@api.exception_handler(EgretError)
def on_egret_error(request: HttpRequest, error: EgretError) -> HttpResponse:
    return problem_response(request, error)


@api.exception_handler(ValidationError)
def on_validation_error(request: HttpRequest, error: ValidationError) -> HttpResponse:
    # Only where and what: the value that was sent may be personal, and is not echoed.
    errors = [{"where": ".".join(map(str, each["loc"])), "what": each["msg"]} for each in error.errors]
    return problem_response(request, RequestInvalid(errors=errors))


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == 401:
        return problem_response(request, SignInRequired())
    return problem_response(request, BodyUnreadable())


@api.exception_handler(RequestDataTooBig)
def on_too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem_response(request, BodyTooLarge(maximum_bytes=settings.DATA_UPLOAD_MAX_MEMORY_SIZE))


@api.exception_handler(UnreadablePostError)
def on_broken_off(request: HttpRequest, error: UnreadablePostError) -> HttpResponse:
    """Whoever sent it went away in the middle: no fault of ours to write a trace of."""
    return problem_response(request, BodyUnreadable())


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem_response(request, NotFound())


@api.exception_handler(Exception)
def on_fault(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.exception("%s failed", request.resolver_match.route if request.resolver_match else "a request")
    return problem_response(request, ServerFault())
