"""Links to a file or folder, for who manages it."""

import datetime
import uuid
from typing import Annotated, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.queries import PersonCard, people_by_id
from egret.cloud import queries
from egret.cloud.actions import links
from egret.cloud.api.nodes import DOOR, READ, WRITE, door_of
from egret.cloud.api.schemas import CreatorOut, person_out
from egret.cloud.api.shares import Moment
from egret.cloud.errors import NodeUnknown
from egret.cloud.errors.sharing import (
    DropCountsNothing,
    DropNeedsFolder,
    ExpiryPast,
    LinkPasswordShort,
    LinkUnknown,
    SharingOutsideRefused,
)
from egret.cloud.models import Link, LinkKind, Role
from egret.cloud.queries.links import LinkState, state_of
from egret.kernel.api import Input, Output, answer, problems
from egret.kernel.personal import Category
from egret.kernel.purpose import under
from egret.kernel.secret import decrypt

router = Router(tags=["sharing"])
KindWord = Literal["view", "edit", "drop"]
TERMS = (ExpiryPast, LinkPasswordShort, DropCountsNothing)
# As long as an account's may be.
MAXIMUM_PASSWORD = 200


class LinkOut(Output):
    id: uuid.UUID
    node: uuid.UUID
    kind: KindWord
    address: str | None = Field(description="to copy; null for whoever did not make the link")
    label: str
    has_password: bool
    state: LinkState
    expires_at: datetime.datetime | None
    maximum_downloads: int | None
    downloads: int
    created_at: datetime.datetime
    creator: CreatorOut | None


class LinksOut(Output):
    items: list[LinkOut]


class LinkIn(Input):
    kind: KindWord
    label: Annotated[str, Category.CONTENT] = Field("", max_length=80)
    password: Annotated[str, Category.CREDENTIAL] = Field("", max_length=MAXIMUM_PASSWORD, description="empty: none")
    expires_at: Moment = None
    maximum_downloads: int | None = Field(None, ge=1, le=1_000_000)


class LinkChangeIn(Input):
    """What is left out stays."""

    label: Annotated[str, Category.CONTENT] = Field("", max_length=80)
    password: Annotated[str, Category.CREDENTIAL] = Field(
        "", max_length=MAXIMUM_PASSWORD, description="empty: takes it away"
    )
    expires_at: Moment = Field(None, description="null: it does not end")
    maximum_downloads: int | None = Field(None, ge=1, le=1_000_000, description="null: as many as they like")


def kind_word(link: Link) -> KindWord:
    words: dict[str, KindWord] = {LinkKind.VIEW: "view", LinkKind.EDIT: "edit", LinkKind.DROP: "drop"}
    return words[link.kind]


def link_out(link: Link, reader_id: uuid.UUID | None, maker: PersonCard | None) -> LinkOut:
    mine = link.created_by_id == reader_id
    return LinkOut(
        id=link.id,
        node=link.node_id,
        kind=kind_word(link),
        address=address_of(decrypt(links.SEALED_FOR, link.token_sealed)) if mine else None,
        label=link.label,
        has_password=bool(link.password),
        state=state_of(link),
        expires_at=link.expires_at,
        maximum_downloads=link.maximum_downloads,
        downloads=link.downloads,
        created_at=link.created_at,
        creator=person_out(maker),
    )


def address_of(token: str) -> str:
    return f"{settings.EGRET_ORIGIN}/s/{token}"


@router.get("/cloud/nodes/{node_id}/links", response={200: LinksOut, **problems(*DOOR)}, auth=READ)
@under("cloud.keep")
def list_links(request: HttpRequest, node_id: uuid.UUID) -> HttpResponse:
    """The links to this file or folder itself, the latest first; for who manages it."""
    access = queries.access_node(door_of(request), node_id, Role.MANAGE)
    found = list(Link.objects.filter(node=access.node).order_by("-id"))
    cards = people_by_id({link.created_by_id for link in found})
    return answer(LinksOut(items=[link_out(each, access.person_id, cards.get(each.created_by_id)) for each in found]))


@router.post(
    "/cloud/nodes/{node_id}/links",
    response={201: LinkOut, **problems(*DOOR, *TERMS, SharingOutsideRefused, DropNeedsFolder)},
    auth=WRITE,
)
@under("cloud.keep")
def make_link(request: HttpRequest, node_id: uuid.UUID, body: LinkIn) -> Status[LinkOut]:
    """`view` reads, `edit` writes below it too, `drop` takes uploads and shows nothing."""
    access = queries.access_node(door_of(request), node_id, Role.MANAGE)
    terms = links.Terms(body.label, body.password, body.expires_at, body.maximum_downloads)
    link, _ = links.do_make_link(access, LinkKind(body.kind), terms)
    return Status(201, _shown(access, link))


@router.patch("/cloud/links/{link_id}", response={200: LinkOut, **problems(*DOOR, *TERMS, LinkUnknown)}, auth=WRITE)
@under("cloud.keep")
def change_link(request: HttpRequest, link_id: uuid.UUID, body: LinkChangeIn) -> LinkOut:
    access = _access(request, link_id)
    return _shown(access, links.do_change_link(access, link_id, body.model_dump(exclude_unset=True)))


@router.delete("/cloud/links/{link_id}", response={204: None, **problems(*DOOR, LinkUnknown)}, auth=WRITE)
@under("cloud.keep")
def withdraw_link(request: HttpRequest, link_id: uuid.UUID) -> Status[None]:
    links.do_withdraw_link(_access(request, link_id), link_id)
    return Status(204, None)


def _access(request: HttpRequest, link_id: uuid.UUID) -> queries.Access:
    """Where a link leads, for who manages there. Raises LinkUnknown as for one that is not there."""
    node_id = Link.objects.filter(id=link_id).values_list("node_id", flat=True).first()
    if node_id is None:
        raise LinkUnknown
    try:
        return queries.access_node(door_of(request), node_id, Role.MANAGE)
    except NodeUnknown:
        raise LinkUnknown from None


def _shown(access: queries.Access, link: Link) -> LinkOut:
    return link_out(link, access.person_id, people_by_id([link.created_by_id]).get(link.created_by_id))
