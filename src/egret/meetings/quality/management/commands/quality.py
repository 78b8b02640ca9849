"""`egret manage quality [--hours N] [--json]`: how calls went, on the engine as a whole and by meeting."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from egret.kernel import clock
from egret.kernel.purpose import under
from egret.meetings.quality.personal import PURPOSE
from egret.meetings.quality.queries import MeetingQuality, quality_since

HEADINGS = ("", "people", "samples", "lost p95", "jitter p95", "round trip p95", "freezes/min")


class Command(BaseCommand):
    help = "Show how calls went lately: loss, jitter, round trip and freezes of the engine and of each meeting."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--hours", type=int, default=24, metavar="N", help="how far to look back (24)")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        found = quality_since(clock.now() - timedelta(hours=options["hours"]))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in found], default=str))
            return
        rows = [HEADINGS, *(_row(each) for each in found)]
        widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
        for row in rows:
            self.stdout.write("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
        if not found:
            self.stdout.write("No call was measured in this time.")


def _row(each: MeetingQuality) -> tuple[str, ...]:
    def shown(value: int | None, unit: str) -> str:
        return "–" if value is None else f"{value} {unit}"

    return (
        f"engine {settings.EGRET_ENGINE_URL}" if each.meeting_id is None else f"meeting {each.meeting_id}",
        str(each.people),
        str(each.samples),
        "–" if each.loss_permille is None else f"{each.loss_permille / 10:.1f} %",
        shown(each.jitter_ms, "ms"),
        shown(each.round_trip_ms, "ms"),
        f"{each.freezes_a_minute:.1f}",
    )
