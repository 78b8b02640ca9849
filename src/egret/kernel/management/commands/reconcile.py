"""`egret manage reconcile`: compare the store with the database; `egret doctor --reconcile` shows it to people."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from egret.kernel.blobs import reconcile
from egret.kernel.purpose import under


class Command(BaseCommand):
    help = "Compare the store with the database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--mend",
            action="store_true",
            help="remove objects that belong to no row, release blobs that nothing refers to",
        )
        parser.add_argument("--grace", type=int, default=3600, help="seconds that these must be old")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @under("kernel.retention")
    def handle(self, *args: Any, **options: Any) -> None:
        report = reconcile(mend=options["mend"], grace=timedelta(seconds=options["grace"]))
        if options["json"]:
            self.stdout.write(json.dumps(asdict(report)))
            return
        for name, value in asdict(report).items():
            self.stdout.write(f"{name}: {value}")
