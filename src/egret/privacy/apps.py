from __future__ import annotations

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "egret.privacy"
    label = "privacy"

    def ready(self) -> None:
        from egret.kernel import policy
        from egret.privacy.policy import VERSION

        policy.provide(lambda: VERSION)
