from __future__ import annotations

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "egret.organizations"
    label = "organizations"

    def ready(self) -> None:
        from egret.kernel import desks
        from egret.organizations.desks import Desks

        desks.provide(Desks())
