"""What is kept of SCIM's resources, and how rows and resources become each other.

Everything a directory may send is understood (RFC 7643 §4), the few attributes below are kept, and all others — phones,
addresses, photographs, titles — are dropped at once and not given back.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import Annotated, Any

from scim2_models import (
    URI,
    URN,
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    ComplexAttribute,
    Email,
    EnterpriseUser,
    ETag,
    Filter,
    Group,
    GroupMember,
    Meta,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    Schema,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
    User,
)

from egret.organizations import models
from egret.organizations.provided import usable_name
from egret.organizations.scim import base_url

# Enough for one page of a directory's list; whoever wants more asks for the next (RFC 7644 §3.4.2.4).
PAGE = 200


class AnyEmail(Email):
    # The library wants an address of the internet; many a directory has ada@corp.local.
    value: str | None = None
    """Dropped."""


class AnyUser(User[EnterpriseUser]):
    """Everything the standard knows, for reading."""

    emails: list[AnyEmail] | None = None  # type: ignore[assignment]  # as above
    """Dropped."""


class KeptName(ComplexAttribute):
    formatted: str | None = None
    """The whole name."""


class KeptEmail(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only] = None
    """The user name, where it is an address."""

    type: Annotated[str | None, Mutability.read_only] = None
    """Always "work"."""

    primary: Annotated[bool | None, Mutability.read_only] = None
    """Always true."""


class KeptMembership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only] = None
    """The group's identifier."""

    display: Annotated[str | None, Mutability.read_only] = None
    """The group's name."""


class KeptUser(Resource[Any]):
    """A member of the organisation."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Required.true, Uniqueness.server] = None
    """The name in the organisation's directory."""

    name: KeptName | None = None
    """The person's name."""

    display_name: str | None = None
    """The name that others see."""

    active: bool | None = None
    """Whether the person may sign in."""

    emails: Annotated[list[KeptEmail] | None, Mutability.read_only] = None
    """Not kept: the user name, where it is an address."""

    groups: Annotated[list[KeptMembership] | None, Mutability.read_only] = None
    """The groups that the person is in."""


@dataclass(frozen=True)
class UserFacts:
    """What is kept of a User."""

    user_name: str
    external_id: str
    name: str
    active: bool


@dataclass(frozen=True)
class GroupFacts:
    """What is kept of a Group; `members` are identifiers as they were sent, None: not said."""

    name: str
    external_id: str
    members: frozenset[str] | None


def user_of(member: models.Membership) -> KeptUser:
    """The member as a User; groups are read with it."""
    user_name = member.scim_user_name or ""
    rows = [row.group for row in member.groups.all()]
    return KeptUser(
        id=str(member.id),
        external_id=member.scim_external_id or None,
        user_name=user_name,
        name=KeptName(formatted=member.name) if member.name else None,
        display_name=member.name or None,
        active=member.active,
        emails=[KeptEmail(value=user_name, type="work", primary=True)] if "@" in user_name else None,
        groups=[KeptMembership(value=str(group.id), display=group.name) for group in rows] or None,
        meta=Meta(resource_type="User", created=member.joined_at, location=f"{base_url()}/Users/{member.id}"),
    )


def whole_user_of(member: models.Membership) -> AnyUser:
    """The same with every attribute of the standard, for a PATCH to be applied to."""
    known = user_of(member).model_dump()
    known.pop("groups", None)
    return AnyUser.model_validate(known)


def group_of(group: models.Group, members: list[models.Membership] | None) -> Group:
    """The group; `members` None: they were not asked for."""
    return Group(
        id=str(group.id),
        external_id=group.scim_external_id or None,
        display_name=group.name,
        members=None
        if members is None
        else [
            GroupMember.model_validate({"value": str(each.id), "type": "User", "display": each.name or None})
            for each in members
        ],
        meta=Meta(resource_type="Group", location=f"{base_url()}/Groups/{group.id}"),
    )


def facts_of_user(user: AnyUser, before: models.Membership | None = None) -> UserFacts:
    """What to keep of a User; what it leaves out stays as `before` has it."""
    active = user.active if user.active is not None else (before.active if before else True)
    return UserFacts(
        user_name=(user.user_name or "").strip(),
        external_id=user.external_id or "",
        name=_name(user, before.name if before else ""),
        active=active,
    )


def facts_of_group(group: Group) -> GroupFacts:
    members = None if group.members is None else frozenset(each.value or "" for each in group.members)
    return GroupFacts(name=group.display_name or "", external_id=group.external_id or "", members=members)


def without_members(facts: GroupFacts) -> GroupFacts:
    """A PATCH took every member away."""
    return replace(facts, members=frozenset())


def _name(user: AnyUser, before: str) -> str:
    """The first of the three ways a name can be sent that says something new."""
    formatted = user.name.formatted if user.name else None
    parts = _join(user.name.given_name, user.name.family_name) if user.name else ""
    for sent in (user.display_name, formatted, parts):
        name = usable_name(sent or "")
        if name and name != before:
            return name
    # Taken away by name, or never given.
    return before if user.display_name or formatted else ""


def _join(given: str | None, family: str | None) -> str:
    """Chinese, Japanese and Korean names begin with the family and have no space; half a name is none."""
    if not given or not family:
        return ""
    together = family + given
    east_asian = all(unicodedata.east_asian_width(char) in "WF" for char in together)
    return together if east_asian else f"{given} {family}"


def service() -> ServiceProviderConfig:
    """RFC 7643 §5."""
    return ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=PAGE),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer token",
                description="A token that an administrator of the organisation made.",
                primary=True,
            )
        ],
        meta=Meta(resource_type="ServiceProviderConfig", location=f"{base_url()}/ServiceProviderConfig"),
    )


def resource_types() -> list[ResourceType]:
    """RFC 7643 §6."""
    made = [ResourceType.from_resource(model) for model in (KeptUser, Group)]
    for each, name in zip(made, ("User", "Group"), strict=True):
        each.id = each.name = name
        each.endpoint = Reference[URI](f"/{name}s")
        each.meta = Meta(resource_type="ResourceType", location=f"{base_url()}/ResourceTypes/{name}")
    return made


def schemas() -> list[Schema]:
    """RFC 7643 §7, of what is kept."""
    made = [model.to_schema() for model in (KeptUser, Group)]
    for each, name in zip(made, ("User", "Group"), strict=True):
        each.name = name
        each.meta = Meta(resource_type="Schema", location=f"{base_url()}/Schemas/{each.id}")
    return made
