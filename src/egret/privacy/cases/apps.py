from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "egret.privacy.cases"
    label = "privacy_cases"

    def ready(self) -> None:
        from egret.kernel import cases, restrictions
        from egret.kernel.text import Text
        from egret.privacy.cases.actions import KEEPER

        cases.provide(KEEPER)
        restrictions.stops(
            "cases.open",
            Text(
                "Staff open no case about you, but with your consent, for a legal claim, to protect others or for an "
                "important public interest; which of them is written down.",
                "工作人员不会就您立案，除非经您同意、为法律请求、为保护他人或出于重要公共利益；所依理由会被记录。",
            ),
        )
