"""`egret demo [--json]`: fills an instance and says how to sign in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from egret.accounts.errors.factors import TooManyGuesses
from egret.kernel.purpose import under
from egret.project import demo


class Command(BaseCommand):
    help = "Fill this instance with believable people and meetings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was made for a program to read")

    @under("kernel.demonstrate")
    def handle(self, *args: Any, **options: Any) -> None:
        # The numbers are kept free for fiction: what they are told goes to no provider.
        settings.EGRET_SMS = "memory"
        try:
            made = demo.fill()
        except TooManyGuesses as error:
            raise CommandError(f"Called too often: wait {error.facts['retry_after']} seconds.") from error
        origin = settings.EGRET_ORIGIN
        links = {
            "sign_in": f"{origin}/sign-in",
            "meetings": f"{origin}/meetings",
            "open_meeting": f"{origin}/m/{made.open_meeting.code}",
            "ended_meeting": f"{origin}/meetings/{made.ended_meetings[0].code}",
            "policy": f"{origin}/privacy",
        }
        if options["json"]:
            # Only the first has a password, an app password and a token: the others sign in as most people do.
            nothing = dict.fromkeys(asdict(made.keys))
            people = [
                {"username": phone, "phone": phone, **(asdict(made.keys) if number == 0 else nothing)}
                for number, phone in enumerate(made.phones)
            ]
            self.stdout.write(json.dumps({"people": people, "links": links}, indent=2))
            return
        self.stdout.write("Sign in with one of these numbers; the code appears in the terminal of `egret up`:")
        for phone in made.phones:
            self.stdout.write(f"  {phone}")
        self.stdout.write(f"The first one also has, until the next `egret demo`,\n  the password {made.keys.password}")
        self.stdout.write(f"  the app password {made.keys.app_password}\n  and the API token {made.keys.api_token}")
        self.stdout.write("Then look at:")
        for name, link in links.items():
            self.stdout.write(f"  {name:<14} {link}")
