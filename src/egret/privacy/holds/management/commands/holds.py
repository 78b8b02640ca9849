"""`egret manage holds place|release|list`: what must not be deleted for now."""

from __future__ import annotations

import json
import uuid
from argparse import ArgumentParser
from datetime import UTC, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from egret.kernel import clock, holds
from egret.kernel.errors import EgretError
from egret.kernel.holds import PURPOSE
from egret.kernel.purpose import under
from egret.privacy.holds import actions, queries
from egret.privacy.holds.models import Hold


class Command(BaseCommand):
    help = "Keep a person, a meeting, a file or a recording beyond its period; end that; list what is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        place = what.add_parser("place", help="nothing deletes it from now on")
        place.add_argument("kind", choices=sorted(holds.KINDS))
        place.add_argument("target", type=uuid.UUID, metavar="ID")
        place.add_argument("--reason", required=True)
        place.add_argument("--authority", required=True, help="the court and its case, the regulator, the complaint")
        place.add_argument("--by", required=True, help="who of the staff orders it")
        place.add_argument("--review", required=True, type=datetime.fromisoformat, metavar="YYYY-MM-DD")
        place.add_argument("--secret", action="store_true", help="the authority forbids to tell the person")
        release = what.add_parser("release", help="deletion goes on")
        release.add_argument("hold", type=uuid.UUID, metavar="ID")
        release.add_argument("--by", required=True, help="who of the staff ends it")
        listing = what.add_parser("list", help="what is held")
        listing.add_argument("--json", action="store_true", help="print JSON")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == "place":
                hold = actions.do_place(
                    options["kind"],
                    options["target"],
                    reason=options["reason"],
                    authority=options["authority"],
                    placed_by=options["by"],
                    review_at=datetime.combine(options["review"].date(), time(12), UTC),
                    secret=options["secret"],
                )
                self.stdout.write(f"{hold.id}  is in force; look again by {hold.review_at:%Y-%m-%d}.")
            elif options["what"] == "release":
                actions.do_release(options["hold"], released_by=options["by"])
                self.stdout.write("It is released; what is past its period goes within minutes.")
            else:
                self._list(options["json"])
        except EgretError as error:
            told = error.problem("en")
            raise CommandError(f"{told['title']} {told['detail']}") from error

    def _list(self, as_json: bool) -> None:
        found = list(queries.in_force().order_by("review_at"))
        if as_json:
            self.stdout.write(json.dumps([_row(hold) for hold in found]))
            return
        for hold in found:
            due = "OVERDUE, " if hold.review_at < clock.now() else ""
            self.stdout.write(
                f"{hold.id}  {hold.kind} {hold.target}, {due}review {hold.review_at:%Y-%m-%d}\n"
                f"    {hold.authority}: {hold.reason}; placed by {hold.placed_by}, {hold.placed_at:%Y-%m-%d}"
                + (", secret" if hold.secret else "")
            )
        if not found:
            self.stdout.write("Nothing is held.")


def _row(hold: Hold) -> dict[str, object]:
    return {
        "id": str(hold.id),
        "kind": hold.kind,
        "target": str(hold.target),
        "authority": hold.authority,
        "review_at": hold.review_at.isoformat(),
        "overdue": hold.review_at < clock.now(),
        "secret": hold.secret,
    }
