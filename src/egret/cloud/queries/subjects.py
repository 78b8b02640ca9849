"""With whom somebody may share: who they can see in their organisations' directories, and whoever has a number."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from egret.cloud.errors.sharing import SubjectUnknown
from egret.cloud.models import Space
from egret.cloud.queries.access import Door
from egret.kernel.purpose import under
from egret.organizations import policies as organizations
from egret.organizations.errors import SecondFactorNeeded
from egret.organizations.queries import directory, require_second_factor
from egret.organizations.queries.tree import read_tree

SubjectKind = Literal["person", "group", "department", "organization", "phone"]


@dataclass(frozen=True)
class Subject:
    """Whom a share is for. `outside`: no member of the organisation whose space it is."""

    kind: SubjectKind
    key: uuid.UUID | str
    outside: bool


def find_subject(door: Door, space: Space, kind: SubjectKind, id_: uuid.UUID) -> Subject:
    """Somebody whom a directory shows to who asks. Raises SubjectUnknown."""
    homes = {member.organization_id for member in _memberships(door) if _shows(member, kind, id_)}
    if not homes:
        raise SubjectUnknown
    return Subject(kind, id_, space.organization_id is not None and space.organization_id not in homes)


def by_phone(space: Space, phone: str) -> Subject:
    """Whoever proves this number. Nobody is looked up: the answer is the same with and without an account."""
    return Subject("phone", phone, space.organization_id is not None)


def _memberships(door: Door) -> Iterator[Any]:
    for member in door.belongings.memberships.values():
        try:
            require_second_factor(door.viewer, member.organization)
        except SecondFactorNeeded:
            continue
        yield member


@under("organizations.membership")
def _shows(member: Any, kind: SubjectKind, id_: uuid.UUID) -> bool:
    if kind == "person":
        return directory.visible_to(member).filter(person_id=id_, active=True).exists()
    if kind == "group":
        return directory.groups_visible_to(member).filter(id=id_).exists()
    if not organizations.can_read_directory(member):
        return False
    if kind == "department":
        return id_ in read_tree(member.organization_id).parents
    return bool(member.organization_id == id_)
