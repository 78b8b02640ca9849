"""Whether the database was prepared by exactly this program: then a start need not load Django to find nothing to do.

Anything else runs `migrate`, and with it every system check: changed code, other packages, other migrations in the
database, PostgreSQL.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
import sysconfig
from pathlib import Path

import egret
from egret.project.instance import Instance, write_private

Applied = list[list[str]]


def still_prepared(instance: Instance) -> bool:
    """Whether the last preparation was by this program, and the database still holds what it left there."""
    if os.environ.get("EGRET_DATABASE_URL"):
        return False
    try:
        noted = json.loads(_note(instance).read_text())
    except (OSError, ValueError):
        return False
    return bool(noted == {"program": _program(), "applied": _applied(instance)})


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


def _applied(instance: Instance) -> Applied | None:
    """The migrations that the database says it has; None where it cannot say."""
    if not instance.database.exists():
        return None
    try:
        connection = sqlite3.connect(instance.database, timeout=5)
        try:
            return [list(row) for row in connection.execute("SELECT app, name FROM django_migrations ORDER BY id")]
        finally:
            connection.close()
    except sqlite3.Error:
        return None
