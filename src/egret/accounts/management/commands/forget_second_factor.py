"""`egret manage forget_second_factor PHONE --reason WHY`: for who lost telephone, passkeys and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from egret.accounts import staff
from egret.accounts.actions.second_factor import do_forget_second_factor
from egret.kernel import cases
from egret.kernel.purpose import under


class Command(BaseCommand):
    help = (
        "Remove an account's authenticator app, passkeys and recovery codes, and end its sessions. Be sure first that "
        "it is the person who asks: afterwards the phone number alone lets in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="with its country code, for example +447700900123")
        cases.add_arguments(parser)

    @under("kernel.cases")
    def handle(self, *args: Any, **options: Any) -> None:
        with staff.person("second factor lost", options["phone"], options) as person:
            do_forget_second_factor(person)
        self.stdout.write("The second factor is removed, and the person was told by SMS.")
