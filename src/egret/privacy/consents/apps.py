from __future__ import annotations

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "egret.privacy.consents"
    label = "privacy_consents"

    def ready(self) -> None:
        from egret.kernel import consents
        from egret.privacy.consents import queries

        consents.provide(queries.given)
