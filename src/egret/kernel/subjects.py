"""Which rows of a declared table are about a person: what a copy holds, what goes with them, what they are shown."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import ForeignKey, Model, Q, QuerySet

from egret.kernel.personal import Declaration

# What a subject's path may lead to instead of a key of the person.
PHONE = "phone"


_finders: dict[str, Callable[[uuid.UUID], QuerySet[Any]]] = {}


def found_by(model: str, find: Callable[[uuid.UUID], QuerySet[Any]]) -> None:
    """Say how the rows of a table about a person are found where no key leads to them."""
    _finders[model.lower()] = find


def rows_about(declaration: Declaration, person_id: uuid.UUID) -> QuerySet[Any]:
    """Every row that leads to this person: by the declared subject, or by any other key of a person in it."""
    if declaration.model.lower() in _finders:
        return _finders[declaration.model.lower()](person_id)
    model: type[Model] = apps.get_model(declaration.model)
    person = get_user_model()
    ways = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is person
    }
    found: list[Q] = []
    if declaration.subject == "self":
        found.append(Q(pk=person_id))
    elif declaration.subject == PHONE:
        found.append(Q(phone__in=person.objects.filter(pk=person_id, phone__isnull=False).values("phone")))
    elif declaration.subject is not None:
        ways.add(declaration.subject)
    found += [Q(**{way: person_id}) for way in sorted(ways)]
    if not found:
        return model._default_manager.none()
    return model._default_manager.filter(reduce(or_, found)).distinct()
