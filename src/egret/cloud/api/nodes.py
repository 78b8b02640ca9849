"""Folders and files: looked at, made, renamed, moved, copied, thrown away and brought back."""

import uuid
from typing import Annotated

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from egret.accounts.queries import people_by_id
from egret.cloud import queries
from egret.cloud.actions import trash, tree
from egret.cloud.api.schemas import (
    EntriesOut,
    NameIn,
    NodeOut,
    PlaceIn,
    node_out,
)
from egret.cloud.errors import (
    CursorUnusable,
    FolderIntoItself,
    NameTaken,
    NameUnusable,
    NodeUnknown,
    NotAFolder,
    QuotaExceeded,
    RootFixed,
    TooDeep,
)
from egret.cloud.models import Favourite, Node, Role
from egret.cloud.queries.listing import MAXIMUM_PAGE, PAGE
from egret.kernel.api import answer, problems, signed_in_or, viewer_of
from egret.kernel.errors import NotAllowed, SignInRequired
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.holds import Held
from egret.kernel.purpose import under
from egret.organizations.errors import SecondFactorNeeded

router = Router(tags=["cloud"])
READ, WRITE = signed_in_or("files:read"), signed_in_or("files:write")
DOOR = (SignInRequired, TokenUnknown, ScopeNeeded, NodeUnknown, NotAllowed, SecondFactorNeeded)
PLACED = (NameUnusable, NameTaken, NotAFolder, FolderIntoItself, RootFixed, TooDeep, QuotaExceeded)


def door_of(request: HttpRequest) -> queries.Door:
    return queries.Door(viewer_of(request))


def shown(access: queries.Access) -> NodeOut:
    """A node as whoever has this access sees it."""
    node = access.node
    favourite = Favourite.objects.filter(Q(person_id=access.person_id), node=node).exists()
    creator = people_by_id([node.created_by_id]).get(node.created_by_id) if node.created_by_id else None
    return node_out(access, favourite, creator)


def _again(door: queries.Door, node: Node) -> NodeOut:
    return shown(queries.access_node(door, node.id))


@router.get("/cloud/nodes/{node_id}", response={200: NodeOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def show_node(request: HttpRequest, node_id: uuid.UUID) -> NodeOut:
    return shown(queries.access_node(door_of(request), node_id))


@router.get(
    "/cloud/nodes/{node_id}/children",
    response={200: EntriesOut, **problems(*DOOR, NotAFolder, CursorUnusable)},
    auth=READ,
)
@under("cloud.keep")
def list_children(
    request: HttpRequest,
    node_id: uuid.UUID,
    sort: queries.Sort = "name",
    descending: bool = False,
    cursor: Annotated[str | None, Query(max_length=2000)] = None,
    limit: Annotated[int, Query(ge=1, le=MAXIMUM_PAGE)] = PAGE,
) -> HttpResponse:
    """What is in a folder, folders first."""
    access = queries.access_node(door_of(request), node_id)
    if not access.node.is_folder:
        raise NotAFolder
    entries, next_cursor = queries.children_of(
        access.node, access.person_id, sort=sort, descending=descending, cursor=cursor, limit=limit
    )
    return answer(EntriesOut.model_construct(items=entries, next_cursor=next_cursor))


@router.post(
    "/cloud/nodes/{node_id}/folders",
    response={201: NodeOut, **problems(*DOOR, NameUnusable, NameTaken, NotAFolder, TooDeep)},
    auth=WRITE,
)
@under("cloud.keep")
def create_folder(request: HttpRequest, node_id: uuid.UUID, body: NameIn) -> Status[NodeOut]:
    door = door_of(request)
    return Status(201, _again(door, tree.do_create_folder(queries.access_node(door, node_id, Role.EDIT), body.name)))


@router.patch(
    "/cloud/nodes/{node_id}",
    response={200: NodeOut, **problems(*DOOR, NameUnusable, NameTaken, RootFixed)},
    auth=WRITE,
)
@under("cloud.keep")
def rename_node(request: HttpRequest, node_id: uuid.UUID, body: NameIn) -> NodeOut:
    door = door_of(request)
    return _again(door, tree.do_rename(queries.access_node(door, node_id, Role.EDIT), body.name))


@router.post("/cloud/nodes/{node_id}/move", response={200: NodeOut, **problems(*DOOR, *PLACED)}, auth=WRITE)
@under("cloud.keep")
def move_node(request: HttpRequest, node_id: uuid.UUID, body: PlaceIn) -> NodeOut:
    """Into another folder, with all that is below it."""
    door = door_of(request)
    access, target = queries.access_node(door, node_id, Role.EDIT), queries.access_node(door, body.parent, Role.EDIT)
    return _again(door, tree.do_move(access, target, name=body.name, keep_both=body.keep_both))


@router.post("/cloud/nodes/{node_id}/copy", response={201: NodeOut, **problems(*DOOR, *PLACED)}, auth=WRITE)
@under("cloud.keep")
def copy_node(request: HttpRequest, node_id: uuid.UUID, body: PlaceIn) -> Status[NodeOut]:
    """A copy in another folder, with all that is below it."""
    door = door_of(request)
    access, target = queries.access_node(door, node_id), queries.access_node(door, body.parent, Role.EDIT)
    return Status(201, _again(door, tree.do_copy(access, target, name=body.name, keep_both=body.keep_both)))


@router.delete("/cloud/nodes/{node_id}", response={204: None, **problems(*DOOR, RootFixed)}, auth=WRITE)
@under("cloud.keep")
def trash_node(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    """Into the trash; `/restore` brings it back."""
    trash.do_trash(queries.access_node(door_of(request), node_id, Role.EDIT))
    return Status(204, None)


@router.post("/cloud/nodes/{node_id}/restore", response={200: NodeOut, **problems(*DOOR, TooDeep)}, auth=WRITE)
@under("cloud.keep")
def restore_node(request: HttpRequest, node_id: uuid.UUID) -> NodeOut:
    """Out of the trash, back to its place."""
    door = door_of(request)
    return _again(door, trash.do_restore(queries.access_node(door, node_id, Role.EDIT, trashed=True)))


@router.delete("/cloud/nodes/{node_id}/forever", response={204: None, **problems(*DOOR, Held)}, auth=WRITE)
@under("cloud.keep")
def purge_node(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    """Out of the trash for ever. This cannot be undone."""
    trash.do_purge(queries.access_node(door_of(request), node_id, Role.MANAGE, trashed=True))
    return Status(204, None)
