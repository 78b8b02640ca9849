from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "egret.privacy.audit"
    label = "privacy_audit"

    def ready(self) -> None:
        from egret.kernel import audit, subjects
        from egret.privacy.audit import checks  # noqa: F401  # registers the system check
        from egret.privacy.audit.actions import write
        from egret.privacy.audit.queries import entries_about

        audit.provide(write)
        subjects.found_by("privacy_audit.Entry", entries_about)
