"""What whoever has a link may do with it, without an account: everything below `/cloud/links/{token}/`."""

import uuid
from datetime import timedelta
from typing import Annotated, Any, Literal

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status
from pydantic import Field

from egret.cloud import queries
from egret.cloud.actions import files, links, trash, tree
from egret.cloud.api.archive import zip_response
from egret.cloud.api.content import Content, serve
from egret.cloud.api.links import MAXIMUM_PASSWORD, KindWord, kind_word
from egret.cloud.api.nodes import shown
from egret.cloud.api.schemas import EntriesOut, NameIn, NodeOut
from egret.cloud.errors import (
    CursorUnusable,
    NameTaken,
    NameUnusable,
    NodeUnknown,
    NotAFile,
    NotAFolder,
    PathTooLong,
    RangeUnsatisfiable,
    RootFixed,
    TooDeep,
)
from egret.cloud.errors.sharing import LinkLocked, LinkPasswordWrong, LinkUnknown, TooManyLinkGuesses
from egret.cloud.models import Link, LinkKind, Role
from egret.cloud.personal import LINK_PASS, LINK_READING
from egret.cloud.queries.contents import archive_name, contents_of
from egret.cloud.queries.links import PASS_LIFETIME, LinkFacts, is_unlocked, link_at
from egret.cloud.queries.listing import MAXIMUM_PAGE, PAGE
from egret.kernel.api import Input, Output, address_of, answer, problems
from egret.kernel.browser_storage import set_cookie
from egret.kernel.errors import CrossSiteRequest, NotAllowed
from egret.kernel.personal import Category
from egret.kernel.purpose import under

router = Router(tags=["links"])
HERE = "/cloud/links/{token}"
DOOR = (LinkUnknown, LinkLocked, TooManyLinkGuesses, CrossSiteRequest)
NODE = (*DOOR, NodeUnknown, NotAllowed)
# Programs that send no cookies, such as an upload in pieces, name the link and its pass themselves.
TOKEN_HEADER, PASS_HEADER = "Egret-Link", "Egret-Link-Pass"
# Whoever reads a film for longer than this counts once more.
READING_LIFETIME = timedelta(hours=1)


class OpenedOut(Output):
    kind: KindWord
    needs_password: bool = Field(description="true until `/unlock`: nothing else is told then")
    name: str = Field(description="empty while locked, and for a whole space")
    is_folder: bool | None
    node: uuid.UUID | None = Field(description="where to go on; null while locked")
    size: int | None
    media_type: str | None


class UnlockedOut(OpenedOut):
    link_pass: str = Field(description=f"for requests without cookies, in the header {PASS_HEADER}")


class UnlockIn(Input):
    password: Annotated[str, Category.CREDENTIAL] = Field(max_length=MAXIMUM_PASSWORD)


def facts_of(request: HttpRequest, token: str | None = None) -> LinkFacts:
    """What a request says of the link it came by: in its address, or in the header Egret-Link."""
    proof = request.headers.get(PASS_HEADER) or request.COOKIES.get(LINK_PASS.name, "")
    return LinkFacts(token or request.headers.get(TOKEN_HEADER, ""), address_of(request), proof)


def _opened(link: Link, *, unlocked: bool) -> dict[str, Any]:
    node = link.node
    # A drop box tells what it is called, and nothing of what is in it.
    tells = unlocked and link.kind != LinkKind.DROP
    return {
        "kind": kind_word(link),
        "needs_password": not unlocked,
        "name": node.name if unlocked else "",
        "is_folder": node.is_folder if unlocked else None,
        "node": node.id if unlocked else None,
        "size": node.size if tells else None,
        "media_type": node.media_type if tells else None,
    }


@router.get(f"{HERE}/open", response={200: OpenedOut, **problems(*DOOR)})
@under("cloud.keep")
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """What a link leads to. Unknown, withdrawn, spent and expired ones give the same answer."""
    facts = facts_of(request, token)
    link = link_at(facts)
    return _private(answer(OpenedOut(**_opened(link, unlocked=is_unlocked(link, facts)))))


@router.post(f"{HERE}/unlock", response={200: UnlockedOut, **problems(*DOOR, LinkPasswordWrong)})
@under("cloud.keep")
def unlock_link(request: HttpRequest, token: str, body: UnlockIn) -> HttpResponse:
    """The right password opens the link in this browser for twelve hours."""
    link, proof = links.do_unlock(facts_of(request, token), body.password)
    response = _private(answer(UnlockedOut(**_opened(link, unlocked=True), link_pass=proof)))
    set_cookie(response, LINK_PASS, proof, path=_path(token), max_age=int(PASS_LIFETIME.total_seconds()))
    return response


@router.get(f"{HERE}/nodes/{{uuid:node_id}}", response={200: NodeOut, **problems(*NODE)})
@under("cloud.keep")
def show_linked_node(request: HttpRequest, token: str, node_id: uuid.UUID) -> HttpResponse:
    return _private(answer(_shown(queries.access_by_link(facts_of(request, token), node_id))))


@router.get(
    f"{HERE}/nodes/{{uuid:node_id}}/children",
    response={200: EntriesOut, **problems(*NODE, NotAFolder, CursorUnusable)},
)
@under("cloud.keep")
def list_linked_children(
    request: HttpRequest,
    token: str,
    node_id: uuid.UUID,
    sort: queries.Sort = "name",
    descending: bool = False,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_PAGE)] = PAGE,
) -> HttpResponse:
    """What is in a folder, folders first."""
    access = queries.access_by_link(facts_of(request, token), node_id)
    if not access.node.is_folder:
        raise NotAFolder
    entries, next_cursor = queries.children_of(
        access.node, None, sort=sort, descending=descending, cursor=cursor, limit=limit
    )
    for entry in entries:
        entry["shared"] = False
    return _private(answer(EntriesOut.model_construct(items=entries, next_cursor=next_cursor)))


@router.api_operation(
    ["GET", "HEAD"],
    f"{HERE}/nodes/{{uuid:node_id}}/content",
    response={200: None, 206: None, 304: None, **problems(*NODE, NotAFile, RangeUnsatisfiable)},
)
@under("cloud.keep")
def read_linked_content(
    request: HttpRequest,
    token: str,
    node_id: uuid.UUID,
    disposition: Literal["inline", "attachment"] = "attachment",
) -> HttpResponseBase:
    """The bytes, or a range of them. All ranges that one browser reads of a file are one download."""
    facts = facts_of(request, token)
    reading = _reading(request)
    continues = "Range" in request.headers and reading is not None
    access = queries.access_by_link(facts, node_id, counted=continues)
    version, reader = files.open_version(access)
    link = access.link
    assert link is not None
    mark = [link.id.hex, version.id.hex]
    if continues and reading != mark:
        # Of another content: a new reading, which a spent link has not.
        continues = False
        access = queries.access_by_link(facts, node_id)
    content = Content(access.node.name, version.media_type, version.id.hex, version.modified_at, reader)
    response = serve(request, content, disposition)
    if request.method == "GET" and response.status_code in (200, 206) and not continues:
        links.count_download(link)
        files.do_note_opened(access)
        signed = signing.dumps(mark, salt=LINK_READING.name)
        path = f"{_path(token)}/nodes/{node_id}/content"
        set_cookie(response, LINK_READING, signed, path=path, max_age=int(READING_LIFETIME.total_seconds()))
    return response


@router.api_operation(
    ["GET", "HEAD"],
    f"{HERE}/nodes/{{uuid:node_id}}/archive",
    response={200: None, **problems(*NODE, PathTooLong)},
)
@under("cloud.keep")
def read_linked_archive(request: HttpRequest, token: str, node_id: uuid.UUID) -> HttpResponseBase:
    """A folder with all that is below it as a ZIP. It counts as one download, however much is in it."""
    access = queries.access_by_link(facts_of(request, token), node_id)
    assert access.link is not None
    members = contents_of([access])
    if request.method == "GET":
        links.count_download(access.link)
        files.do_note_opened(access)
    return zip_response(request, members, archive_name(access))


@router.post(
    f"{HERE}/nodes/{{uuid:node_id}}/folders",
    response={201: NodeOut, **problems(*NODE, NameUnusable, NameTaken, NotAFolder, TooDeep)},
)
@under("cloud.keep")
def create_linked_folder(request: HttpRequest, token: str, node_id: uuid.UUID, body: NameIn) -> Status[NodeOut]:
    facts = facts_of(request, token)
    folder = tree.do_create_folder(queries.access_by_link(facts, node_id, Role.EDIT), body.name)
    return Status(201, _shown(queries.access_by_link(facts, folder.id)))


@router.patch(
    f"{HERE}/nodes/{{uuid:node_id}}", response={200: NodeOut, **problems(*NODE, NameUnusable, NameTaken, RootFixed)}
)
@under("cloud.keep")
def rename_linked_node(request: HttpRequest, token: str, node_id: uuid.UUID, body: NameIn) -> NodeOut:
    """Below the link's own folder, whose name is not the visitors' to change."""
    facts = facts_of(request, token)
    tree.do_rename(_below(queries.access_by_link(facts, node_id, Role.EDIT)), body.name)
    return _shown(queries.access_by_link(facts, node_id))


@router.delete(f"{HERE}/nodes/{{uuid:node_id}}", response={204: None, **problems(*NODE, RootFixed)})
@under("cloud.keep")
def trash_linked_node(request: HttpRequest, token: str, node_id: uuid.UUID) -> Status[None]:
    """Into the trash of the space, where its people find it."""
    trash.do_trash(_below(queries.access_by_link(facts_of(request, token), node_id, Role.EDIT)))
    return Status(204, None)


def _below(access: queries.Access) -> queries.Access:
    if access.link is None or access.node.id == access.link.node_id:
        raise RootFixed
    return access


def _shown(access: queries.Access) -> NodeOut:
    """Without who made it: visitors learn of no people."""
    return shown(access).model_copy(update={"creator": None})


def _path(token: str) -> str:
    return f"/api/v1/cloud/links/{token}"


def _reading(request: HttpRequest) -> list[str] | None:
    """The link and the content whose reading this browser began."""
    try:
        found: list[str] = signing.loads(
            request.COOKIES.get(LINK_READING.name, ""), salt=LINK_READING.name, max_age=READING_LIFETIME
        )
    except signing.BadSignature:
        return None
    return found


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "private, no-store"
    return response
