"""`egret manage cases [open WHO --reason … | close ID]`: the cases inside which staff see somebody's data."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.kernel import cases
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.privacy.cases import queries
from egret.privacy.cases.actions import LONGEST_HOURS, PURPOSE, do_close, do_open
from egret.privacy.cases.errors import SubjectUnknown
from egret.privacy.cases.models import Case

WRITTEN = "%Y-%m-%d %H:%M UTC"


class Command(BaseCommand):
    help = "List the latest cases, open ones marked; open one about a person, or close one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", metavar="VERB")
        opening = verbs.add_parser("open", help="open a case that several commands take with --case")
        opening.add_argument("who", metavar="WHO", help="a phone number with its country code, or an account's id")
        opening.add_argument("--reason", required=True)
        cases.add_ground(opening)
        opening.add_argument("--hours", type=int, default=1, metavar="N", help=f"1 to {LONGEST_HOURS} (1)")
        closing = verbs.add_parser("close", help="end it at once")
        closing.add_argument("case", type=uuid.UUID, metavar="ID")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["verb"] == "open":
                self._open(options["who"], options["reason"], options["ground"], timedelta(hours=options["hours"]))
            elif options["verb"] == "close":
                do_close(options["case"])
                self.stdout.write("The case is closed.")
            else:
                self._list()
        except EgretError as error:
            told = error.problem("en")
            raise CommandError(f"{told['title']} {told['detail']}") from error

    def _open(self, typed: str, reason: str, ground: str, lasts: timedelta) -> None:
        subject = cases.find_subject(typed)
        if subject is None:
            raise SubjectUnknown
        case = do_open("by hand", subject=subject, reason=reason, ground=ground, lasts=lasts)
        self.stdout.write(f"{case.id} is open until {case.closes_at.strftime(WRITTEN)}.")

    def _list(self) -> None:
        found = queries.latest_cases()
        for case in found:
            self.stdout.write(describe(case))
        if not found:
            self.stdout.write("No cases.")


def describe(case: Case) -> str:
    """One case in two lines; its subject by their key alone."""
    if case.is_open:
        state = f"open until {case.closes_at.strftime(WRITTEN)}"
    else:
        state = f"closed {(case.closed_at or case.closes_at).strftime(WRITTEN)}"
    whom = f"account {case.subject_id}" if case.subject_id else "an account that is deleted"
    opened = case.opened_at.strftime(WRITTEN)
    return f"{case.id}  {case.kind}, {state}\n    {whom}, opened by {case.opened_by} {opened}: {case.reason}"
