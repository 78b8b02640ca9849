"""Personal data is kept for its declared period and no longer (C61)."""

from __future__ import annotations

from django.apps import apps

from egret.kernel import clock
from egret.kernel.personal import DECLARATIONS


def enforce() -> dict[str, int]:
    """Delete every row past its period; returns how many of each model. Safe to run at any time, and twice."""
    gone = {}
    for declaration in DECLARATIONS.values():
        period = declaration.retention.period
        if declaration.retention.field is None or period is None:
            continue
        model = apps.get_model(declaration.model)
        past = model._default_manager.filter(**{f"{declaration.retention.field}__lt": clock.now() - period})
        deleted, _ = past.delete()
        if deleted:
            gone[declaration.model] = deleted
    return gone
