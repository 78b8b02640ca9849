"""Errors as `application/problem+json` (RFC 9457) in the language of whoever asked."""

from __future__ import annotations

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse

from egret.kernel.api import language_of
from egret.kernel.errors import EgretError

PROBLEM_JSON = "application/problem+json"


def problem_response(request: HttpRequest, error: EgretError) -> HttpResponse:
    """The answer for an error; a wait is said in `Retry-After` too."""
    language = language_of(request)
    response = HttpResponse(
        json.dumps(error.problem(language), cls=DjangoJSONEncoder, ensure_ascii=False),
        status=error.status,
        content_type=PROBLEM_JSON,
        headers={**error.headers, "Content-Language": language},
    )
    if "retry_after" in error.facts:
        response.headers["Retry-After"] = str(error.facts["retry_after"])
    return response
