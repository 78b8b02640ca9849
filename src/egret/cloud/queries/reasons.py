"""Why each person has access to a node: by the space, by a share here, or by one of a folder above."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from django.contrib.auth import get_user_model

from egret.accounts.phone import hint
from egret.accounts.queries import PersonCard, people_by_id
from egret.cloud.models import Node, Role, Share, Space
from egret.cloud.queries.access import Access
from egret.cloud.queries.outside import may_share_outside, organization_of
from egret.cloud.queries.spaces import name_of
from egret.kernel import clock
from egret.organizations.queries.directory import names_of

Why = Literal["space", "here", "inherited"]
Kind = Literal["person", "group", "department", "organization", "phone", "administrators"]


@dataclass(frozen=True)
class Named:
    """Who is let in. `organization` is the name of the one that a group or department is in, "" for others."""

    kind: Kind
    id: uuid.UUID | None
    name: str
    card: PersonCard | None = None
    organization: str = ""


@dataclass(frozen=True)
class Reason:
    """`folder` is where an inherited share stands, None where the reader may not see that; `share` None: the space.

    `served` false: expired, or refused by the organisation's rule, or its person is no member any more.
    """

    why: Why
    subject: Named
    role: Role
    folder: Node | None
    share: Share | None
    maker: PersonCard | None
    served: bool


def reasons_for(access: Access) -> list[Reason]:
    """Everybody's for who manages; one's own for others. Those of the space first, then from the top down."""
    manages = access.role >= Role.MANAGE
    shares = list(_found(access)) if manages else list(access.shares)
    return [*_of_space(access, everybody=manages), *_of_shares(access, shares)]


def reason_of(access: Access, share: Share) -> Reason:
    """One share's, as somebody who opens the node sees it."""
    return _of_shares(access, [Share.objects.select_related(*PARTS).get(id=share.id)])[0]


PARTS = ("group", "group__organization", "department", "department__organization", "organization")


def _found(access: Access) -> Collection[Share]:
    ids = [node.id for node in access.chain]
    return Share.objects.select_related(*PARTS).filter(node__in=ids).order_by("id")


def _of_space(access: Access, *, everybody: bool) -> list[Reason]:
    if not everybody and access.space_role is None:
        return []
    space = access.space
    found: list[tuple[Named, Role]] = []
    if space.person_id is not None:
        card = people_by_id([space.person_id]).get(space.person_id)
        found.append((Named("person", space.person_id, card.name if card else "", card), Role.MANAGE))
    elif everybody or access.space_role == Role.EDIT:
        if space.group is not None:
            found.append((Named("group", space.group_id, name_of(space)), Role.EDIT))
        elif not space.former_group:
            found.append((Named("organization", space.organization_id, name_of(space)), Role.EDIT))
    if space.organization is not None and everybody:
        found.append((Named("administrators", space.organization_id, space.organization.name), Role.MANAGE))
    return [Reason("space", subject, role, None, None, None, True) for subject, role in found]


def _of_shares(access: Access, shares: list[Share]) -> list[Reason]:
    place = {node.id: number for number, node in enumerate(access.chain)}
    visible = {node.id for node in access.visible}
    cards = people_by_id({id_ for share in shares for id_ in (share.person_id, share.created_by_id) if id_ is not None})
    names = _names(access.space, shares, cards)
    members = _members(access.space, {share.person_id for share in shares if share.person_id is not None})
    reasons = []
    for share in sorted(shares, key=lambda each: (place[each.node_id], each.id)):
        here = share.node_id == access.node.id
        folder = None if here or share.node_id not in visible else access.chain[place[share.node_id]]
        maker = cards.get(share.created_by_id) if share.created_by_id is not None else None
        served = is_served(share, access.space, members)
        subject = named(share, names, cards)
        reasons.append(Reason("here" if here else "inherited", subject, Role(share.role), folder, share, maker, served))
    return reasons


def is_served(share: Share, space: Space, members: Collection[uuid.UUID]) -> bool:
    """Whether a share lets anybody in now; `members` are the space's organisation's."""
    if share.expires_at is not None and share.expires_at <= clock.now():
        return False
    if space.organization_id is None:
        return True
    home = organization_of(share)
    inside = home == space.organization_id if home is not None else share.person_id in members
    return inside or (share.outside and may_share_outside(space, share.created_by_id))


def named(share: Share, names: dict[uuid.UUID, str], cards: dict[uuid.UUID, PersonCard]) -> Named:
    if share.person_id is not None:
        return Named("person", share.person_id, names.get(share.person_id, ""), cards.get(share.person_id))
    if share.group is not None:
        return Named("group", share.group_id, share.group.name, organization=share.group.organization.name)
    if share.department is not None:
        department = share.department
        return Named("department", department.id, department.name, organization=department.organization.name)
    if share.organization is not None:
        return Named("organization", share.organization_id, share.organization.name)
    assert share.phone is not None
    return Named("phone", None, hint(share.phone))


def _names(space: Space, shares: list[Share], cards: dict[uuid.UUID, PersonCard]) -> dict[uuid.UUID, str]:
    ids = {share.person_id for share in shares if share.person_id is not None}
    if space.organization_id is not None:
        return names_of(space.organization_id, ids)
    return {id_: cards[id_].name for id_ in ids if id_ in cards}


def _members(space: Space, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    if space.organization_id is None:
        return ids
    here = {"memberships__organization_id": space.organization_id, "memberships__active": True}
    return set(get_user_model().objects.filter(id__in=ids, **here).values_list("id", flat=True))
