"""Rows as whom they are about may see them: what is shown, what is kept and not shown, what is somebody else's."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q, QuerySet

from egret.kernel import copying
from egret.kernel.models import Blob
from egret.kernel.personal import DECLARATIONS, EXCUSED, Category, Declaration, Field
from egret.kernel.purpose import PURPOSES
from egret.kernel.subjects import rows_about
from egret.kernel.text import Language, Text

ANOTHER = Text("another person", "其他人")
YOU = Text("you", "您")
YES, NO = Text("yes", "是"), Text("no", "否")
# In facts that code wrote down: others' numbers have no place in anybody's copy.
A_NUMBER = re.compile(r"\+\d{7,15}")
SOME_NUMBER = "‹number›"
# Rows are read in these amounts.
BATCH = 500


@dataclass(frozen=True)
class Shown:
    """A field that is shown; `declared` None: it says nothing about anybody, and is needed to make sense of others."""

    name: str
    field: models.Field[Any, Any]
    declared: Field | None

    @property
    def is_person(self) -> bool:
        return isinstance(self.field, models.ForeignKey) and self.field.related_model is get_user_model()

    @property
    def is_plain(self) -> bool:
        """Whether it cannot hold what somebody wrote or is called."""
        plain = (models.BooleanField, models.DateField, models.IntegerField, models.FloatField, models.UUIDField)
        return isinstance(self.field, plain) or bool(self.field.choices)


@dataclass(frozen=True)
class Table:
    """A declared table, as copies see it."""

    label: str
    declaration: Declaration
    shown: tuple[Shown, ...]
    hidden: dict[str, Text]

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    @property
    def name(self) -> Text:
        return copying.NAMES.get(self.label.lower()) or PURPOSES[self.declaration.purpose].text

    @property
    def categories(self) -> set[Category]:
        return {each.category for each in self.declaration.fields.values() if isinstance(each, Field)}


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """Every declared table in which something is about a person, by its lower-case label."""
    found = {}
    for label, declaration in sorted(DECLARATIONS.items()):
        personal = any(isinstance(each, Field) for each in declaration.fields.values())
        if personal and label not in copying.PASSED_OVER:
            found[label] = _table(declaration)
    return found


def _table(declaration: Declaration) -> Table:
    model = apps.get_model(declaration.model)
    shown, hidden = [], {}
    for name, declared in declaration.fields.items():
        field = model._meta.get_field(name)
        assert isinstance(field, models.Field)
        key = (declaration.model.lower(), name)
        if key in copying.HIDDEN:
            hidden[name] = copying.HIDDEN[key]
        elif isinstance(field, models.BinaryField) or _is_secret(key, field, declared):
            hidden[name] = copying.SECRET
        elif isinstance(declared, Field):
            shown.append(Shown(name, field, declared))
        elif _makes_sense(field):
            shown.append(Shown(name, field, None))
    return Table(declaration.model, declaration, tuple(shown), hidden)


def _is_secret(key: tuple[str, str], field: models.Field[Any, Any], declared: object) -> bool:
    """Sign-in data is secret unless it is a time, or its domain says otherwise."""
    if not isinstance(declared, Field) or declared.category is not Category.CREDENTIAL:
        return False
    return not isinstance(field, models.DateTimeField) and key not in copying.SHOWN


def _makes_sense(field: models.Field[Any, Any]) -> bool:
    """Of what is not personal: numbers, switches, times, words of a list and keys of rows; never free texts."""
    if isinstance(field, models.ForeignKey):
        return field.related_model is not Blob
    plain = (models.BooleanField, models.DateField, models.IntegerField, models.FloatField, models.UUIDField)
    return isinstance(field, plain) or bool(field.choices)


@dataclass(frozen=True)
class Subject:
    """The person a copy is about."""

    id: uuid.UUID
    phone: str | None


def subject_of(person_id: uuid.UUID) -> Subject:
    phone = get_user_model()._default_manager.filter(pk=person_id).values_list("phone", flat=True).first()
    return Subject(person_id, phone)


def mine(table: Table, person_id: uuid.UUID) -> Q:
    """Rows that are wholly the person's: the declared subject leads to them, or a domain says so."""
    subject = table.declaration.subject
    found = Q(pk__in=[])
    if subject == "self":
        found |= Q(pk=person_id)
    elif subject == "phone":
        found |= Q(
            phone__in=get_user_model()._default_manager.filter(pk=person_id, phone__isnull=False).values("phone")
        )
    elif subject is not None:
        found |= Q(**{subject: person_id})
    further = copying.ROWS.get(table.label.lower())
    return found | further(person_id) if further else found


def all_rows(table: Table, person_id: uuid.UUID) -> QuerySet[Any]:
    """Those, and rows that lead to the person in another way."""
    further = copying.ROWS.get(table.label.lower())
    rows: QuerySet[Any] = rows_about(table.declaration, person_id)
    if further:
        both = Q(pk__in=rows.values("pk")) | further(person_id)
        rows = table.model._default_manager.filter(both).distinct()
    return rows


def walk(table: Table, person_id: uuid.UUID) -> Iterator[tuple[Any, bool]]:
    """Each row with whether it is wholly the person's, the oldest first; few are in memory at once."""
    names = [each.name for each in table.shown if _named_target(each)]
    rows = all_rows(table, person_id).select_related(*names).order_by("pk")
    last = None
    while batch := list((rows if last is None else rows.filter(pk__gt=last))[:BATCH]):
        yield from with_ownership(table, person_id, batch)
        last = batch[-1].pk


def with_ownership(table: Table, person_id: uuid.UUID, batch: list[Any]) -> Iterator[tuple[Any, bool]]:
    own = table.model._default_manager.filter(mine(table, person_id), pk__in=[row.pk for row in batch])
    whole = set(own.values_list("pk", flat=True))
    for row in batch:
        yield row, row.pk in whole


def values(table: Table, row: Any, subject: Subject, *, whole: bool) -> dict[str, Any]:
    """A row as JSON. Of one that is also about others only what leads to the person, and what says nothing of them."""
    shown = {}
    for each in table.shown:
        value = getattr(row, each.field.attname)
        if each.is_person:
            shown[each.name] = None if value is None else "you" if value == subject.id else "another person"
        elif whole or each.is_plain:
            shown[each.name] = _json(value, subject)
    return shown


def _json(value: Any, subject: Subject) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return without_numbers(value, subject) if isinstance(value, dict | list) else value


def without_numbers(value: Any, subject: Subject) -> Any:
    """Facts that code wrote down, without others' phone numbers."""
    if isinstance(value, str):
        return A_NUMBER.sub(lambda found: found[0] if found[0] == subject.phone else SOME_NUMBER, value)
    if isinstance(value, dict):
        return {key: without_numbers(each, subject) for key, each in value.items()}
    if isinstance(value, list):
        return [without_numbers(each, subject) for each in value]
    return value


@dataclass(frozen=True)
class Word:
    """One field of a row for a person's eyes."""

    label: str
    value: str
    moment: str | None = None  # RFC 3339, where it is one: pages show it in the reader's zone


def words(
    table: Table,
    row: Any,
    subject: Subject,
    language: Language,
    *,
    whole: bool,
    category: Category | None = None,
) -> list[Word]:
    """A row's personal fields, of one category or of all; empty ones are left out."""
    found = []
    for each in table.shown:
        if each.declared is None or (category is not None and each.declared.category is not category):
            continue
        if not (whole or each.is_person or each.is_plain):
            continue
        word = _word(each, row, subject, language)
        if word is not None:
            found.append(word)
    return found


def _word(shown: Shown, row: Any, subject: Subject, language: Language) -> Word | None:
    assert shown.declared is not None
    label, value = shown.declared.text.say(language), getattr(row, shown.field.attname)
    if value is None or value in ("", [], {}):
        return None
    if shown.is_person:
        return Word(label, (YOU if value == subject.id else ANOTHER).say(language))
    if isinstance(value, bool):
        return Word(label, (YES if value else NO).say(language))
    if isinstance(value, datetime):
        return Word(label, f"{value:%Y-%m-%d %H:%M} UTC", value.isoformat())
    if _named_target(shown):
        return Word(label, str(getattr(row, shown.name).name))
    if isinstance(value, dict | list):
        return Word(label, _flat(_json(value, subject)))
    return Word(label, str(value))


def _named_target(shown: Shown) -> bool:
    """A key of something that has a name and is nobody: an organisation, a department, a group."""
    target = shown.field.related_model
    if not (isinstance(shown.field, models.ForeignKey) and isinstance(target, type)):
        return False
    return target._meta.label_lower in EXCUSED and any(each.name == "name" for each in target._meta.concrete_fields)


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_flat(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_flat(each) for each in value)
    return str(value)
