from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "egret.privacy.cases"
    label = "privacy_cases"

    def ready(self) -> None:
        from egret.kernel import cases
        from egret.privacy.cases.actions import KEEPER

        cases.provide(KEEPER)
