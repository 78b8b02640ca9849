"""A person planted with unique values in every declared field and every kind of content.

`plant(person)` makes one row of each declared table that leads to the person, and returns what was put where. It is
driven by the declarations: a table that is declared anew is planted by itself. Where the general way of making a row
breaks a constraint, `GIVEN` says what to put instead; what cannot be planted stands in `UNPLANTED`, with the reason.
"""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models, transaction

from egret.accounts.models import Person
from egret.kernel import blobs
from egret.kernel.models import Blob
from egret.kernel.personal import DECLARATIONS, Field
from tests.factories import cloud

# Shorter texts cannot be told from others.
LEAST_LENGTH = 8

# (model, field) → why nothing unique can be there.
UNPLANTED: dict[tuple[str, str], str] = {
    ("organizations.legalentity", "contact_name"): "leads to no account: an organisation's own words",
    ("organizations.legalentity", "contact_email"): "leads to no account: an organisation's own words",
    ("organizations.legalentity", "contact_phone"): "leads to no account: an organisation's own words",
    # tests/privacy/audit/test_accesses.py looks for them in a copy.
    **{("privacy_audit.entry", name): "a pseudonym leads to it, no key" for name in ("at", "act", "actor", "subject")},
    **{
        ("privacy_holds.hold", name): "what is held leads to it, no key; planted, it would hold the rest"
        for name, each in DECLARATIONS["privacy_holds.hold"].fields.items()
        if isinstance(each, Field)
    },
    **{
        ("privacy_erasures.notice", name): "written when the person is gone"
        for name, each in DECLARATIONS["privacy_erasures.notice"].fields.items()
        if isinstance(each, Field)
    },
}
UNPLANTED_TABLES = {model for model, _ in UNPLANTED}

# Which kind of content a row's blob is; None: it has none.
BLOBS: dict[str, str | None] = {
    "accounts.profilepicture": "accounts.picture",
    "cloud.fileversion": "cloud.file",
    "recordings.track": "recordings.track",
    "recordings.composition": "recordings.film",
}

# What a row needs to be possible at all.
GIVEN: dict[str, dict[str, Any]] = {
    "accounts.signinflow": {"expires_at": datetime(2099, 1, 1, tzinfo=UTC), "policy_version": "2026-11-30"},
    "accounts.session": {"expire_date": datetime(2099, 1, 1, tzinfo=UTC)},
    "cloud.share": {"group": None, "department": None, "organization": None, "phone": None},
    "cloud.upload": {"link": None, "blob": None, "expires_at": datetime(2099, 1, 1, tzinfo=UTC)},
    "meetings.schedule": {"organization": None, "personal_room": False},
    "meetings.meeting": {"organization": None, "schedule": None},
    "meetings.answer": {"invitee": None},
    "meetings.notice": {"invitee": None},
    "quality.objection": {"participant": None},
    "privacy_copies.copy": {"state": "expired", "blob": None},
    "privacy_copies.arrival": {"state": "done", "blob": None},
    "privacy_requests.request": {"organization": None, "first_due_at": datetime(2099, 1, 1, tzinfo=UTC)},
}


@dataclass(frozen=True)
class Plant:
    """A value and where it is: `canary` as a text that a search finds."""

    model: str
    field: str
    canary: str


@dataclass
class Garden:
    person: Person
    plants: list[Plant] = field(default_factory=list)
    contents: list[tuple[str, bytes]] = field(default_factory=list)
    rows: dict[str, Any] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _word: str = field(default_factory=lambda: uuid.uuid4().hex[:6])

    def plant(self) -> None:
        with transaction.atomic():
            self._begin()
            for label, declaration in DECLARATIONS.items():
                personal = any(isinstance(each, Field) for each in declaration.fields.values())
                if personal and label not in UNPLANTED_TABLES:
                    self.row(declaration.model.lower())
            # No field of it is personal; its film is.
            self.row("recordings.composition")

    def _begin(self) -> None:
        """What actions make better than a row alone: an account, and a drive with a file in it."""
        self._fill("accounts.person", self.person, given={"phone": self.person.phone})
        content = self.content()
        self.contents.append(("cloud.file", content))
        node = cloud.file(self.person, self.text(40), content)
        space, version = node.space, node.version
        for label, row in (("cloud.space", space), ("cloud.node", node), ("cloud.fileversion", version)):
            self._fill(label, row, given={"person": self.person} if label == "cloud.space" else {})
        # Whoever stores a file has opened it.
        self._fill("cloud.opened", apps.get_model("cloud.opened")._default_manager.get(node=node), given={})

    def row(self, label: str) -> Any:
        """The one row of a table, made when it is asked for first."""
        if label not in self.rows:
            model = apps.get_model(label)
            row = model()
            self._fill(label, row, given={}, fresh=True)
        return self.rows[label]

    def _fill(self, label: str, row: Any, *, given: dict[str, Any], fresh: bool = False) -> None:
        declaration = DECLARATIONS.get(label)
        given = {**GIVEN.get(label, {}), **given}
        declared = declaration.fields if declaration else {}
        self.rows[label] = row
        for each in row._meta.concrete_fields:
            personal = isinstance(declared.get(each.name), Field)
            if each.name in given:
                value = given[each.name]
            elif isinstance(each, models.AutoField) or (each.primary_key and each.has_default()):
                continue
            elif personal or (fresh and self._needs(declaration, each)):
                value = self._value(label, declaration, each, row)
            else:
                continue
            setattr(row, each.name, value)
            if personal and (label, each.name) not in UNPLANTED:
                self._note(label, each, value)
        row.save()

    def _needs(self, declaration: Any, each: models.Field[Any, Any]) -> bool:
        """Whether a row is impossible without it, or does not lead to the person."""
        path = (declaration.subject or "").split("__")[0] if declaration else ""
        return each.name == path or not (each.null or each.has_default())

    def _value(self, label: str, declaration: Any, each: Any, row: Any) -> Any:
        number = next(self._numbers)
        if declaration is not None and declaration.subject == "phone" and each.name == "phone":
            return self.person.phone
        if isinstance(each, models.ForeignKey):
            if each.related_model is get_user_model():
                return self.person
            if each.related_model is Blob:
                return self._blob(label, row)
            return self.row(each.related_model._meta.label_lower)
        if each.choices:
            return each.choices[0][0]
        simple: list[tuple[Any, Callable[[], Any]]] = [
            (
                models.DateTimeField,
                lambda: datetime(2031, 1, 1, tzinfo=UTC) + timedelta(minutes=number, microseconds=7),
            ),
            (models.DateField, lambda: datetime(2031, 1, 1, tzinfo=UTC).date() + timedelta(days=number)),
            (models.BooleanField, lambda: True),
            (models.JSONField, lambda: [self.text(40)] if each.default is list else {"canary": self.text(40)}),
            (models.UUIDField, uuid.uuid4),
            (models.BinaryField, lambda: self.text(40).encode()),
            (models.FloatField, lambda: float(number)),
            (models.IntegerField, lambda: 20_000 + number),
        ]
        for kind, make in simple:
            if isinstance(each, kind):
                return make()
        return self.text(each.max_length or 60)

    def _blob(self, label: str, row: Any) -> Blob | None:
        kind = BLOBS[label]
        if kind is None:
            return None
        content = self.content()
        draft = blobs.draft(blobs.Owner("person", self.person.id), kind)
        draft.write(content)
        draft.finish()
        self.contents.append((kind, content))
        for name in ("size", "large_size"):
            if hasattr(row, name):
                setattr(row, name, len(content))
        return draft.commit()

    def _note(self, label: str, each: models.Field[Any, Any], value: Any) -> None:
        canary: str | None = None
        if isinstance(value, datetime):
            canary = value.isoformat()
        elif isinstance(value, bytes):
            canary = value.decode()
        elif isinstance(value, str) and not each.choices and len(value) >= LEAST_LENGTH:
            canary = value
        elif isinstance(value, dict):
            canary = value["canary"]
        elif isinstance(value, list):
            canary = value[0]
        elif isinstance(value, int) and not isinstance(value, bool) and value > 20_000:
            canary = str(value)
        self.plants.append(Plant(label, each.name, canary or ""))

    def text(self, most: int) -> str:
        """A word that is nowhere else."""
        return f"{next(self._numbers):04x}{self._word}-canary-鹭"[: min(most, 40)]

    def content(self) -> bytes:
        return f"content {self.text(40)} {uuid.uuid4().hex}".encode()


def plant(person: Person) -> Garden:
    """Fill everything that is declared; nothing that was there is kept."""
    garden = Garden(person)
    garden.plant()
    planted = {(each.model, each.field) for each in garden.plants}
    declared = {
        (label, name)
        for label, declaration in DECLARATIONS.items()
        for name, each in declaration.fields.items()
        if isinstance(each, Field)
    }
    unplanted = declared - planted - set(UNPLANTED)
    assert not unplanted, f"declared, and not planted: {sorted(unplanted)}"
    return garden
