"""`egret manage forget_second_factor PHONE`: for who lost telephone, passkeys and recovery codes."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.accounts import queries
from egret.accounts.actions.second_factor import do_forget_second_factor
from egret.accounts.phone import parse_phone
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under


class Command(BaseCommand):
    help = (
        "Remove an account's authenticator app, passkeys and recovery codes, and end its sessions. Be sure first that "
        "it is the person who asks: afterwards the phone number alone lets in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("phone", help="with its country code, for example +447700900123")

    @under("accounts.sign_in")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = queries.person_by_phone(parse_phone(options["phone"]))
        except EgretError as error:
            raise CommandError(f"{error.title.en} {error.detail.en}") from error
        if person is None:
            raise CommandError("No account has this number.")
        do_forget_second_factor(person)
        self.stdout.write("The second factor is removed, and the person was told by SMS.")
