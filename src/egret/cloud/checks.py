"""Start-up stops where a quota cannot be read, and says what to write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

QUOTAS = ("EGRET_QUOTA_PERSON", "EGRET_QUOTA_ORGANIZATION")


@register()
def check_quotas(**_: Any) -> list[CheckMessage]:
    """Each quota is a size, or absent."""
    return [
        Error(
            f"{name} is no size: {settings.EGRET_UNREADABLE_SIZES[name]}.",
            hint="Write it like 500 MB, 2 TB or a number of bytes; leave it out for as much as the machine has.",
            id="egret.E070",
        )
        for name in QUOTAS
        if name in settings.EGRET_UNREADABLE_SIZES
    ]
