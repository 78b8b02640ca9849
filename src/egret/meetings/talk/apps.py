from __future__ import annotations

from django.apps import AppConfig


class TalkConfig(AppConfig):
    name = "egret.meetings.talk"
    label = "talk"
