"""`egret manage delete_person PHONE`: the operator deletes an account on request."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.accounts import actions, queries
from egret.accounts.phone import parse_phone
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under


class Command(BaseCommand):
    help = "Delete an account and all that hangs on it: sessions, acceptances, the meetings it started."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="with its country code, for example +447700900123")

    @under("kernel.retention")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = queries.person_by_phone(parse_phone(options["phone"]))
        except EgretError as error:
            raise CommandError(f"{error.title.en} {error.detail.en}") from error
        if person is None:
            raise CommandError("No account has this number.")
        actions.do_delete_person(person)
        self.stdout.write("The account is deleted.")
