"""The spaces a person has, and what a space's trash holds."""

import datetime
import uuid

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.accounts.queries import people_by_id
from egret.cloud import queries
from egret.cloud.actions import shares, trash
from egret.cloud.actions import spaces as space_actions
from egret.cloud.api.schemas import CreatorOut, SpaceOut, person_out, role_word
from egret.cloud.errors import QuotaTooLarge, SpaceUnknown
from egret.cloud.models import Node, Role
from egret.kernel import blobs
from egret.kernel.api import Input, Output, answer, problems, signed_in, signed_in_or, viewer_of
from egret.kernel.errors import NotAllowed, SignInRequired
from egret.kernel.grants import ScopeNeeded, TokenUnknown
from egret.kernel.purpose import under
from egret.organizations import queries as organizations
from egret.organizations.actions.groups import group_of
from egret.organizations.errors import GroupUnknown, OrganizationUnknown, SecondFactorNeeded

router = Router(tags=["cloud"])
# What a database's column holds.
MAXIMUM_QUOTA = 2**63 - 1


class SpacesOut(Output):
    items: list[SpaceOut]


class GroupSpaceIn(Input):
    organization: uuid.UUID
    group: uuid.UUID


class QuotaIn(Input):
    quota_bytes: int | None = Field(ge=0, le=MAXIMUM_QUOTA, description="null: what the installation gives each space")


class TrashedOut(Output):
    id: uuid.UUID
    name: str
    is_folder: bool
    size: int
    media_type: str
    trashed_at: datetime.datetime
    trashed_by: CreatorOut | None
    place: str = Field(description="the folder it was in, empty for the space itself")
    goes_at: datetime.datetime


class TrashOut(Output):
    items: list[TrashedOut]


class EmptiedOut(Output):
    deleted: int


@router.get(
    "/cloud/spaces",
    response={200: SpacesOut, **problems(SignInRequired, TokenUnknown, ScopeNeeded)},
    auth=signed_in_or("files:read"),
)
@under("cloud.keep")
def list_spaces(request: HttpRequest) -> HttpResponse:
    """The person's own space, and those of their organisations and groups; each is made when it is first seen."""
    door = queries.Door(viewer_of(request))
    space_actions.ensure_spaces(door.person_id, door.belongings)
    shares.claim(door.person_id)
    free = blobs.free_bytes()
    return answer(SpacesOut(items=[_space_out(each, free) for each in queries.spaces_of(door)]))


def _space_out(mine: queries.MySpace, free: int | None) -> SpaceOut:
    space = mine.space
    quota = queries.quota_of(space)
    left = [each for each in (free, None if quota is None else max(0, quota - space.used_bytes)) if each is not None]
    return SpaceOut(
        id=space.id,
        kind="person" if space.person_id else "group" if space.group_id or space.former_group else "organization",
        name=mine.name,
        organization=space.organization_id,
        root=mine.root_id,
        role=role_word(mine.role),
        used_bytes=space.used_bytes,
        quota_bytes=quota,
        free_bytes=min(left) if left else None,
    )


@router.post(
    "/cloud/spaces",
    response={
        201: SpaceOut,
        **problems(SignInRequired, NotAllowed, OrganizationUnknown, GroupUnknown, SecondFactorNeeded, SpaceUnknown),
    },
    auth=signed_in,
)
@under("cloud.keep")
def make_group_space(request: HttpRequest, body: GroupSpaceIn) -> Status[SpaceOut]:
    """A space for a group of an organisation, by whoever administers it."""
    door = queries.Door(viewer_of(request))
    organizations.access_administration(door.viewer, body.organization)
    group_of(body.organization, body.group)
    space = space_actions.ensure_group_space(body.organization, body.group)
    made = next(each for each in queries.spaces_of(door) if each.space.id == space.id)
    return Status(201, _space_out(made, blobs.free_bytes()))


@router.patch(
    "/cloud/spaces/{space_id}",
    response={
        200: SpaceOut,
        **problems(SignInRequired, SpaceUnknown, NotAllowed, SecondFactorNeeded, QuotaTooLarge),
    },
    auth=signed_in,
)
@under("cloud.keep")
def change_space(request: HttpRequest, space_id: uuid.UUID, body: QuotaIn) -> SpaceOut:
    """How much an organisation's or a group's space may hold, by whoever administers it."""
    door = queries.Door(viewer_of(request))
    space = space_actions.do_set_quota(queries.access_space(door, space_id, Role.MANAGE), body.quota_bytes)
    changed = next(each for each in queries.spaces_of(door) if each.space.id == space.id)
    return _space_out(changed, blobs.free_bytes())


@router.get(
    "/cloud/spaces/{space_id}/trash",
    response={200: TrashOut, **problems(SignInRequired, SpaceUnknown, SecondFactorNeeded, NotAllowed)},
    auth=signed_in,
)
@under("cloud.keep")
def list_trash(request: HttpRequest, space_id: uuid.UUID) -> HttpResponse:
    """What was thrown away in a space, the latest first, and until when it can be brought back."""
    root = queries.access_space(queries.Door(viewer_of(request)), space_id, Role.EDIT)
    nodes = list(
        Node.objects.select_related("parent")
        .filter(space=root.space, trashed_at__isnull=False, purging=False)
        .order_by("-trashed_at", "id")
    )
    people = people_by_id({node.trashed_by_id for node in nodes if node.trashed_by_id is not None})
    return answer(
        TrashOut(
            items=[
                TrashedOut(
                    id=node.id,
                    name=node.name,
                    is_folder=node.is_folder,
                    size=node.size,
                    media_type=node.media_type,
                    trashed_at=node.trashed_at,
                    trashed_by=person_out(people.get(node.trashed_by_id)) if node.trashed_by_id else None,
                    place=node.parent.name if node.parent else "",
                    goes_at=node.trashed_at + trash.TRASH_PERIOD,
                )
                for node in nodes
                if node.trashed_at is not None
            ]
        )
    )


@router.post(
    "/cloud/spaces/{space_id}/trash/empty",
    response={200: EmptiedOut, **problems(SignInRequired, SpaceUnknown, NotAllowed, SecondFactorNeeded)},
    auth=signed_in,
)
@under("cloud.keep")
def empty_trash(request: HttpRequest, space_id: uuid.UUID) -> EmptiedOut:
    """Delete for ever what a space's trash holds."""
    root = queries.access_space(queries.Door(viewer_of(request)), space_id, Role.MANAGE)
    return EmptiedOut(deleted=trash.do_empty_trash(root))
