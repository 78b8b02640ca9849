"""`egret manage retention --preview`: what will go, and when; deletes nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.kernel import retention
from egret.kernel.purpose import under
from egret.privacy.retention.models import Failure


class Command(BaseCommand):
    help = "Show what retention deletes next, what is held, and what could not be deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--preview", action="store_true", help="deletes nothing; this command never does")
        parser.add_argument("--days", type=int, default=30, help="how far to look ahead (30)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @under("kernel.retention")
    def handle(self, *args: Any, **options: Any) -> None:
        found = list(retention.preview(options["days"]))
        failures = list(Failure.objects.order_by("since"))
        if options["json"]:
            rows = [
                {
                    "model": each.model,
                    "categories": [str(category) for category in each.categories],
                    "started_by": each.started_by,
                    "days": each.period.days,
                    "rule": each.rule,
                    "past": each.past,
                    "held": each.held,
                    "soon": each.soon,
                    "first_at": each.first_at.isoformat() if each.first_at else None,
                }
                for each in found
            ]
            failed = [{"model": row.model, "error": row.error, "since": row.since.isoformat()} for row in failures]
            self.stdout.write(json.dumps({"tables": rows, "failures": failed}))
            return
        for each in found:
            first = f"{each.first_at:%Y-%m-%d %H:%M}" if each.first_at else "nothing waits"
            self.stdout.write(
                f"{each.model}: {each.past} now ({each.held} held), {each.soon} within {options['days']} days, first "
                f"{first}; {each.period.days} days after {each.started_by}" + (f" ({each.rule})" if each.rule else "")
            )
        for row in failures:
            self.stdout.write(f"NOT DELETED since {row.since:%Y-%m-%d %H:%M}: {row.model} ({row.error})")
