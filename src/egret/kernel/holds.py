"""What a complaint, a court or a regulator needs is not deleted, by nobody and no job, until it is released (C63).

The privacy domain keeps the holds; domains name what can be held, and ask here before something goes.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection
from django.db.models import CASCADE, ForeignKey, Model, Q, QuerySet

from egret.kernel.errors import EgretError
from egret.kernel.personal import DECLARATIONS
from egret.kernel.purpose import running
from egret.kernel.text import Text

Row = TypeVar("Row", bound=Model)

PERSON = "person"
# PostgreSQL's advisory lock of "something is deleted" and "a hold is placed"; any number that nothing else uses.
LOCK = 0x484F4C44
# Declared by the room that keeps the holds.
PURPOSE = "holds.keep"
# From a sample of a call over its participant to the person: no table of ours is further from what can be held.
FARTHEST = 3


class Held(EgretError):
    """Whoever asks need not know more: a hold may be secret."""

    status, slug = 423, "held"
    title = Text("This cannot be deleted now.", "目前无法删除。")
    detail = Text(
        "It is kept for a legal reason. Ask whoever runs this installation.",
        "因法律原因须予保留，请咨询本系统的管理者。",
    )


@dataclass(frozen=True)
class Kind:
    """Something that can be held: rows of one model."""

    name: str
    model: str
    text: Text


KINDS: dict[str, Kind] = {}
_active: Callable[[], Collection[tuple[str, uuid.UUID]]] | None = None


def kind(name: str, model: str, text: Text) -> None:
    """Let rows of a model be held. Raises ValueError on a second kind of that name."""
    if name in KINDS:
        raise ValueError(f"what can be held is named {name} twice")
    KINDS[name] = Kind(name, model, text)


def provide(active: Callable[[], Collection[tuple[str, uuid.UUID]]]) -> None:
    """Set where the holds in force come from."""
    global _active
    _active = active


def ids_held(kind_name: str) -> set[uuid.UUID]:
    """Which of a kind are held now."""
    return {id_ for name, id_ in _active() if name == kind_name} if _active is not None else set()


def held(kind_name: str, id_: uuid.UUID) -> bool:
    return id_ in ids_held(kind_name)


def held_person(person_id: uuid.UUID) -> bool:
    """Whether anything holds this person: a hold on them, or on what would go with them."""
    model = apps.get_model(KINDS[PERSON].model)
    with running(PURPOSE):
        return not spare(model._default_manager.filter(pk=person_id)).exists()


def lock(*, exclusive: bool) -> None:
    """Within a transaction: nothing is deleted while a hold is placed, and no hold comes between look and deletion.

    SQLite's transactions of ours are IMMEDIATE and queue by themselves.
    """
    if connection.vendor == "postgresql":
        function = "pg_advisory_xact_lock" if exclusive else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [LOCK])


def require_free(kind_name: str, id_: uuid.UUID) -> None:
    """In the transaction that is to delete it. Raises Held, also where something that would go with it is held."""
    lock(exclusive=False)
    if _active is None or not _active():
        return
    model = apps.get_model(KINDS[kind_name].model)
    # What hangs together with it lies in every domain.
    with running(PURPOSE):
        row = model._default_manager.filter(pk=id_)
        if row.exists() and not spare(row).exists():
            raise Held


def spare(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Without the rows that are held, hang on something held, or would take something held with them."""
    found = _active() if _active is not None else ()
    by_kind: dict[str, set[uuid.UUID]] = {}
    for name, id_ in found:
        by_kind.setdefault(name, set()).add(id_)
    for name, ids in by_kind.items():
        if name in KINDS:
            for kept in _kept(rows.model, apps.get_model(KINDS[name].model), ids):
                rows = rows.exclude(kept)
    return rows


def _kept(model: type[Model], of: type[Model], ids: set[uuid.UUID]) -> Iterator[Q]:
    for path in paths(model, of):
        yield Q(**{f"{path}__in": ids})
    for declaration in DECLARATIONS.values():
        other = apps.get_model(declaration.model)
        if other is model:
            continue
        downs = set(paths(other, model, cascading=True))
        if declaration.subject and declaration.subject in paths(other, model):
            downs.add(declaration.subject)
        for up in paths(other, of) if downs else ():
            rows: QuerySet[Any] = other._default_manager.filter(**{f"{up}__in": ids})
            for down in downs:
                yield Q(pk__in=rows.exclude(**{down: None}).values(down))


def paths(start: type[Model], end: type[Model], *, cascading: bool = False) -> tuple[str, ...]:
    """How a row leads to a row of another model by its keys; `cascading`: and goes with it."""
    return _paths(start._meta.label, end._meta.label, cascading)


@cache
def _paths(start: str, end: str, cascading: bool) -> tuple[str, ...]:
    model = apps.get_model(start)
    return tuple(_walk(model, apps.get_model(end), cascading, (model,)))


def _walk(start: type[Model], end: type[Model], cascading: bool, way: tuple[type[Model], ...]) -> Iterator[str]:
    if start is end:
        yield "pk"
        return
    if len(way) > FARTHEST:
        return
    for field in start._meta.concrete_fields:
        if not isinstance(field, ForeignKey):
            continue
        target = field.related_model
        if not isinstance(target, type) or target in way:
            continue
        if cascading and field.remote_field.on_delete is not CASCADE:
            continue
        for rest in _walk(target, end, cascading, (*way, target)):
            yield field.name if rest == "pk" else f"{field.name}__{rest}"
