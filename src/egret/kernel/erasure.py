"""What a transaction deleted leaves the database's files, not only its tables (C26, C69)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Literal

from django.db import DEFAULT_DB_ALIAS, connections, transaction

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


def _checkpoint(using: str) -> None:
    with connections[using].cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={usual}")


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
    """Let every domain do its part; whoever deletes the row calls it first, in the same transaction."""
    for handler in _before[subject]:
        handler(id_)
