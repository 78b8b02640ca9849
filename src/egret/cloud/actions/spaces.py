"""Spaces come into being when they are first looked at; an organisation's administrators say how large its may grow."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import IntegrityError, transaction

from egret.cloud import policies
from egret.cloud.errors import QuotaTooLarge
from egret.cloud.models import Node, Space
from egret.cloud.queries import Access, name_of
from egret.kernel.permissions import require
from egret.kernel.text import Text
from egret.organizations import audit
from egret.organizations.queries.belonging import Belongings

QUOTA_SET = audit.act("rules.quota_set", Text("set the room of “{space}” to {size}", "将“{space}”的容量设为 {size}"))
QUOTA_LIFTED = audit.act("rules.quota_lifted", Text("took the limit of “{space}” away", "取消了“{space}”的容量限制"))


def do_set_quota(access: Access, quota: int | None) -> Space:
    """How much an organisation's or a group's space may hold; None: as much as the installation gives each of them.

    `access` is an administrator's. Less than is used deletes nothing: nothing more fits. Raises QuotaTooLarge.
    """
    organization_id = access.space.organization_id
    require(organization_id is not None and policies.can_manage(access.space_role))
    assert organization_id is not None
    most: int | None = settings.EGRET_QUOTA_ORGANIZATION
    if quota is not None and most is not None and quota > most:
        raise QuotaTooLarge(field="quota_bytes", maximum=most)
    with transaction.atomic():
        space = Space.objects.select_for_update(no_key=True).get(id=access.space.id)
        if space.quota_bytes != quota:
            space.quota_bytes = quota
            space.save(update_fields=["quota_bytes"])
            name = name_of(space)
            if quota is None:
                audit.record(organization_id, access.person_id, QUOTA_LIFTED, space=name)
            else:
                audit.record(organization_id, access.person_id, QUOTA_SET, space=name, size=f"{quota / 10**9:g} GB")
    return space


def ensure_spaces(person_id: uuid.UUID, belongings: Belongings) -> None:
    """Make the person's own space and those of their organisations and groups, where they are missing."""
    if not Space.objects.filter(person_id=person_id).exists():
        _make(person_id=person_id)
    organizations = set(belongings.organizations)
    there = set(
        Space.objects.filter(organization_id__in=organizations, group=None, former_group="").values_list(
            "organization_id", flat=True
        )
    )
    for organization_id in organizations - there:
        _make(organization_id=organization_id)


def ensure_group_space(organization_id: uuid.UUID, group_id: uuid.UUID) -> Space:
    """The space of a group, made where it is missing."""
    found = Space.objects.filter(group_id=group_id).first()
    return found or _make(organization_id=organization_id, group_id=group_id)


def personal_space(person_id: uuid.UUID) -> Space:
    """The person's own space, made where it is missing."""
    return Space.objects.filter(person_id=person_id).first() or _make(person_id=person_id)


def _make(**owner: uuid.UUID) -> Space:
    try:
        with transaction.atomic():
            space = Space.objects.create(**owner)
            Node.objects.create(space=space, parent=None, name="", is_folder=True, created_by_id=owner.get("person_id"))
            return space
    except IntegrityError:
        # Somebody else looked at the same moment.
        shape = {"person_id": None, "organization_id": None, "group_id": None, **owner}
        return Space.objects.get(**shape, former_group="")
