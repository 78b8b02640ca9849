"""What holds for every request: its body is read, its answer carries our headers, and no other site sent it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseNotAllowed, UnreadablePostError
from django.http.response import HttpResponseBase

from egret.kernel.body import PIECE
from egret.kernel.errors import CrossSiteRequest, MethodNotAllowed
from egret.kernel.problems import problem_response

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Of a refused upload: enough for a picture that is too large, not for one without end.
LEFT_UNREAD = 128 * 1024 * 1024

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}

# No inline script and no other host. Styles: the component library sets style attributes.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self' {sockets}; worker-src 'self' blob:; "
    "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
PERMISSIONS_POLICY = "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()"


class ReadToTheEnd:
    """Reads what an answer left unread of the request's body, and drops it.

    A server that answers and hangs up while it is still being sent to makes the front say 502 for our 401 or 413.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        left = LEFT_UNREAD
        # Whoever went away in the middle hears no answer anyway.
        with suppress(UnreadablePostError):
            while left > 0 and (piece := request.read(PIECE)):
                left -= len(piece)
        return response


class ChunkedJson:
    """Lets JSON come in chunks (RFC 9112 §7.1): without a length Django takes every body to be empty."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if chunked and isinstance(request, WSGIRequest) and (request.content_type or "").endswith("json"):
            # One byte more than is taken, so that Django refuses it as it refuses an announced one.
            body = BytesIO()
            while (room := settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1 - body.tell()) > 0 and (
                piece := request.environ["wsgi.input"].read(min(room, PIECE))
            ):
                body.write(piece)
            request.META["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            request._stream = body
        return self.get_response(request)


class MethodProblems:
    """A method that an address of the API does not take is told as everything else that goes wrong there."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.path.startswith("/api/"):
            problem = problem_response(request, MethodNotAllowed())
            problem.headers["Allow"] = response.headers["Allow"]
            return problem
        return response


class SecurityHeaders:
    """Content security policy and its companions on every answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # Older Safari does not count ws: as 'self'.
        try:
            sockets = "ws://{0} wss://{0}".format(request.get_host())
        except DisallowedHost:
            sockets = ""
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY.format(sockets=sockets))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if request.path.startswith(("/api/", "/s/")):
            # A shared link that somebody publishes is still no page for a search engine.
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


class SameOrigin:
    """Refuse writes that another site's page makes a browser send (OWASP: Fetch Metadata in place of CSRF tokens).

    Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`; programs send neither.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and self._foreign(request):
            return problem_response(request, CrossSiteRequest())
        return self.get_response(request)

    @staticmethod
    def _foreign(request: HttpRequest) -> bool:
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = request.headers.get("Origin")
        try:
            return origin is not None and urlsplit(origin).netloc != request.headers.get("Host")
        except ValueError:
            return True  # no address at all
