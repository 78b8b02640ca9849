"""Reads of the cases, for whoever answers for the staff."""

from __future__ import annotations

from django.db.models import F

from egret.kernel import clock
from egret.kernel.purpose import under
from egret.privacy.cases.actions import PURPOSE
from egret.privacy.cases.models import Case

SHOWN = 50


@under(PURPOSE)
def open_cases() -> list[Case]:
    """The one that ends first at the top."""
    return list(Case.objects.filter(closed_at=None, closes_at__gt=clock.now()).order_by("closes_at"))


@under(PURPOSE)
def latest_cases() -> list[Case]:
    """Open ones and closed ones, the newest first."""
    return list(Case.objects.order_by(F("opened_at").desc(), "-id")[:SHOWN])
