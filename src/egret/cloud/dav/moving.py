"""Folders made, things deleted, moved and copied. What is overwritten goes to the trash or stays as a version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from egret.cloud.actions import files, trash, tree
from egret.cloud.dav.answers import Refused
from egret.cloud.dav.locks import drop_locks, hold
from egret.cloud.dav.paths import Path, destination_of
from egret.cloud.dav.properties import do_copy_properties, do_replace_properties
from egret.cloud.models import Conflict, FileVersion, Node, Role
from egret.cloud.queries import Access, owner_of
from egret.kernel.permissions import require

if TYPE_CHECKING:
    from egret.cloud.dav.resources import Resource
    from egret.cloud.dav.server import Server


def make_folder(server: Server, request: HttpRequest, names: Path) -> HttpResponse:
    """MKCOL (RFC 4918 §9.3)."""
    if server.has_body(request):
        raise Refused(415, "A folder is made without a body.")
    if server.provider.find(names) is not None:
        raise Refused(405, "There is something of this name already.")
    folder, name = server.provider.require_new_name(names)
    assert folder.access is not None
    require(folder.access.role >= Role.EDIT)
    server.require_conditions(None)
    with transaction.atomic():
        hold([folder.access.space.id])
        server.require_unlocked(folder, "0")
        tree.do_create_folder(folder.access, name)
    return HttpResponse(status=201)


def delete(server: Server, request: HttpRequest, names: Path) -> HttpResponse:
    """DELETE puts it into the trash, with all below it (RFC 4918 §9.6)."""
    found = server.require_found(names)
    access = _writable(found)
    if found.is_collection and request.headers.get("Depth", "infinity").lower() != "infinity":
        raise Refused(400, "A folder is deleted with everything in it: Depth is infinity.")
    server.require_conditions(found)
    with transaction.atomic():
        hold([access.space.id])
        server.require_unlocked(found, "infinity")
        server.require_unlocked(server.provider.parent_of(names), "0")
        server.require_same(found, names)
        trash.do_trash(access)
        drop_locks(found.place)
    return HttpResponse(status=204)


def move(server: Server, request: HttpRequest, names: Path) -> HttpResponse:
    """MOVE (RFC 4918 §9.9)."""
    found = server.require_found(names)
    source = _writable(found)
    if found.is_collection and _depth(request) != "infinity":
        raise Refused(400, "A folder is moved with everything in it: Depth is infinity.")
    there, folder, name = _destination(server, request, found)
    with transaction.atomic():
        hold({source.space.id, folder.space.id})
        server.require_unlocked(found, "infinity")
        server.require_unlocked(server.provider.parent_of(names), "0")
        _clear_way(server, found, there)
        if there is not None and _becomes_version(found, there, source, folder):
            version = _take_content(folder, there, source.node)
            do_replace_properties(source.node, version.node)
            trash.do_trash(source)
        else:
            if there is not None:
                trash.do_trash(_access(there))
            tree.do_move(source, folder, name=name)
        drop_locks(found.place)
    return HttpResponse(status=201 if there is None else 204)


def copy(server: Server, request: HttpRequest, names: Path) -> HttpResponse:
    """COPY (RFC 4918 §9.8); of a folder with Depth 0, the folder alone."""
    found = server.require_found(names)
    source = _access(found)
    depth = _depth(request)
    there, folder, name = _destination(server, request, found)
    with transaction.atomic():
        hold({source.space.id, folder.space.id})
        _clear_way(server, found, there)
        if there is not None and _becomes_version(found, there, source, folder):
            version = _take_content(folder, there, source.node)
            do_replace_properties(source.node, version.node)
        else:
            if there is not None:
                trash.do_trash(_access(there))
            if found.is_collection and depth == "0":
                do_replace_properties(source.node, tree.do_create_folder(folder, name))
            else:
                do_copy_properties(source.node, tree.do_copy(source, folder, name=name))
    return HttpResponse(status=201 if there is None else 204)


def _depth(request: HttpRequest) -> str:
    depth = request.headers.get("Depth", "infinity").lower()
    if depth not in ("0", "infinity"):
        raise Refused(400, "Depth is 0 or infinity.")
    return depth


def _access(found: Resource) -> Access:
    if found.access is None:
        raise Refused(403, "This folder only leads to others.")
    return found.access


def _writable(found: Resource) -> Access:
    access = _access(found)
    require(access.role >= Role.EDIT)
    return access


def _destination(server: Server, request: HttpRequest, found: Resource) -> tuple[Resource | None, Access, str]:
    """What is at the destination, the folder to put it into, and its name. Raises Refused, NotAllowed."""
    overwrite = request.headers.get("Overwrite", "T").upper()
    if overwrite not in ("T", "F"):
        raise Refused(400, "Overwrite is T or F.")
    if "Destination" not in request.headers:
        raise Refused(400, "A Destination header is needed.")
    target = destination_of(request.headers["Destination"], request.get_host())
    if target == found.names:
        raise Refused(403, "Source and destination are the same.")
    folder, name = server.provider.require_new_name(target)
    assert folder.access is not None
    there = server.provider.find(target)
    require(folder.access.role >= Role.EDIT)
    if there is not None:
        _writable(there)
    server.require_conditions(found)
    if there is not None and overwrite == "F":
        raise Refused(412, "There is something at the destination already.")
    if there is not None and there.node is not None and any(node.id == there.node.id for node in _access(found).chain):
        raise Refused(403, "The destination holds the source.")
    server.require_unlocked(there or folder, "infinity" if there is not None else "0")
    return there, folder.access, name


def _clear_way(server: Server, found: Resource, there: Resource | None) -> None:
    """Again, now that nobody else writes: nothing was locked or exchanged meanwhile."""
    server.require_same(found, found.names)
    if there is not None:
        server.require_unlocked(there, "infinity")
        if there.is_collection:
            drop_locks(there.place)


def _becomes_version(found: Resource, there: Resource, source: Access, folder: Access) -> bool:
    """A file over a file is its new version: office suites save so, and history and shares stay with the file."""
    same_key = owner_of(source.space) == owner_of(folder.space)
    return same_key and not found.is_collection and not there.is_collection


def _take_content(folder: Access, there: Resource, source: Node) -> FileVersion:
    assert source.version_id is not None and there.node is not None
    current = FileVersion.objects.select_related("blob").get(id=source.version_id)
    version = files.do_store(
        folder,
        there.node.name,
        current.blob,
        conflict=Conflict.REPLACE,
        media_type=current.media_type,
        modified_at=current.modified_at,
    )
    assert version is not None, "nothing is skipped"
    return version
