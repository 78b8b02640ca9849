from __future__ import annotations

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "egret.privacy.versions"
    label = "privacy_versions"

    def ready(self) -> None:
        from egret.kernel import policy
        from egret.privacy.versions import checks, queries  # noqa: F401  # registers the system checks

        policy.provide_still_holds(queries.acceptance_still_holds)
