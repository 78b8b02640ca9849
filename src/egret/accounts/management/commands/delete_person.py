"""`egret manage delete_person PHONE --reason WHY`: the operator deletes an account on request, inside a case."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from egret.accounts import actions, staff
from egret.kernel import audit, cases
from egret.kernel.purpose import under
from egret.kernel.text import Text

DELETED = audit.act("accounts.deleted_by_operator", Text("deleted the account", "删除了该账号"))


class Command(BaseCommand):
    help = "Delete an account and all that hangs on it: sessions, acceptances, the meetings it started."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="with its country code, for example +447700900123")
        cases.add_arguments(parser)

    @under("kernel.cases")
    def handle(self, *args: Any, **options: Any) -> None:
        with staff.person("delete account", options["phone"], options) as person, transaction.atomic():
            audit.record(DELETED, subject=person.id)
            actions.do_delete_person(person)
        self.stdout.write("The account is deleted.")
