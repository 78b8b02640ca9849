"""Loads what each domain declares, so that the checks see all of it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps

# A domain's registries live in files of these names; importing one fills it.
REGISTRIES = ("personal", "promises", "tasks", "subscribers", "copying")


class KernelConfig(AppConfig):
    name = "egret.kernel"
    label = "kernel"

    def ready(self) -> None:
        from egret.kernel import checks, door  # noqa: F401  # the system checks; the door before every connection

        for config in apps.get_app_configs():
            if config.name.startswith("egret."):
                for registry in REGISTRIES:
                    if find_spec(f"{config.name}.{registry}"):
                        import_module(f"{config.name}.{registry}")
