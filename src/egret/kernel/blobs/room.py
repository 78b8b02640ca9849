"""How much more the store can take."""

from __future__ import annotations

import shutil

from django.conf import settings


def free_bytes() -> int | None:
    """Of the local folder's disk; None for a store elsewhere, which does not say."""
    if settings.EGRET_BLOBS_URL:
        return None
    folder = settings.INSTANCE.blobs
    return shutil.disk_usage(folder if folder.exists() else settings.INSTANCE.data).free
