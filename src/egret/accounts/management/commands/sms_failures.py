"""`egret manage sms_failures [--json]`: messages of the last 24 hours that could not be handed over."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.accounts.sms.caps import CAP_REACHED
from egret.accounts.sms.failures import recent_failures
from egret.kernel.purpose import under


class Command(BaseCommand):
    help = "Show the messages of the last 24 hours that could not be handed over: when and why, never to whom."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON, as `egret doctor` reads it")

    @under("kernel.operation")
    def handle(self, *args: Any, **options: Any) -> None:
        failures = [
            {
                "at": failure.at.isoformat(timespec="seconds"),
                "country_code": failure.country_code,
                "reason": failure.reason,
                "cap": failure.reason == CAP_REACHED,
            }
            for failure in recent_failures()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(failures, ensure_ascii=False))
            return
        for failure in failures:
            self.stdout.write(f"{failure['at']}  +{failure['country_code']:<3}  {failure['reason']}")
        if not failures:
            self.stdout.write("In the last 24 hours every message was handed over.")
