from __future__ import annotations

from django.apps import AppConfig


class HoldsConfig(AppConfig):
    name = "egret.privacy.holds"
    label = "privacy_holds"

    def ready(self) -> None:
        from egret.kernel import erasure, holds, subjects
        from egret.privacy.holds.queries import active, reasons_to_keep, rows_told_to

        holds.provide(active)
        erasure.waits(reasons_to_keep)
        subjects.found_by("privacy_holds.Hold", rows_told_to)
