"""What an erasure takes and what it leaves, counted from the declarations and the domains' own rules."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from egret.kernel import erasure
from egret.kernel.models import Blob
from egret.kernel.personal import CATEGORY_TEXTS, DECLARATIONS, Category, Declaration, Field
from egret.kernel.subjects import PHONE
from egret.kernel.text import Language, Text
from egret.kernel.vault import Owner


@dataclass(frozen=True)
class Line:
    """So many rows of a category, or by a rule."""

    id: str
    count: int


@dataclass(frozen=True)
class Plan:
    """`goes` by category, `stays` by rule; both hold only what there is."""

    goes: list[Line]
    blobs: int
    bytes: int
    stays: list[Line]

    @property
    def rows(self) -> int:
        return sum(line.count for line in self.goes)

    def written(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, written: dict[str, Any]) -> Plan:
        """What `written` gave; empty for a row that never got so far."""
        lines = {name: [Line(**each) for each in written.get(name, [])] for name in ("goes", "stays")}
        return cls(lines["goes"], written.get("blobs", 0), written.get("bytes", 0), lines["stays"])


def plan_for(person_id: uuid.UUID) -> Plan:
    """As things are now."""
    goes: Counter[str] = Counter()
    for declaration in DECLARATIONS.values():
        rows = rows_that_go(declaration, person_id)
        if rows is not None and (count := rows.count()):
            goes[category_of(declaration)] += count
    owner = str(Owner("person", person_id))
    kept = Blob.objects.filter(keys__owner=owner).aggregate(size=Coalesce(Sum("size"), 0))
    stays = ((each.id, each.count(person_id)) for each in erasure.KEPT.values())
    return Plan(
        [Line(category, goes[category]) for category in Category if goes[category]],
        Blob.objects.filter(keys__owner=owner).count(),
        kept["size"],
        [Line(id_, count) for id_, count in stays if count],
    )


def rows_that_go(declaration: Declaration, person_id: uuid.UUID) -> QuerySet[Any] | None:
    """The rows of a declared table that go with a person; None where no row of it is about people by itself."""
    own = erasure.taken(declaration.model)
    if own is not None:
        return own(person_id)
    model: type[Model] = apps.get_model(declaration.model)
    manager = model._default_manager
    if declaration.subject == "self":
        return manager.filter(pk=person_id)
    ways = Q()
    for path in cascading(model):
        ways |= Q(**{path: person_id})
    if declaration.subject is not None and _cascades(model, declaration.subject):
        ways |= Q(**{declaration.subject: person_id})
    if declaration.subject == PHONE:
        ways |= Q(phone__in=get_user_model()._default_manager.filter(pk=person_id, phone__isnull=False).values("phone"))
    return manager.filter(ways).distinct() if ways else None


def cascading(model: type[Model]) -> list[str]:
    """The keys by which a row goes when its person goes."""
    return [field.name for field in _keys_of_people(model) if field.remote_field.on_delete is CASCADE]


def unlinking(model: type[Model]) -> list[str]:
    """The keys that are emptied when the person goes, while the row stays."""
    return [field.name for field in _keys_of_people(model) if field.remote_field.on_delete is not CASCADE]


def _keys_of_people(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    person = get_user_model()
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is person
    ]


def _cascades(model: type[Model], path: str | None) -> bool:
    """Whether each step of a path to a person takes the row with it."""
    if path is None or path in ("self", PHONE):
        return False
    step: type[Model] = model
    for name in path.split("__"):
        field = step._meta.get_field(name)
        if not isinstance(field, ForeignKey) or field.remote_field.on_delete is not CASCADE:
            return False
        step = field.related_model
    return True


def category_of(declaration: Declaration) -> str:
    """The category of most of a table's fields: a row is counted once."""
    found = Counter(field.category for field in declaration.fields.values() if isinstance(field, Field))
    return found.most_common(1)[0][0] if found else Category.TECHNICAL


def category_text(category: str, language: Language) -> str:
    return CATEGORY_TEXTS[Category(category)].say(language)


def rule_text(rule: str, language: Language) -> str:
    """Rules of an earlier version keep their id."""
    known = erasure.KEPT.get(rule)
    return (known.rule if known else Text(rule, rule)).say(language)
