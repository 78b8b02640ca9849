from __future__ import annotations

from django.apps import AppConfig


class CopiesConfig(AppConfig):
    name = "egret.privacy.copies"
    label = "privacy_copies"
