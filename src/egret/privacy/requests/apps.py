from __future__ import annotations

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "egret.privacy.requests"
    label = "privacy_requests"

    def ready(self) -> None:
        from egret.kernel import restrictions
        from egret.privacy.requests import checks  # noqa: F401  # registers the system check
        from egret.privacy.requests.queries import restricted

        restrictions.provide(restricted)
