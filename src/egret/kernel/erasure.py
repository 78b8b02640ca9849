"""What a transaction deleted leaves the database's files, not only its tables (C26, C69)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import QuerySet

from egret.kernel import holds
from egret.kernel.text import Text

# A reader that is longer at it must not hold up whoever deletes: the log is then emptied at the next occasion, at the
# latest by the retention job.
PATIENCE_MILLISECONDS = 1000


def flush_deleted(using: str = DEFAULT_DB_ALIAS) -> None:
    """After this transaction's commit, bring SQLite's log into the database and empty it.

    `secure_delete` overwrites deleted content with zeros, but in the log first: the old page stays in the database's
    file, and older ones in the log, until a checkpoint. PostgreSQL has its own vacuum and no such files of ours.
    """
    if connections[using].vendor == "sqlite":
        transaction.on_commit(partial(_checkpoint, using), using=using)


def empty_log(using: str = DEFAULT_DB_ALIAS) -> bool:
    """Bring SQLite's log into the database and empty it, outside a transaction; False while a reader is in the way."""
    return connections[using].vendor != "sqlite" or _checkpoint(using)


def _checkpoint(using: str) -> bool:
    with connections[using].cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={usual}")
    return not busy


Subject = Literal["person", "organization", "group"]
_before: dict[Subject, list[Callable[[uuid.UUID], None]]] = defaultdict(list)


def before(subject: Subject) -> Callable[[Callable[[uuid.UUID], None]], Callable[[uuid.UUID], None]]:
    """Call the decorated function inside the transaction that deletes a subject, before its row goes.

    For what no foreign key can say: contents outside the database, and rows of other domains that stay.
    """

    def add(handler: Callable[[uuid.UUID], None]) -> Callable[[uuid.UUID], None]:
        _before[subject].append(handler)
        return handler

    return add


def prepare(subject: Subject, id_: uuid.UUID) -> None:
    """Let every domain do its part; whoever deletes the row calls it first, in the same transaction.

    Raises Held for a person who, or something of whom, is held.
    """
    if subject == holds.PERSON:
        holds.require_free(subject, id_)
    for handler in _before[subject]:
        handler(id_)


# What a person's erasure leaves, and by which rule: each domain says it beside its own handler, so that the plan, the
# certificate and what is done cannot differ.


@dataclass(frozen=True)
class Kept:
    """`tables`: whose rows lose the key of the person; `count`: how many there are of them."""

    id: str  # "<domain>.<what>"
    rule: Text
    tables: tuple[str, ...]
    count: Callable[[uuid.UUID], int]


KEPT: dict[str, Kept] = {}


def keeps(
    kept_id: str, rule: Text, *, tables: tuple[str, ...] = ()
) -> Callable[[Callable[[uuid.UUID], int]], Callable[[uuid.UUID], int]]:
    """Declare what stays when a person goes; the decorated function counts it. Raises ValueError on a second one."""

    def add(count: Callable[[uuid.UUID], int]) -> Callable[[uuid.UUID], int]:
        if kept_id in KEPT:
            raise ValueError(f"{kept_id} is kept twice")
        KEPT[kept_id] = Kept(kept_id, rule, tuple(table.lower() for table in tables), count)
        return count

    return add


_rows: dict[str, Callable[[uuid.UUID], QuerySet[Any]]] = {}


def takes(
    model: str,
) -> Callable[[Callable[[uuid.UUID], QuerySet[Any]]], Callable[[uuid.UUID], QuerySet[Any]]]:
    """The decorated function finds the rows of a table that go with a person, where no cascading key says it."""

    def add(rows: Callable[[uuid.UUID], QuerySet[Any]]) -> Callable[[uuid.UUID], QuerySet[Any]]:
        _rows[model.lower()] = rows
        return rows

    return add


def taken(model: str) -> Callable[[uuid.UUID], QuerySet[Any]] | None:
    return _rows.get(model.lower())


_deleters: dict[Subject, Callable[[uuid.UUID], bool]] = {}


def deletes(subject: Subject) -> Callable[[Callable[[uuid.UUID], bool]], Callable[[uuid.UUID], bool]]:
    """The decorated function removes a subject's row and all that hangs on it; False when there is none."""

    def add(delete: Callable[[uuid.UUID], bool]) -> Callable[[uuid.UUID], bool]:
        _deleters[subject] = delete
        return delete

    return add


def delete(subject: Subject, id_: uuid.UUID) -> bool:
    """Remove a subject, in the caller's transaction if there is one; False when it was gone."""
    return _deleters[subject](id_)


_all: dict[Subject, Callable[[], Iterable[uuid.UUID]]] = {}


def lists(
    subject: Subject,
) -> Callable[[Callable[[], Iterable[uuid.UUID]]], Callable[[], Iterable[uuid.UUID]]]:
    """The decorated function names every subject of its kind: a restored database is compared with the journal."""

    def add(every: Callable[[], Iterable[uuid.UUID]]) -> Callable[[], Iterable[uuid.UUID]]:
        _all[subject] = every
        return every

    return add


def every(subject: Subject) -> Iterable[uuid.UUID]:
    return _all[subject]()


_waits: list[Callable[[uuid.UUID], list[Text]]] = []


def waits(reasons: Callable[[uuid.UUID], list[Text]]) -> Callable[[uuid.UUID], list[Text]]:
    """The decorated function says why a person must not be erased yet, a legal hold for instance; asked inside the
    transaction that would erase them."""
    _waits.append(reasons)
    return reasons


def reasons_to_wait(person_id: uuid.UUID) -> list[Text]:
    return [reason for each in _waits for reason in each(person_id)]


_known_as: list[Callable[[uuid.UUID], dict[str, str | None]]] = []


def known_as(
    identify: Callable[[uuid.UUID], dict[str, str | None]],
) -> Callable[[uuid.UUID], dict[str, str | None]]:
    """The decorated function says, by host, how other companies know a person; None: this one does not (C43)."""
    _known_as.append(identify)
    return identify


def identifiers(person_id: uuid.UUID) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for identify in _known_as:
        found |= identify(person_id)
    return found
