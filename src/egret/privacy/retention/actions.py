"""Writes: the alarm over a table, raised and taken back."""

from __future__ import annotations

from django.db import transaction

from egret.kernel import clock
from egret.privacy.retention.models import Failure


def note_outcome(model: str, failure: Exception | None) -> None:
    """What the last deletion of a table came to."""
    if failure is None:
        Failure.objects.filter(model=model).delete()
        return
    moment = clock.now()
    with transaction.atomic():
        row, made = Failure.objects.select_for_update().get_or_create(
            model=model, defaults={"error": type(failure).__name__, "since": moment, "last_at": moment}
        )
        if not made:
            row.error, row.last_at, row.times = type(failure).__name__, moment, row.times + 1
            row.save(update_fields=["error", "last_at", "times"])
