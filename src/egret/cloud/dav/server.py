"""One WebDAV request: what WsgiDAV answers by itself, and what goes to the drive."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from wsgidav import util
from wsgidav.dav_error import DAVError
from wsgidav.request_server import RequestServer

from egret.cloud.dav import contents, moving
from egret.cloud.dav.answers import Refused
from egret.cloud.dav.listing import propfind
from egret.cloud.dav.locks import hold
from egret.cloud.dav.paths import MOUNT, Path
from egret.cloud.dav.provider import Provider
from egret.cloud.dav.resources import Resource
from egret.cloud.errors.dav import XmlTooLong
from egret.cloud.models import Role
from egret.kernel.body import read_body
from egret.kernel.permissions import require

# A PROPFIND names a few properties; the longest of ours in the wild is two KiB.
MAXIMUM_XML: Final = 256 * 1024
# Deeper or wider than any client's; less deep than Python's stack.
MAXIMUM_ELEMENTS: Final = 500
# What a PROPFIND asks for is answered for every file of a folder; clients ask for thirty.
MAXIMUM_ASKED: Final = 64
# Each is a question to the database.
MAXIMUM_IF: Final = 8_192
# Seconds, and an alternative or two.
MAXIMUM_TIMEOUT: Final = 100
BY_LIBRARY: Final = ("PROPPATCH", "LOCK", "UNLOCK", "OPTIONS")
OURS: Final = {"PUT": contents.put, "MKCOL": moving.make_folder, "DELETE": moving.delete, "MOVE": moving.move}
CONDITIONS: Final = {"HTTP_IF", "HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_UNMODIFIED_SINCE"}


class Server(RequestServer):  # type: ignore[misc]  # the library has no types
    """The request server of one request: its environment, its provider, and whether it may write where."""

    def __init__(self, provider: Provider, request: HttpRequest) -> None:
        super().__init__(provider)
        self.provider = provider
        self.environ: dict[str, Any] = {
            **request.META,
            "wsgidav.provider": provider,
            "wsgidav.config": {"add_header_MS_Author_Via": True},
            "wsgidav.verbose": 1,
            "wsgidav.user_name": str(provider.door.person_id),
        }
        if len(request.headers.get("If", "")) > MAXIMUM_IF:
            raise Refused(400, "The If header is too long.")
        if len(request.headers.get("Timeout", "")) > MAXIMUM_TIMEOUT:
            raise Refused(400, "The Timeout header is too long.")
        util.parse_if_header_dict(self.environ)

    def answer(self, request: HttpRequest, names: Path) -> HttpResponseBase:
        """Carry it out. Raises Refused, DAVError, EgretError."""
        method = request.method or ""
        if method in ("GET", "HEAD"):
            found = self.require_found(names)
            if {"If", "If-Match", "If-Unmodified-Since"} & set(request.headers):
                self.require_conditions(found)
            return contents.read(request, found)
        if method == "PROPFIND":
            return self._list(request, names)
        if method in BY_LIBRARY:
            return self._by_library(request, names)
        if method == "COPY":
            return moving.copy(self, request, names)
        act = OURS.get(method)
        if act is None:
            raise Refused(405, "WebDAV has no such method here.")
        return act(self, request, names)

    def _list(self, request: HttpRequest, names: Path) -> HttpResponseBase:
        found = self.require_found(names)
        body = self._xml(request)
        self._evaluate_if_headers(found, self.environ)
        return propfind(found, request.headers.get("Depth", "infinity").lower(), body)

    def _by_library(self, request: HttpRequest, names: Path) -> HttpResponse:
        method = request.method or ""
        found = self.provider.current = self.provider.find(names)
        body = self._xml(request)
        self.environ.update(
            PATH_INFO="/" + "/".join(names), CONTENT_LENGTH=str(len(body)), **{"wsgi.input": BytesIO(body)}
        )
        if "HTTP_DEPTH" in self.environ:
            self.environ["HTTP_DEPTH"] = self.environ["HTTP_DEPTH"].lower()
        if method in ("PROPPATCH", "LOCK"):
            with transaction.atomic():
                self._require_writable(method, found, names)
                return self._run(method)
        return self._run(method)

    def _run(self, method: str) -> HttpResponse:
        answered: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            answered.update(status=int(status.split()[0]), headers=headers)

        pieces = list(getattr(self, f"do_{method}")(self.environ, start))
        response = HttpResponse(b"".join(pieces), status=answered["status"])
        del response.headers["Content-Type"]
        for name, value in answered["headers"]:
            if name not in ("Date", "Content-Length"):
                response.headers[name] = value
        return response

    def _require_writable(self, method: str, found: Resource | None, names: Path) -> None:
        """Locks and properties are writes; the space is held until they are decided."""
        if found is None and method == "PROPPATCH":
            raise Refused(404, "There is nothing here.")
        if found is None:
            folder, _ = self.provider.require_new_name(names)
            self.require_unlocked(folder, "0")
            access = folder.access
        else:
            access = found.access
        if access is None:
            raise Refused(403, "This folder only leads to others.")
        require(access.role >= Role.EDIT)
        hold([access.space.id])

    def _xml(self, request: HttpRequest) -> bytes:
        """A body of XML, small and without a document type: entities can neither grow nor reach out. Raises Refused."""
        body = read_body(request, MAXIMUM_XML, XmlTooLong())
        if body.strip():
            try:
                root = fromstring(body, forbid_dtd=True)
            except (DefusedXmlException, SyntaxError, ValueError, LookupError):
                raise Refused(400, "The body is not XML that is taken here.") from None
            if sum(1 for _ in root.iter()) > MAXIMUM_ELEMENTS or len(root.findall("{DAV:}prop/*")) > MAXIMUM_ASKED:
                raise Refused(400, "The body asks for too much at once.")
        return body

    # Questions that every writing method asks.

    @staticmethod
    def has_body(request: HttpRequest) -> bool:
        return (request.META.get("CONTENT_LENGTH") or "0") != "0" or "HTTP_TRANSFER_ENCODING" in request.META

    def require_found(self, names: Path) -> Resource:
        found = self.provider.find(names)
        if found is None:
            raise Refused(404, "There is nothing here.")
        return found

    def require_unlocked(self, found: Resource | None, depth: str) -> None:
        """Raises DAVError 423 unless nobody has it locked, or the request shows the lock's token."""
        if found is not None and found.node is not None:
            self._check_write_permission(found, depth, self.environ)

    def require_same(self, before: Resource | None, names: Path) -> None:
        """With the space held, for a conditional request: it is as it was when the conditions were looked at."""
        if not CONDITIONS & set(self.environ):
            return
        self.provider.forget()
        now = self.provider.find(names)
        if (now is None) != (before is None) or (now and before and now.get_etag() != before.get_etag()):
            raise Refused(412, "It was changed meanwhile.")

    def require_conditions(self, found: Resource | None) -> None:
        """If-Match and its kin, and RFC 4918's own If. Raises DAVError 412."""
        self._evaluate_if_headers(found, self.environ)

    def _evaluate_if_headers(self, res: Resource | None, environ: dict[str, Any]) -> None:
        if res is None:
            if "HTTP_IF_MATCH" in environ:
                raise DAVError(412)
            return
        if environ["REQUEST_METHOD"] in ("PUT", "DELETE", "GET", "HEAD"):
            self._require_http_conditions(res, environ)
        lists = environ["wsgidav.conditions.if"]
        if not lists:
            if "HTTP_IF" in environ:
                raise DAVError(400, "The If header cannot be read.")
            return
        tokens = [lock["token"] for lock in self.provider.lock_manager.covering(res.place)] if res.place else []
        wanted = next((key for key in lists if key != "*" and _names(key, res)), "*")
        if not util.test_if_header_dict(res, lists, wanted, tokens, res.get_etag() or "[]"):
            raise DAVError(412)

    @staticmethod
    def _require_http_conditions(res: Resource, environ: dict[str, Any]) -> None:
        reading = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        # What a browser may use of its store is decided where the content is served.
        passed_over = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE") if reading else ("HTTP_IF_MODIFIED_SINCE",)
        seen = {name: value for name, value in environ.items() if name not in passed_over}
        if "HTTP_IF_NONE_MATCH" in seen and res.is_collection:
            raise DAVError(412)
        modified = int(res.get_last_modified() or 0)
        util.evaluate_http_conditionals(res, modified, res.get_etag() or "[]", seen)


def _names(address: str, res: Resource) -> bool:
    """Whether a tagged list of the If header speaks of this resource."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return False
    return path.rstrip("/") == (MOUNT + res.path).rstrip("/")
