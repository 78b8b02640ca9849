"""A person's favourites, what they opened last, and what others shared with them."""

import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.cloud import queries
from egret.cloud.actions import marks, shares
from egret.cloud.api.nodes import DOOR, READ, WRITE, door_of
from egret.cloud.api.schemas import AncestorOut
from egret.cloud.models import Node
from egret.kernel.api import Output, answer, problems
from egret.kernel.purpose import under

router = Router(tags=["cloud"])


class FoundOut(Output):
    entry: queries.Entry
    place: AncestorOut | None


class FoundListOut(Output):
    items: list[FoundOut]


class ReceivedOut(FoundOut):
    hidden: bool = Field(description="taken off the list; it can be opened as before")
    own: bool = Field(description="given to the reader by name, who can give it up")


class ReceivedListOut(Output):
    items: list[ReceivedOut]


def _answer(found: list[queries.Found]) -> HttpResponse:
    return answer(FoundListOut(items=[FoundOut(entry=each.entry, place=_place(each.folder)) for each in found]))


def _place(folder: Node | None) -> AncestorOut | None:
    return None if folder is None else AncestorOut(id=folder.id, name=folder.name)


@router.get("/cloud/favourites", response={200: FoundListOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def list_favourites(request: HttpRequest) -> HttpResponse:
    """What the person marked, as far as they may still open it."""
    return _answer(queries.favourites_of(door_of(request)))


@router.get("/cloud/recent", response={200: FoundListOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def list_recent(request: HttpRequest) -> HttpResponse:
    """What the person opened or wrote last."""
    return _answer(queries.recent_of(door_of(request)))


@router.get("/cloud/shared-with-me", response={200: ReceivedListOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def list_shared_with_me(request: HttpRequest) -> HttpResponse:
    """What others shared with the person, their groups, departments and organisations; what they hid is marked."""
    door = door_of(request)
    shares.claim(door.person_id)
    return answer(
        ReceivedListOut(
            items=[
                ReceivedOut(entry=each.entry, place=_place(each.folder), hidden=each.hidden, own=each.own)
                for each in queries.shared_with(door)
            ]
        )
    )


@router.put("/cloud/nodes/{node_id}/favourite", response={204: None, **problems(*DOOR)}, auth=WRITE)
@under("cloud.keep")
def mark_favourite(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    marks.do_mark_favourite(queries.access_node(door_of(request), node_id))
    return Status(204, None)


@router.delete("/cloud/nodes/{node_id}/favourite", response={204: None, **problems(*DOOR)}, auth=WRITE)
@under("cloud.keep")
def unmark_favourite(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    marks.do_unmark_favourite(door_of(request).person_id, node_id)
    return Status(204, None)


@router.put("/cloud/nodes/{node_id}/hidden", response={204: None, **problems(*DOOR)}, auth=WRITE)
@under("cloud.keep")
def hide_node(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    """Take what others shared off one's own list; who may open it stays as it is, oneself included."""
    marks.do_hide(queries.access_node(door_of(request), node_id))
    return Status(204, None)


@router.delete("/cloud/nodes/{node_id}/hidden", response={204: None, **problems(*DOOR)}, auth=WRITE)
@under("cloud.keep")
def show_node_again(request: HttpRequest, node_id: uuid.UUID) -> Status[None]:
    marks.do_show_again(door_of(request).person_id, node_id)
    return Status(204, None)
