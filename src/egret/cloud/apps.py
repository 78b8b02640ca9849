from __future__ import annotations

from django.apps import AppConfig


class CloudConfig(AppConfig):
    name = "egret.cloud"
    label = "cloud"

    def ready(self) -> None:
        from egret.cloud import checks  # noqa: F401  # registers the system check
