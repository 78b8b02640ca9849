"""`egret manage desk [add PHONE | remove PHONE | contact-works | --json]`: who answers for the operator, what waits."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.kernel import desks
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.privacy.requests import actions, queries
from egret.privacy.requests.models import DeskMember, Request


class Command(BaseCommand):
    help = (
        "The operator's privacy desk: who sits at it (they find it under Privacy), and which requests wait. "
        "A refusal needs two people."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="what waits, for programs")
        what = parser.add_subparsers(dest="what", metavar="WHAT")
        for name, does in (("add", "give somebody a seat"), ("remove", "take it away")):
            seat = what.add_parser(name, help=does)
            seat.add_argument("phone", help="with its country code, for example +447700900123")
        what.add_parser("contact-works", help="the contact shown on the policy was tried today, and works")

    @under("privacy.requests")
    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] in ("add", "remove"):
            self._seat(options["what"], options["phone"])
        elif options["what"] == "contact-works":
            actions.do_check_contact()
            self.stdout.write("Written down. It holds for a year, and until the contact changes.")
        else:
            self._list(as_json=options["json"])

    def _seat(self, what: str, phone: str) -> None:
        try:
            person_id = desks.port().person_by_phone(phone)
        except EgretError as error:
            raise CommandError(f"{error.title.en} {error.detail.en}") from error
        if person_id is None:
            raise CommandError("No account has this number.")
        if what == "add":
            actions.do_add_to_desk(person_id)
            self.stdout.write("They sit at the desk: Privacy › Desk, once they signed in.")
        else:
            self._left(person_id)

    def _left(self, person_id: uuid.UUID) -> None:
        gone = actions.do_remove_from_desk(person_id)
        self.stdout.write("They left the desk." if gone else "They had no seat.")

    def _list(self, *, as_json: bool) -> None:
        waiting = list(queries.open_ones().filter(organization=None).order_by("due_at"))
        if as_json:
            rows = [{"id": str(each.id), "kind": each.kind, "due_on": str(each.due_on)} for each in waiting]
            self.stdout.write(json.dumps(rows))
            return
        self.stdout.write(f"{DeskMember.objects.count()} at the desk.")
        for each in waiting:
            self.stdout.write(_line(each))
        if not waiting:
            self.stdout.write("No request waits.")


def _line(request: Request) -> str:
    left = queries.days_left(request)
    when = f"OVERDUE since {request.due_on}" if left < 0 else f"due {request.due_on}, {left} business days"
    return f"{request.id}  {request.kind:<14} {request.state:<11} {when}"
