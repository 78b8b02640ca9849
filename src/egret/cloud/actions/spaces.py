"""Spaces come into being when they are first looked at."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from egret.cloud.models import Node, Space
from egret.organizations.queries.belonging import Belongings


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
