"""`egret manage compose ID`: makes one film; the worker starts it, at low priority."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.kernel.purpose import under


class Command(BaseCommand):
    help = "Compose a recording's film; the worker starts this by itself."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("composition", type=uuid.UUID)

    @under("recordings.record")
    def handle(self, *args: Any, **options: Any) -> None:
        # Every process reads its commands at its start; FFmpeg's libraries belong in this one alone.
        from egret.meetings.recordings import films

        films.make(options["composition"])
