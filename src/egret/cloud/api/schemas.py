"""What the drive's endpoints take and give."""

import datetime
import uuid
from typing import Annotated, Literal

from pydantic import Field

from egret.accounts.queries import PersonCard, picture_address
from egret.cloud import queries
from egret.cloud.actions.versions import VERSION_PERIOD
from egret.cloud.models import FileVersion, Node, Role
from egret.kernel.api import Input, Output
from egret.kernel.personal import Category

RoleWord = Literal["view", "edit", "manage"]


def role_word(role: Role) -> RoleWord:
    words: dict[Role, RoleWord] = {Role.VIEW: "view", Role.EDIT: "edit", Role.MANAGE: "manage"}
    return words[role]


class SpaceOut(Output):
    id: uuid.UUID
    kind: Literal["person", "organization", "group"]
    name: str = Field(description="of the organisation or group; empty for one's own space")
    organization: uuid.UUID | None
    root: uuid.UUID
    role: RoleWord
    used_bytes: int
    quota_bytes: int | None = Field(description="null: as much as the machine has")
    free_bytes: int | None = Field(description="null: not known, as with an object store elsewhere")


class EntriesOut(Output):
    items: list[queries.Entry]
    next_cursor: str | None


class AncestorOut(Output):
    id: uuid.UUID
    name: str


class CreatorOut(Output):
    id: uuid.UUID
    name: str
    picture: str | None


class NodeOut(Output):
    id: uuid.UUID
    space: uuid.UUID
    name: str
    is_folder: bool
    size: int
    media_type: str
    created_at: datetime.datetime
    modified_at: datetime.datetime
    version: uuid.UUID | None
    role: RoleWord
    path: list[AncestorOut] = Field(description="from the first folder the person may open down to this")
    favourite: bool
    creator: CreatorOut | None


class VersionOut(Output):
    id: uuid.UUID
    size: int
    media_type: str
    created_at: datetime.datetime
    modified_at: datetime.datetime
    creator: CreatorOut | None
    label: str
    current: bool
    goes_at: datetime.datetime | None = Field(
        description="when an earlier version without a name is deleted; null for others"
    )


class NameIn(Input):
    name: Annotated[str, Category.CONTENT] = Field(max_length=1000)


class PlaceIn(Input):
    parent: uuid.UUID
    name: Annotated[str | None, Category.CONTENT] = Field(None, max_length=1000)
    keep_both: bool = False


class NodesIn(Input):
    nodes: list[uuid.UUID] = Field(min_length=1, max_length=1000)


class LabelIn(Input):
    label: Annotated[str, Category.CONTENT] = Field(max_length=120)


def person_out(card: PersonCard | None) -> CreatorOut | None:
    if card is None:
        return None
    picture = picture_address(card.id, card.picture_id, "small") if card.picture_id else None
    return CreatorOut(id=card.id, name=card.name, picture=picture)


def node_out(access: queries.Access, favourite: bool, creator: PersonCard | None) -> NodeOut:
    node: Node = access.node
    return NodeOut(
        id=node.id,
        space=node.space_id,
        name=node.name,
        is_folder=node.is_folder,
        size=node.size,
        media_type=node.media_type,
        created_at=node.created_at,
        modified_at=node.modified_at,
        version=node.version_id,
        role=role_word(access.role),
        path=[AncestorOut(id=each.id, name=each.name) for each in access.visible],
        favourite=favourite,
        creator=person_out(creator),
    )


def version_out(
    version: FileVersion, replaced_at: datetime.datetime | None, current: uuid.UUID | None, creator: PersonCard | None
) -> VersionOut:
    return VersionOut(
        id=version.id,
        size=version.size,
        media_type=version.media_type,
        created_at=version.created_at,
        modified_at=version.modified_at,
        creator=person_out(creator),
        label=version.label,
        current=version.id == current,
        goes_at=None if version.label or replaced_at is None else replaced_at + VERSION_PERIOD,
    )
