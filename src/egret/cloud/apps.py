from __future__ import annotations

from django.apps import AppConfig


class CloudConfig(AppConfig):
    name = "egret.cloud"
    label = "cloud"

    def ready(self) -> None:
        from egret.cloud import checks  # noqa: F401  # registers the system check
        from egret.kernel import restrictions
        from egret.kernel.text import Text

        restrictions.stops(
            "cloud.activity",
            Text(
                "With whom a file is shared is not shown what you did with it; whoever manages it keeps the record, to "
                "protect it.",
                "文件的共享对象不再看到您对文件的操作；文件管理者为保护文件仍保留完整记录。",
            ),
        )
