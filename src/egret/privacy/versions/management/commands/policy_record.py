"""`egret manage policy_record [--reviewed]`: bind the policy's date to its text and its catalogue (C82).

For whoever changes the policy, before the change is committed; it writes into the source.
"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.kernel import clock
from egret.kernel.purpose import under
from egret.privacy.versions import differences, record, snapshots


class Command(BaseCommand):
    help = "Write the version in force into the record, or that it was reviewed today."
    # The check it serves would stop it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reviewed", action="store_true", help="the version in force was reviewed today")
        parser.add_argument(
            "--unreleased", action="store_true", help="a date that is past already, of a version nobody has seen yet"
        )

    @under("kernel.operation")
    def handle(self, *args: Any, **options: Any) -> None:
        snapshot, known = snapshots.now(), record.recorded() if record.RECORD.exists() else {}
        version, changed = snapshot["version"], bool(record.faults(snapshot))
        if options["reviewed"]:
            if changed:
                raise CommandError("The policy is not what is on record: record it first.")
            record.write(snapshot, clock.today())
            self.stdout.write("Reviewed.")
            return
        if not changed:
            self.stdout.write("Nothing changed.")
            return
        if known and version < max(known):
            raise CommandError(f"{max(known)} is on record: VERSION in privacy/policy cannot be earlier.")
        if version in known and version < clock.today().isoformat() and not options["unreleased"]:
            raise CommandError("People have read this version: set VERSION in privacy/policy to today.")
        record.write(snapshot, clock.today())
        self._tell(version, [each for each in known if each < version])

    def _tell(self, version: str, earlier: list[str]) -> None:
        before, after = record.past(earlier[-1]) if earlier else None, record.past(version)
        if before is None or after is None:
            self.stdout.write(f"{version} is on record.")
            return
        told = differences.between(before, after)
        self.stdout.write(
            f"{version} is on record. Since {earlier[-1]}: {told.sentences} sentences; {told.need.value}."
        )
        for change in told.changes:
            self.stdout.write(f"  {change.need.value}: {change.text.en}")
