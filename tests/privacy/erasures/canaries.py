"""A person with a canary in every declared field, found from the declarations: a field that is declared tomorrow is
planted tomorrow, or the test that asks for it fails."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from egret.accounts.models import Person
from egret.kernel import blobs, clock, ids
from egret.kernel.models import Blob
from egret.kernel.personal import DECLARATIONS, Declaration, Field

# Shorter than this a text cannot be told from chance.
LEGIBLE = 12
# Kept by their table's own rules: what is about everybody or nobody, and what only the test of a flow can fill.
NOT_PLANTED = {
    "organizations.LegalEntity": "about an organisation",
    "accounts.SmsDelivery": "of nobody",
    "meetings.RoomSession": "of a room",
    "hosting.Conduct": "of a meeting",
    "hosting.Breakout": "of a meeting",
    "recordings.Composition": "of a recording",
    "recordings.Piece": "of a recording",
    "organizations.SsoAttempt": "minutes old, of nobody yet",
    "cloud.DavProperty": "of a file",
    "talk.Timer": "of a meeting",
    "privacy_erasures.Notice": "made by the erasure itself",
    "privacy_erasures.Erasure": "the order itself",
    "privacy_holds.Hold": "whoever is held is not erased",
    "privacy_audit.Entry": "names people by pseudonyms, which lead nowhere then (C66)",
}
SKIPPED = {
    # The same row may belong to a person or to a guest, not to both.
    ("quality.objection", "participant"),
    # Told before the day it is about.
    ("privacy_requests.request", "extended_at"),
    ("cloud.space", "organization"),
    ("cloud.space", "group"),
    ("cloud.share", "department"),
    ("cloud.share", "group"),
    ("cloud.share", "organization"),
}


@dataclass
class Planted:
    person: Person
    canaries: dict[str, str] = field(default_factory=dict)  # "app.Model.field" → what was put there
    rows: dict[str, Any] = field(default_factory=dict)


class Planter:
    def __init__(self, phone: str) -> None:
        self.person = Person.objects.create(phone=phone, password="")
        self.found = Planted(self.person, {"accounts.Person.phone": phone})
        self.found.rows["accounts.person"] = self.person
        self._numbers = itertools.count(1)
        Person.objects.filter(id=self.person.id).update(password=self._mark("accounts.Person.password"))

    def all(self) -> Planted:
        for declaration in DECLARATIONS.values():
            if declaration.model not in NOT_PLANTED:
                with transaction.atomic():
                    self.row(apps.get_model(declaration.model))
        return self.found

    def row(self, model: type[models.Model]) -> Any:
        """One of each table, about the person."""
        label = model._meta.label_lower
        if label not in self.found.rows:
            values = {each.name: value for each, value in self._values(model)}
            self.found.rows[label] = model._default_manager.create(**values)
        return self.found.rows[label]

    def _values(self, model: type[models.Model]) -> Iterator[tuple[models.Field[Any, Any], Any]]:
        declaration = DECLARATIONS.get(model._meta.label_lower)
        path = (declaration.subject or "").split("__")[0] if declaration else ""
        for each in model._meta.concrete_fields:
            if (model._meta.label_lower, each.name) in SKIPPED or isinstance(each, models.AutoField):
                continue
            if isinstance(each, models.ForeignKey):
                if each.related_model is get_user_model():
                    yield each, self.person
                elif each.related_model is Blob:
                    yield each, self._blob(f"{model._meta.label}.{each.name}")
                elif each.related_model is not model and (not each.null or each.name == path):
                    yield each, self.row(each.related_model)
            else:
                value = self._value(model, declaration, each)
                if value is not None:
                    yield each, value

    def _value(self, model: type[models.Model], declaration: Declaration | None, each: models.Field[Any, Any]) -> Any:
        name = f"{model._meta.label}.{each.name}"
        personal = declaration is not None and isinstance(declaration.fields[each.name], Field)
        if each.name == "phone":
            return self.person.phone
        if each.choices:
            return each.get_default() or each.choices[0][0]
        if isinstance(each, models.CharField | models.TextField):
            length = each.max_length or 200
            return self._mark(name)[:length] if length >= LEGIBLE and (personal or not each.has_default()) else None
        if isinstance(each, models.JSONField):
            return {"canary": self._mark(name)} if personal else {}
        if isinstance(each, models.BinaryField):
            return self._mark(name).encode() if personal else b"x"
        if isinstance(each, models.UUIDField):
            return ids.new_id() if each.has_default() or each.primary_key else uuid.uuid4()
        if each.has_default() or (each.null and not personal):
            return None
        if isinstance(each, models.DateTimeField):
            return clock.now() + timedelta(days=1)
        if isinstance(each, models.DateField):
            return clock.today()
        if isinstance(each, models.BooleanField):
            return False
        if isinstance(each, models.TimeField):
            return clock.now().time()
        return 1

    def _mark(self, name: str) -> str:
        """Eleven signs that no other place has, first: fields cut what is long."""
        if name not in self.found.canaries:
            self.found.canaries[name] = f"Zq{next(self._numbers):03}{self.person.id.hex[-7:]}"
        return self.found.canaries[name]

    def _blob(self, name: str) -> Blob:
        owner = blobs.Owner("person", self.person.id)
        draft = blobs.draft(owner, "cloud.file")
        draft.write(self._mark(name).encode() * 3)
        draft.finish()
        return draft.commit()


def about_the_person(found: Planted) -> dict[str, str]:
    """The canaries of fields that are declared as personal; others only hold a row together."""
    about = {}
    for name, canary in found.canaries.items():
        declaration = DECLARATIONS.get(name.rsplit(".", 1)[0].lower())
        if declaration is None or declaration.model in NOT_PLANTED:
            continue
        if isinstance(declaration.fields[name.rsplit(".", 1)[1]], Field) or name.endswith(".blob"):
            about[name] = canary
    return about


def unplanted(found: Planted) -> list[str]:
    """Declared personal texts without a canary."""
    return [
        f"{declaration.model}.{name}"
        for declaration in DECLARATIONS.values()
        if declaration.model not in NOT_PLANTED
        for name, declared in declaration.fields.items()
        if isinstance(declared, Field)
        and _is_text(apps.get_model(declaration.model)._meta.get_field(name))
        and f"{declaration.model}.{name}" not in found.canaries
    ]


def _is_text(each: Any) -> bool:
    if getattr(each, "choices", None):
        return False
    if isinstance(each, models.CharField | models.TextField):
        return (each.max_length or 200) >= LEGIBLE and each.name != "phone"
    return isinstance(each, models.JSONField | models.BinaryField)
