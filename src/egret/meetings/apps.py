from __future__ import annotations

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "egret.meetings"
    label = "meetings"

    def ready(self) -> None:
        from egret.kernel.mail.checks import register_mail  # registers the system check, too

        register_mail()
