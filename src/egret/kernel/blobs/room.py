"""How much more the store can take."""

from __future__ import annotations

import shutil
import sqlite3

from django.conf import settings
from django.db import DatabaseError


def free_bytes() -> int | None:
    """Of the local folder's disk; None for a store elsewhere, which does not say."""
    if settings.EGRET_BLOBS_URL:
        return None
    folder = settings.INSTANCE.blobs
    return shutil.disk_usage(folder if folder.exists() else settings.INSTANCE.data).free


def is_full(error: DatabaseError) -> bool:
    """Whether the database had no room left on its disk."""
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(cause, "sqlstate", None) == "53100"
