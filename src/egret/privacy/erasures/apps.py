from __future__ import annotations

from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings


class ErasuresConfig(AppConfig):
    name = "egret.privacy.erasures"
    label = "privacy_erasures"

    def ready(self) -> None:
        from egret.kernel import egress
        from egret.privacy.erasures.personal import PURPOSE

        for host, address in settings.EGRET_DELETION_URLS.items():
            # At the company's own host it is registered already, with what it gets.
            if urlsplit(address).netloc not in egress.DESTINATIONS:
                egress.register(
                    address,
                    processor=f"deletion at {host}",
                    purpose=PURPOSE,
                    payload=("how the company knows a person who is gone",),
                )
