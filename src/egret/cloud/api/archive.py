"""Folders, and whatever was selected, as one ZIP."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Annotated

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router

from egret.cloud import queries
from egret.cloud.actions import files, spaces
from egret.cloud.api.content import disposition_of
from egret.cloud.api.nodes import DOOR, READ, door_of
from egret.cloud.archive.contents import stream
from egret.cloud.archive.copy import Copy
from egret.cloud.errors import PathTooLong
from egret.cloud.queries.contents import OWN_SPACE, archive_name, contents_of
from egret.kernel import clock
from egret.kernel.api import problems
from egret.kernel.errors import SignInRequired
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.purpose import under
from egret.kernel.zips import Members, length_of

router = Router(tags=["cloud"])
RESPONSES = {200: None, **problems(*DOOR, PathTooLong)}


@router.api_operation(["GET", "HEAD"], "/cloud/nodes/{node_id}/archive", response=RESPONSES, auth=READ)
@under("cloud.keep")
def read_archive(request: HttpRequest, node_id: uuid.UUID) -> HttpResponseBase:
    """A folder with all that is below it as a ZIP. The reading is recorded with the folder, once."""
    return _archive(request, [queries.access_node(door_of(request), node_id)])


@router.api_operation(["GET", "HEAD"], "/cloud/archive", response=RESPONSES, auth=READ)
@under("cloud.keep")
def read_selection(
    request: HttpRequest, node: Annotated[list[uuid.UUID], Query(min_length=1, max_length=1000)]
) -> HttpResponseBase:
    """Several folders and files as one ZIP; of two with one name the second is numbered."""
    door = door_of(request)
    return _archive(request, [queries.access_node(door, node_id) for node_id in dict.fromkeys(node)])


def _archive(request: HttpRequest, accesses: Sequence[queries.Access]) -> HttpResponseBase:
    members = contents_of(accesses)
    if request.method == "GET":
        for access in accesses:
            files.do_note_opened(access)
    return zip_response(request, members, archive_name(accesses[0]) if len(accesses) == 1 else OWN_SPACE)


@router.api_operation(
    ["GET", "HEAD"],
    "/cloud/export",
    response={200: None, **problems(SignInRequired, TokenUnknown, ScopeNeeded)},
    auth=READ,
)
@under("cloud.keep")
def read_export(request: HttpRequest) -> HttpResponseBase:
    """Everything in the person's own space as one ZIP: each version, the trash, and a manifest that restores it."""
    door = door_of(request)
    root = queries.access_space(door, spaces.personal_space(door.person_id).id)
    copy = Copy(root.space, root.node, door.person_id)
    if request.method == "GET":
        files.do_note_opened(root)
    return zip_response(request, copy.members, f"Egret {clock.today().isoformat()}", copy.stream())


def zip_response(
    request: HttpRequest, members: Members, name: str, pieces: Iterator[bytes] | None = None
) -> HttpResponseBase:
    """The length is told before the first byte: browsers show how far it is, and see when it was cut off."""
    response: HttpResponseBase
    response = HttpResponse() if request.method == "HEAD" else StreamingHttpResponse(pieces or stream(members))
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Length"] = str(length_of(members))
    response.headers["Content-Disposition"] = disposition_of(f"{name}.zip", "attachment")
    response.headers["Cache-Control"] = "private, no-store"
    return response
