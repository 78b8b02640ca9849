"""The page that carries the web app, and what operators ask."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import connection
from django.db.utils import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from egret.kernel import jobs
from egret.kernel.errors import BodyUnreadable, MethodNotAllowed, NotFound, ServerFault
from egret.kernel.problems import problem_response
from egret.kernel.purpose import without_purpose
from egret.media import rooms


@without_purpose("says that this process answers")
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "alive"})


@without_purpose("looks at our own processes")
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Each part that a call needs; 503 while one is missing."""
    parts = {"database": _database_ready(), "worker": False, "engine": rooms.engine_alive()}
    if parts["database"]:
        parts["worker"] = jobs.worker_alive()
    ready = all(parts.values())
    return JsonResponse({"status": "ready" if ready else "not ready", **parts}, status=200 if ready else 503)


@without_purpose("says the same to everybody")
@require_safe
def global_privacy_control(request: HttpRequest) -> JsonResponse:
    """That `Sec-GPC: 1` is honoured here, and since when (Global Privacy Control, W3C, §4)."""
    return JsonResponse({"gpc": True, "lastUpdate": "2026-11-24"})


def _database_ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


@lru_cache(maxsize=1)
def _index(changed: float) -> str:
    return (settings.EGRET_WEB_DIST / "index.html").read_text()


@without_purpose("sends the built page")
def page(request: HttpRequest) -> HttpResponseBase:
    """The web app; its router decides what an address means. Never stored, so that a new build is seen at once."""
    if request.method not in ("GET", "HEAD"):
        response: HttpResponse = problem_response(request, MethodNotAllowed())
        response.headers["Allow"] = "GET, HEAD"
        return response
    request.get_host()  # a name we were not started with ends in bad_request
    index = settings.EGRET_WEB_DIST / "index.html"
    try:
        html = _index(index.stat().st_mtime)
    except FileNotFoundError:
        return HttpResponse("The web app is not built yet: run `make up`.", status=503, content_type="text/plain")
    return HttpResponse(html, headers={"Cache-Control": "no-cache"})


def bad_host(request: HttpRequest) -> HttpResponse:
    """Somebody came under a name we were not started with: say how to add it, in both languages."""
    return HttpResponse(
        f"Egret answers at {settings.EGRET_ORIGIN}. To use another name, start it with --host or --domain.\n"
        f"Egret 的地址是 {settings.EGRET_ORIGIN}。如需使用其他域名，请以 --host 或 --domain 启动。\n",
        status=400,
        content_type="text/plain; charset=utf-8",
    )


@without_purpose("says that nothing is there")
def api_not_found(request: HttpRequest) -> HttpResponse:
    return problem_response(request, NotFound())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        return bad_host(request)
    return problem_response(request, BodyUnreadable())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_response(request, NotFound())


def server_fault(request: HttpRequest) -> HttpResponse:
    return problem_response(request, ServerFault())
