"""`egret probe [--json] [CLAUSE…]`: does each promise hold on this installation, now? What it sees is kept."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from egret.kernel.promises import Result, State
from egret.kernel.purpose import under
from egret.privacy.actions import do_check, live_installation
from egret.privacy.catalog import CLAUSES


class Command(BaseCommand):
    help = "Check the promises of the privacy policy against the live installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "clauses", nargs="*", metavar="CLAUSE", help="for example C05; all of them when none is named"
        )
        parser.add_argument("--json", action="store_true", help="print rows of clause, state, evidence, checked_at")

    @under("kernel.operation")
    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [clause.upper() for clause in options["clauses"]] or list(CLAUSES)
        unknown = [clause for clause in wanted if clause not in CLAUSES]
        if unknown:
            raise CommandError(f"No such clause: {', '.join(unknown)}. Clauses are F01 to F21 and C01 to C82.")
        installation = live_installation()
        if installation is None:
            raise CommandError(
                f"No installation is running on {settings.INSTANCE.data}: start it with `egret up --data …`."
            )
        results = [do_check(clause, installation) for clause in wanted]
        if options["json"]:
            self.stdout.write(json.dumps([_row(result) for result in results], indent=2, ensure_ascii=False))
        else:
            for result in results:
                self.stdout.write(f"{result.clause}  {result.state:<8} {CLAUSES[result.clause]}")
                if result.state is not State.NOT_YET:
                    self.stdout.write(f"     {result.evidence}")
        broken = [result.clause for result in results if result.state is State.BROKEN]
        if broken:
            raise CommandError(f"Broken: {', '.join(broken)}", returncode=1)


def _row(result: Result) -> dict[str, str]:
    return {
        "clause": result.clause,
        "state": result.state.value,
        "evidence": result.evidence,
        "checked_at": result.checked_at.isoformat(),
    }
