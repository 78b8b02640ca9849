"""`egret demo [--json]`: fills an instance and says how to sign in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from egret.kernel.purpose import under
from egret.project import demo


class Command(BaseCommand):
    help = "Fill this instance with believable people and meetings."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print what was made for a program to read")

    @under("kernel.operation")
    def handle(self, *args: Any, **options: Any) -> None:
        made = demo.fill()
        origin = settings.EGRET_ORIGIN
        links = {
            "sign_in": f"{origin}/sign-in",
            "meetings": f"{origin}/meetings",
            "open_meeting": f"{origin}/m/{made.open_meeting.code}",
            "ended_meeting": f"{origin}/meetings/{made.ended_meetings[0].code}",
            "policy": f"{origin}/privacy",
        }
        if options["json"]:
            # Signing in is by phone and code: there are no names, passwords or tokens yet.
            people = [
                {"username": None, "phone": phone, "password": None, "app_password": None, "api_token": None}
                for phone in made.phones
            ]
            self.stdout.write(json.dumps({"people": people, "links": links}, indent=2))
            return
        self.stdout.write("Sign in with one of these numbers; the code appears in the terminal of `egret up`:")
        for phone in made.phones:
            self.stdout.write(f"  {phone}")
        self.stdout.write("Then look at:")
        for name, link in links.items():
            self.stdout.write(f"  {name:<14} {link}")
