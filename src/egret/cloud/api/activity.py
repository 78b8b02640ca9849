"""Who did what with a file, or with a folder and what is below it."""

import datetime
import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from egret.cloud import queries, sentences
from egret.cloud.api.nodes import DOOR, READ, door_of
from egret.cloud.api.schemas import CreatorOut, person_out
from egret.cloud.errors import CursorUnusable
from egret.cloud.models import Verb
from egret.cloud.queries import activity
from egret.kernel.api import Output, answer, language_of, problems
from egret.kernel.purpose import under

router = Router(tags=["sharing"])


class FileActOut(Output):
    id: uuid.UUID
    at: datetime.datetime
    actor: str = Field(description="who did it, in the reader's language where it is no name")
    person: CreatorOut | None = Field(description="null for whoever came by a link, or is gone")
    verb: Verb
    sentence: str = Field(description="what was done, as it goes on after the actor")
    node: uuid.UUID = Field(description="what it was done to; it may be gone")
    name: str = Field(description="what that was called then")


class ActivityPage(Output):
    items: list[FileActOut]
    next_cursor: str | None


@router.get(
    "/cloud/nodes/{node_id}/activity", response={200: ActivityPage, **problems(*DOOR, CursorUnusable)}, auth=READ
)
@under("cloud.activity")
def list_activity(
    request: HttpRequest, node_id: uuid.UUID, cursor: Annotated[str | None, Query(max_length=100)] = None
) -> HttpResponse:
    """The latest first, 50 at a time. Who manages sees each reading too; others see changes, and their own readings."""
    access = queries.access_node(door_of(request), node_id)
    acts, next_cursor = activity.activity_of(access, cursor)
    names, language = sentences.names_for(acts, access.space.organization_id), language_of(request)
    items = [
        FileActOut(
            id=act.id,
            at=act.at,
            actor=sentences.actor(act, names, language),
            person=person_out(names.cards.get(act.person_id)) if act.person_id is not None else None,
            verb=Verb(act.verb),
            sentence=sentences.sentence(act, names, language),
            node=act.node_id,
            name=act.name,
        )
        for act in acts
    ]
    return answer(ActivityPage(items=items, next_cursor=next_cursor))
