"""Versions of files: when each ceased to be the current one."""

from __future__ import annotations

from typing import Final

from django.db.models import OuterRef, Subquery

from egret.cloud.models import FileVersion

# To annotate versions with: when the next one came, null for the newest. Ids grow with time.
REPLACED_AT: Final = Subquery(
    FileVersion.objects.filter(node=OuterRef("node"), id__gt=OuterRef("id")).order_by("id").values("created_at")[:1]
)
