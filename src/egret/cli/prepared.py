"""Whether the databases were prepared by exactly this program: then a start need not load Django to find nothing to do.

Anything else runs `migrate`, and with it every system check and the restore gate: changed code, other packages, other
migrations in the database, a database that came out of a backup, PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import sysconfig
from contextlib import closing
from pathlib import Path

import egret
from egret.kernel import journal
from egret.project.instance import Instance, write_private

Applied = list[list[str]]


def still_prepared(instance: Instance) -> bool:
    """Whether the last preparation was by this program, and the databases still hold what it left there."""
    if os.environ.get("EGRET_DATABASE_URL") or os.environ.get("EGRET_KEYRING_URL"):
        return False
    if instance.restored.exists() or _heard(instance) != _told(instance):
        return False
    try:
        noted = json.loads(_note(instance).read_text())
    except (OSError, ValueError):
        return False
    return bool(noted == {"program": _program(), "applied": _applied(instance)})


def _told(instance: Instance) -> int:
    """How many erasures the journal tells of; a damaged one is said by `migrate`."""
    try:
        known = journal.of(instance)
    except journal.JournalDamaged:
        return -1
    return len(known.entries) if known else 0


def _heard(instance: Instance) -> int:
    """How many the database heard of: one that came out of a backup is behind."""
    try:
        with closing(sqlite3.connect(instance.database, timeout=5)) as connection:
            found = connection.execute("SELECT number FROM kernel_journalposition").fetchone()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found else 0


def remember(instance: Instance) -> None:
    """Note what was prepared just now."""
    note = {"program": _program(), "applied": _applied(instance)}
    write_private(_note(instance), json.dumps(note))


def _note(instance: Instance) -> Path:
    return instance.run / "prepared.json"


def _program() -> str:
    """A fingerprint of what the checks read: all of our code, the Python, and the set of installed packages."""
    seen = hashlib.sha256(sys.version.encode())
    seen.update(str(Path(sysconfig.get_paths()["purelib"]).stat().st_mtime_ns).encode())
    seen.update(os.environ.get("DJANGO_SETTINGS_MODULE", "").encode())
    for path in sorted(Path(egret.__file__).parent.rglob("*.py")):
        seen.update(path.as_posix().encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _applied(instance: Instance) -> list[Applied | None]:
    """The migrations that each database says it has; None where it cannot say."""
    return [_applied_in(database) for database in (instance.database, instance.keyring)]


def _applied_in(database: Path) -> Applied | None:
    if not database.exists():
        return None
    try:
        with closing(sqlite3.connect(database, timeout=5)) as connection:
            return [list(row) for row in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")]
    except sqlite3.Error:
        return None
