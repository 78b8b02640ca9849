"""What a transaction deleted leaves the database's files, not only its tables (C26, C69)."""

from __future__ import annotations

from django.db import connection, transaction

# A reader that is longer at it must not hold up whoever deletes: the log is then emptied at the next occasion, at the
# latest by the retention job.
PATIENCE_MILLISECONDS = 1000


def flush_deleted() -> None:
    """After this transaction's commit, bring SQLite's log into the database and empty it.

    `secure_delete` overwrites deleted content with zeros, but in the log first: the old page stays in the database's
    file, and older ones in the log, until a checkpoint. PostgreSQL has its own vacuum and no such files of ours.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_checkpoint)


def _checkpoint() -> None:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute(f"PRAGMA busy_timeout={usual}")
