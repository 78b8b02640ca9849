"""Rows about a person are found by the declarations."""

from __future__ import annotations

import uuid

import pytest

from egret.accounts.models import Person
from egret.kernel.personal import DECLARATIONS
from egret.kernel.subjects import rows_about

pytestmark = pytest.mark.django_db


def test_every_declaration_leads_to_people() -> None:
    """No path is misspelt, and none leads to anything but a person."""
    nobody = uuid.uuid4()
    for declaration in DECLARATIONS.values():
        assert not rows_about(declaration, nobody).exists()
        path = declaration.subject
        if path not in (None, "self", "phone"):
            model = rows_about(declaration, nobody).model
            for step in path.split("__"):
                model = model._meta.get_field(step).related_model
            assert model is Person, declaration.model


def test_a_person_is_about_themselves() -> None:
    person = Person.objects.create(phone="+447700900042")
    Person.objects.create(phone="+447700900043")
    assert list(rows_about(DECLARATIONS["accounts.person"], person.id)) == [person]
