from __future__ import annotations

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "egret.organizations"
    label = "organizations"

    def ready(self) -> None:
        from egret.kernel import desks, restrictions
        from egret.kernel.text import Text
        from egret.organizations.desks import Desks

        desks.provide(Desks())
        restrictions.stops(
            "organizations.directory",
            Text(
                "Other members do not find you in a directory or a search; administrators still see that you are in "
                "their organisation.",
                "其他成员无法在通讯录或搜索中找到您；管理员仍可看到您是其组织成员。",
            ),
        )
