"""Everything a person shared, over all their spaces."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from egret.accounts.queries import people_by_id
from egret.cloud.api.links import LinkOut, link_out
from egret.cloud.api.nodes import DOOR, READ, door_of
from egret.cloud.api.schemas import AncestorOut
from egret.cloud.api.shares import ReasonOut, reason_out
from egret.cloud.errors import CursorUnusable
from egret.cloud.models import Role
from egret.cloud.queries import given, name_of
from egret.kernel.api import Output, answer, problems
from egret.kernel.purpose import under

router = Router(tags=["sharing"])


class GivenOut(Output):
    node: uuid.UUID
    name: str = Field(description="empty for a whole space")
    is_folder: bool
    media_type: str
    folder: AncestorOut | None = Field(description="that it is in, where the person may open that")
    space: uuid.UUID
    space_name: str = Field(description="of the organisation or group; empty for one's own")
    manages: bool = Field(description="whether the person can still change or withdraw it")
    share: ReasonOut | None
    link: LinkOut | None


class GivenPage(Output):
    items: list[GivenOut]
    next_cursor: str | None


@router.get("/cloud/shared-by-me", response={200: GivenPage, **problems(*DOOR, CursorUnusable)}, auth=READ)
@under("cloud.keep")
def list_shared_by_me(
    request: HttpRequest, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> HttpResponse:
    """Shares and links of one's own making, the latest first, 50 at a time; exactly one of the two in each."""
    door = door_of(request)
    found, next_cursor = given.shared_by(door, cursor)
    me = people_by_id([door.person_id]).get(door.person_id)
    items = []
    for each in found:
        node, visible = each.access.node, each.access.visible
        above = visible[-2] if len(visible) > 1 else None
        items.append(
            GivenOut(
                node=node.id,
                name=node.name,
                is_folder=node.is_folder,
                media_type=node.media_type,
                folder=None if above is None else AncestorOut(id=above.id, name=above.name),
                space=node.space_id,
                space_name=name_of(each.access.space),
                manages=each.access.role >= Role.MANAGE,
                share=None if each.share is None else reason_out(each.share),
                link=None if each.link is None else link_out(each.link, door.person_id, me),
            )
        )
    return answer(GivenPage(items=items, next_cursor=next_cursor))
