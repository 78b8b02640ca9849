"""`egret manage verify_domain NAME`: the operator's word that a mail domain is an organisation's own."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.organizations.actions.domains import do_verify_domain


class Command(BaseCommand):
    help = "Verify a mail domain that an organisation claims, after you made sure that it is theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="for example example.org")
        parser.add_argument(
            "--organization", type=uuid.UUID, metavar="ID", help="give the domain to this one, whoever claimed it"
        )

    @under("organizations.administer")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            domain = do_verify_domain(options["name"], options["organization"])
        except EgretError as error:
            raise CommandError(f"{error.title.en} {error.detail.en}") from error
        self.stdout.write(f"{domain.name} is verified for {domain.organization.name} ({domain.organization_id}).")
