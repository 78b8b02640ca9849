"""Two views and no middleware, to measure servers alone. Granian loads `wsgi` or `asgi` from here."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

PIECE = 64 * 1024


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def receive(request: HttpRequest) -> HttpResponse:
    """Read a body in pieces and say how long it was."""
    # Django's own stream ends at Content-Length, which a chunked body does not have; the server's does not.
    source = request.META.get("wsgi.input", request)
    total = 0
    while piece := source.read(PIECE):
        total += len(piece)
    return HttpResponse(str(total), content_type="text/plain")


urlpatterns = [path("receive", receive), path("", hello)]

if not settings.configured:
    settings.configure(
        ALLOWED_HOSTS=["*"], MIDDLEWARE=[], ROOT_URLCONF=__name__, SECRET_KEY="of a benchmark", USE_TZ=True
    )
    django.setup(set_prefix=False)

wsgi = WSGIHandler()
asgi = ASGIHandler()
