"""`egret manage rotate_master_key`: a new master key, while Egret runs."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from egret.kernel.purpose import under
from egret.kernel.vault.rotation import rotate


class Command(BaseCommand):
    help = "Wrap every owner's key by a new master key; safe to repeat, also after an interruption."

    @under("kernel.operation")
    def handle(self, *args: Any, **options: Any) -> None:
        done = rotate()
        self.stdout.write(f"{done.rewrapped} keys are now wrapped by the master key {done.current}.")
        for unused in done.unused:
            self.stdout.write(
                f"The master key {unused} wraps nothing any more: start Egret anew, run this again, and if it still "
                "says so, take that key away."
            )
