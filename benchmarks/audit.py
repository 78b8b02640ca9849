"""The audit log: what an entry costs the act that it is written with, and how fast all of them are verified."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
import uuid
from pathlib import Path

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

APPEND_MILLISECONDS = 1.0
VERIFIED_PER_SECOND = 100_000
ROUNDS = 500
ENTRIES = 200_000


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as directory:
        prepare(Path(directory) / "data")
        return [append(options.rounds), *verify(options.entries)]


def append(rounds: int) -> Figure:
    """One entry about two people, inside an open transaction: what it adds to an act."""
    from django.db import transaction

    from egret.accounts.models import Person
    from egret.kernel import audit

    actor, subject = (Person.objects.create().id for _ in range(2))
    audit.record("recordings.played", actor=actor, subject=subject)
    times = []
    for _ in range(rounds):
        with transaction.atomic():
            begun = time.perf_counter()
            audit.record("recordings.played", actor=actor, subject=subject, about=str(uuid.uuid4()))
            times.append((time.perf_counter() - begun) * 1000)
    value = sorted(times)[int(len(times) * 0.95)]
    say(f"an entry: {value:.2f} ms (p95), {sorted(times)[len(times) // 2]:.2f} ms (median)")
    return Figure("audit entry within its act, p95", value, "ms", APPEND_MILLISECONDS)


def verify(entries: int) -> list[Figure]:
    from egret.privacy.audit import actions, reading
    from egret.privacy.audit.models import Entry

    rows = [
        Entry(
            at=1_700_000_000_000_000 + number,
            act="recordings.played",
            actor=secrets.token_hex(16),
            subject=secrets.token_hex(16),
            about=str(uuid.uuid4()),
            salt=secrets.token_hex(16),
        )
        for number in range(entries)
    ]
    Entry.objects.bulk_create(rows, batch_size=500)
    begun = time.perf_counter()
    actions.do_sign()
    sequenced = entries / (time.perf_counter() - begun)
    best = 0.0
    for _ in range(3):
        begun = time.perf_counter()
        report = reading.verify_log()
        best = max(best, report.entries / (time.perf_counter() - begun))
        assert report.sound and report.entries >= entries
    say(f"numbered and hashed: {sequenced:,.0f}/s; verified: {best:,.0f}/s")
    return [
        Figure("audit entries verified a second", best, "/s", VERIFIED_PER_SECOND, "at least"),
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"entries timed ({ROUNDS})")
    parser.add_argument("--entries", type=int, default=ENTRIES, metavar="N", help=f"entries verified ({ENTRIES:,})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
