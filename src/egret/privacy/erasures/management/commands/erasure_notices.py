"""`egret manage erasure_notices [--acknowledge ID --evidence REFERENCE]`: what other companies were asked to delete.

What they have not confirmed yet, with how they know the person.
"""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.privacy.erasures import notices
from egret.privacy.erasures.personal import PURPOSE


class Command(BaseCommand):
    help = "List the deletions that other companies have not confirmed, with how they know the person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--acknowledge", type=uuid.UUID, metavar="ID", help="the company confirmed this one to you")
        parser.add_argument("--evidence", default="", help="by what: a letter's number, a ticket")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        if options["acknowledge"]:
            try:
                notices.do_acknowledge(options["acknowledge"], actor=None, evidence=options["evidence"])
            except EgretError as error:
                told = error.problem("en")
                raise CommandError(f"{told['title']} {told['detail']}") from error
            self.stdout.write("Noted. How the company knew the person is deleted here too.")
            return
        found = list(notices.unanswered())
        for each in found:
            how = "asked by itself" if each.host in settings.EGRET_DELETION_URLS else "write to them"
            known_as = notices.identifier(each)
            self.stdout.write(
                f"{each.id}  since {each.made_at:%Y-%m-%d}, due {notices.due_at(each):%Y-%m-%d}  "
                f"{each.processor} ({each.host}): {how}"
                f"{f'; known there as {known_as}' if known_as else ''}{f'; {each.outcome}' if each.outcome else ''}"
            )
        self.stdout.write(f"{len(found)} open.")
