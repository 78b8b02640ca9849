"""`egret manage erasure_notices [--acknowledge ID]`: what other companies were asked to delete, and have not yet."""

from __future__ import annotations

import uuid
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from egret.kernel.purpose import under
from egret.privacy.erasures import notices
from egret.privacy.erasures.personal import PURPOSE


class Command(BaseCommand):
    help = "List the deletions that other companies have not confirmed, with how they know the person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--acknowledge", type=uuid.UUID, metavar="ID", help="the company confirmed this one to you")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        if options["acknowledge"]:
            if not notices.do_acknowledge(options["acknowledge"]):
                raise CommandError("No open notice has this id.")
            self.stdout.write("Noted. How the company knew the person is deleted here too.")
            return
        found = list(notices.unanswered())
        for each in found:
            how = "asked by itself" if each.host in settings.EGRET_DELETION_URLS else "write to them"
            known_as = notices.identifier(each)
            self.stdout.write(
                f"{each.id}  since {each.made_at:%Y-%m-%d}  {each.processor} ({each.host}): {how}"
                f"{f'; known there as {known_as}' if known_as else ''}{f'; {each.outcome}' if each.outcome else ''}"
            )
        self.stdout.write(f"{len(found)} open.")
