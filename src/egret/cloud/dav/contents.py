"""Contents over WebDAV: PUT as a stream into a new version, GET by the rules of the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from egret.cloud.actions import files
from egret.cloud.actions.locked import require_room
from egret.cloud.api.content import Content, serve
from egret.cloud.dav.answers import Refused
from egret.cloud.dav.locks import hold
from egret.cloud.dav.paths import Path
from egret.cloud.models import Conflict, FileVersion, Role, Space
from egret.cloud.queries import Access, owner_of
from egret.kernel import blobs
from egret.kernel.body import stream_of
from egret.kernel.permissions import require

if TYPE_CHECKING:
    from egret.cloud.dav.provider import Provider
    from egret.cloud.dav.resources import Resource
    from egret.cloud.dav.server import Server

PIECE: Final = 256 * 1024
LONG: Final = 1024 * 1024
# Clients send seconds since 1970; what a calendar cannot hold is no time.
LATEST: Final = datetime(9999, 1, 1, tzinfo=UTC).timestamp()


def read(request: HttpRequest, found: Resource) -> HttpResponseBase:
    """GET and HEAD of a file or folder."""
    if found.access is None or found.is_collection:
        sentence = "This is a folder: open it with a WebDAV client. 这是文件夹，请使用 WebDAV 客户端打开。\n"
        return HttpResponse(sentence, content_type="text/plain; charset=utf-8")
    version, reader = files.open_version(found.access)
    if request.method == "GET":
        files.do_note_opened(found.access)
    content = Content(found.access.node.name, version.media_type, version.id.hex, version.modified_at, reader)
    return serve(request, content, "attachment")


def put(server: Server, request: HttpRequest, names: Path) -> HttpResponse:
    """The body becomes a file, or a new version of the one that is there."""
    there, parent, name = _target(server, names)
    length = _announced(request)
    if "Content-Range" in request.headers:
        raise Refused(400, "A part of a file cannot be put (RFC 9110 §14.5).")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Refused(415, "Send the content as it is, without Content-Encoding.")
    moment = _modified(request)
    server.require_conditions(there)
    place = there or server.provider.parent_of(names)
    if length is None or length > LONG:
        # Nobody wants to hear at the end of an hour what could be said at its beginning.
        server.require_unlocked(place, "0")
    require_room(parent.space, length or 0)
    with _drafted(parent) as draft:
        _receive(request, draft, length, parent.space)
        with transaction.atomic():
            hold([parent.space.id])
            server.require_unlocked(place, "0")
            server.require_same(there, names)
            version = _store(parent, name, draft, moment)
    response = HttpResponse(status=201 if there is None else 204)
    response.headers["ETag"] = f'"{version.id.hex}"'
    if moment is not None:
        response.headers["X-OC-Mtime"] = "accepted"
    return response


def do_put_empty(provider: Provider, names: Path) -> FileVersion:
    """An empty file, for a lock on a name that was free. Raises Refused, NotAllowed, NameUnusable."""
    folder, name = provider.require_new_name(names)
    assert folder.access is not None
    require(folder.access.role >= Role.EDIT)
    with _drafted(folder.access) as draft:
        draft.finish()
        return _store(folder.access, name, draft, None)


def _target(server: Server, names: Path) -> tuple[Resource | None, Access, str]:
    """What is there now, and the folder and name to store under. Raises Refused, NotAllowed, NameUnusable."""
    there = server.provider.find(names)
    if there is None:
        folder, name = server.provider.require_new_name(names)
        assert folder.access is not None
        require(folder.access.role >= Role.EDIT)
        return None, folder.access, name
    if there.access is None or there.is_collection:
        raise Refused(405, "This is a folder.")
    access = there.access
    require(access.role >= Role.EDIT)
    # What is shared by itself lies in a folder its reader may not open: the role on the file is what counts.
    above = Access(
        access.person_id, access.chain[-2], access.space, access.role, access.chain[:-1], [], access.space_role
    )
    return there, above, access.node.name


def _store(parent: Access, name: str, draft: blobs.Draft, moment: datetime | None) -> FileVersion:
    version = files.do_store(parent, name, draft, conflict=Conflict.REPLACE, modified_at=moment)
    assert version is not None, "nothing is skipped"
    return version


@contextmanager
def _drafted(parent: Access) -> Iterator[blobs.Draft]:
    """A draft that leaves nothing behind when it does not become a file."""
    draft = blobs.draft(owner_of(parent.space), "cloud.file")
    try:
        yield draft
    except BaseException:
        draft.discard()
        raise


def _receive(request: HttpRequest, draft: blobs.Draft, length: int | None, space: Space) -> None:
    """The body as it comes. A chunked one has no length; its end is what the server says it is.

    Raises Refused, QuotaExceeded as soon as more comes than there is room for: nobody fills the disk on credit.
    """
    source = stream_of(request)
    try:
        while piece := source.read(PIECE):
            draft.write(piece)
            if length is not None and draft.size > length:
                raise Refused(400, "More came than was announced.")
            require_room(space, draft.size)
    except OSError:
        raise Refused(400, "The content broke off.") from None
    if length is not None and draft.size != length:
        raise Refused(400, "The content broke off.")
    draft.finish()


def _announced(request: HttpRequest) -> int | None:
    """How long the body says it is; None for a chunked one that does not say. Raises Refused.

    Of a chunked body the server does not tell an end from a break: what the client expects is the only measure
    (Finder's header, and ownCloud's).
    """
    chunked = "HTTP_TRANSFER_ENCODING" in request.META
    announced = request.META.get("CONTENT_LENGTH") or ""
    if chunked and not announced:
        announced = request.headers.get("X-Expected-Entity-Length") or request.headers.get("OC-Total-Length") or ""
    if announced:
        if not announced.isascii() or not announced.isdecimal():
            raise Refused(400, "Content-Length is not a number.")
        return int(announced)
    return None if chunked else 0


def _modified(request: HttpRequest) -> datetime | None:
    """`X-OC-Mtime`: when the file was last changed on the client, in seconds (ownCloud, rclone). Raises Refused."""
    header = request.headers.get("X-OC-Mtime")
    if header is None:
        return None
    try:
        seconds = float(header)
        if not 0 <= seconds <= LATEST:
            raise ValueError(header)
    except ValueError:
        raise Refused(400, "X-OC-Mtime is not a number of seconds.") from None
    return datetime.fromtimestamp(seconds, UTC)
