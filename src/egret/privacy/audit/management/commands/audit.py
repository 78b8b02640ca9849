"""`egret audit verify|prove N|head`: whether the log is what was written, for whom has the heads."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from egret.kernel import clock
from egret.kernel.errors import EgretError
from egret.kernel.purpose import under
from egret.privacy.audit import heads, merkle, queries, reading
from egret.privacy.audit.heads import HeadUnreadable
from egret.privacy.audit.personal import PURPOSE
from egret.privacy.audit.verifying import shown


class Command(BaseCommand):
    help = "Verify the audit log against its signed heads, prove one entry, or show the last head."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["verify", "prove", "head"])
        parser.add_argument("number", nargs="?", type=int, help="of `prove`: which entry")
        parser.add_argument("--json", action="store_true", help="print JSON")

    @under(PURPOSE)
    def handle(self, *args: Any, **options: Any) -> None:
        if (options["what"] == "prove") != (options["number"] is not None):
            raise CommandError("`egret audit prove N` takes the number of an entry; the others take none.")
        if options["what"] == "verify":
            self._verify(options["json"])
        elif options["what"] == "prove":
            self._prove(options["number"], options["json"])
        else:
            self._head(options["json"])

    def _verify(self, as_json: bool) -> None:
        begun = time.monotonic()
        try:
            report = reading.verify_log()
        except HeadUnreadable as error:
            raise CommandError(f"Line {error.line} of {settings.INSTANCE.audit_heads} is no head.") from error
        seconds = time.monotonic() - begun
        if as_json:
            faults = [{"kind": str(each.kind), "first": each.first, "last": each.last} for each in report.faults]
            facts = {"entries": report.entries, "heads": report.heads, "faults": faults}
            self.stdout.write(json.dumps(facts))
        else:
            self.stdout.write(
                f"{report.entries} entries and {report.heads} signed heads were read in {seconds:.1f} s; "
                f"{queries.waiting().count()} entries wait for their number."
            )
        if not report.sound:
            raise CommandError("\n".join(["The log was changed:", *shown(report)]), returncode=1)
        if not as_json:
            self.stdout.write("Nothing was altered, dropped, reordered or truncated.")

    def _prove(self, number: int, as_json: bool) -> None:
        try:
            proof = queries.prove(number)
        except EgretError as error:
            raise CommandError(f"{error.title.en} {error.detail.en}") from error
        leaf = bytes(proof.entry.leaf or b"")
        held = merkle.proves_inclusion(leaf, number, proof.head.size, proof.path, proof.head.root)
        facts = {
            "number": number,
            "entry": proof.text if proof.entry.salt else None,
            "leaf": leaf.hex(),
            "path": [each.hex() for each in proof.path],
            "head": proof.head.as_json(),
        }
        if as_json:
            self.stdout.write(json.dumps(facts, indent=2))
        else:
            self.stdout.write(proof.text if proof.entry.salt else "Its contents are past their period; its hash stays.")
            self.stdout.write(f"leaf {leaf.hex()}")
            for each in proof.path:
                self.stdout.write(f"with {each.hex()}")
            self.stdout.write(f"root {proof.head.root.hex()} of {proof.head.size} entries, signed {proof.head.at}")
        if not held or (proof.entry.salt and merkle.leaf_hash(proof.text.encode()) != leaf):
            raise CommandError("The entry is not what the head was signed over.", returncode=1)

    def _head(self, as_json: bool) -> None:
        head, tree = heads.latest(settings.INSTANCE.audit_heads), queries.tree()
        if as_json:
            since = queries.unsigned_since(head.size if head else 0)
            facts = {
                "head": head.as_json() if head else None,
                "size": tree.size,
                "waiting": queries.waiting().count(),
                "unsigned_seconds": (clock.now() - since).total_seconds() if since else 0,
                "undelivered": bool(settings.EGRET_AUDIT_HEADS and head and head.size > tree.delivered_size),
            }
            self.stdout.write(json.dumps(facts))
        elif head is None:
            self.stdout.write("No head was signed yet.")
        else:
            self.stdout.write(head.line().rstrip())
