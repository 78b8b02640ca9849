from __future__ import annotations

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "egret.privacy.retention"
    label = "privacy_retention"

    def ready(self) -> None:
        from django.conf import settings

        from egret.privacy.retention import overrides

        overrides.apply(settings.EGRET_RETENTION)
