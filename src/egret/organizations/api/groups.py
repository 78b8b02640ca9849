"""Groups across departments."""

import uuid
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from pydantic import Field

from egret.kernel.api import Input, Output, answer, problems, signed_in, viewer_of
from egret.kernel.purpose import under
from egret.organizations import queries
from egret.organizations.actions import groups
from egret.organizations.api.directory import GroupName
from egret.organizations.api.organizations import DOOR, OF_THE_ORGANIZATION, TYPED, WRITE
from egret.organizations.errors import GroupUnknown, MemberUnknown, NameTaken, NameUnusable, TooManyGroups
from egret.organizations.names import GROUP_LENGTH
from egret.organizations.queries import directory

router = Router(tags=["organizations"])


class GroupOut(GroupName):
    members: int


class GroupList(Output):
    items: list[GroupOut]


class GroupIn(Input):
    name: Annotated[str, OF_THE_ORGANIZATION] = Field(max_length=TYPED * GROUP_LENGTH)


@router.get(
    "/organizations/{uuid:organization_id}/groups", auth=signed_in, response={200: GroupList, **problems(*DOOR)}
)
@under("organizations.membership")
def list_groups(request: HttpRequest, organization_id: uuid.UUID) -> HttpResponse:
    """All groups by name; external guests see those they are in."""
    member = queries.access_membership(viewer_of(request), organization_id)
    items = [GroupOut(id=group.id, name=group.name, members=count) for group, count in directory.groups_of(member)]
    return answer(GroupList(items=items))


@router.post(
    "/organizations/{uuid:organization_id}/groups",
    auth=signed_in,
    response={201: GroupName, **problems(*WRITE, NameUnusable, NameTaken, TooManyGroups)},
)
@under("organizations.administer")
def create_group(request: HttpRequest, organization_id: uuid.UUID, body: GroupIn) -> HttpResponse:
    """A new, empty group."""
    group = groups.do_create_group(queries.access_administration(viewer_of(request), organization_id), body.name)
    return answer(GroupName(id=group.id, name=group.name), 201)


@router.patch(
    "/organizations/{uuid:organization_id}/groups/{uuid:group}",
    auth=signed_in,
    response={200: GroupName, **problems(*WRITE, GroupUnknown, NameUnusable, NameTaken)},
)
@under("organizations.administer")
def rename_group(request: HttpRequest, organization_id: uuid.UUID, group: uuid.UUID, body: GroupIn) -> HttpResponse:
    """Give a group another name."""
    actor = queries.access_administration(viewer_of(request), organization_id)
    renamed = groups.do_rename_group(actor, group, body.name)
    return answer(GroupName(id=renamed.id, name=renamed.name))


@router.delete(
    "/organizations/{uuid:organization_id}/groups/{uuid:group}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, GroupUnknown)},
)
@under("organizations.administer")
def delete_group(request: HttpRequest, organization_id: uuid.UUID, group: uuid.UUID) -> Status[None]:
    """Delete a group; its people stay members."""
    groups.do_delete_group(queries.access_administration(viewer_of(request), organization_id), group)
    return Status(204, None)


@router.put(
    "/organizations/{uuid:organization_id}/groups/{uuid:group}/people/{uuid:member}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, GroupUnknown, MemberUnknown)},
)
@under("organizations.administer")
def add_to_group(request: HttpRequest, organization_id: uuid.UUID, group: uuid.UUID, member: uuid.UUID) -> Status[None]:
    """Put a member into a group."""
    groups.do_add_to_group(queries.access_administration(viewer_of(request), organization_id), group, member)
    return Status(204, None)


@router.delete(
    "/organizations/{uuid:organization_id}/groups/{uuid:group}/people/{uuid:member}",
    auth=signed_in,
    response={204: None, **problems(*WRITE, GroupUnknown, MemberUnknown)},
)
@under("organizations.administer")
def take_from_group(
    request: HttpRequest, organization_id: uuid.UUID, group: uuid.UUID, member: uuid.UUID
) -> Status[None]:
    """Take a member out of a group."""
    groups.do_take_from_group(queries.access_administration(viewer_of(request), organization_id), group, member)
    return Status(204, None)
