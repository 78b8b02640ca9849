"""The agenda of somebody with 5,000 meetings: a day, a week and six weeks of it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.directory import COOKIE, database, fetch, p95
from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare
from benchmarks.servers import granian

GOAL_MILLISECONDS = 100
MEETINGS = 5_000
# Of ten, one comes again: each week or each month, half of them without an end, begun up to three years ago.
RECURRING = 500
ROUNDS = 100
YEARS = 3
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def measure(options: argparse.Namespace) -> list[Figure]:
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="egret-benchmark-"))) / "data"
        prepare(data)
        headers = {"Cookie": f"{COOKIE}={fill()}"}
        environment = {
            "EGRET_DATA": str(data),
            "EGRET_ORIGIN": "http://localhost:8000",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        server = stack.enter_context(granian("egret.project.wsgi:application", "wsgi", environment, "/healthz"))
        figures = []
        for name, days in (("a day", 1), ("a week", 7), ("six weeks", 42)):
            until = NOW + timedelta(days=days)
            path = f"/api/v1/agenda?since={NOW:%Y-%m-%dT00:00:00Z}&until={until:%Y-%m-%dT00:00:00Z}"
            value = p95(lambda path=path: fetch(server, path, headers), options.rounds)  # type: ignore[misc]
            say(f"{name}: {value:.1f} ms")
            note = f"{database()}, {fetch(server, path, headers).count(b'starts_at')} shown"
            figures.append(Figure(f"agenda of 5,000, {name}, p95 over HTTP", value, "ms", GOAL_MILLISECONDS, note=note))
    return figures


def fill() -> str:
    """A person with 5,000 meetings over three years before and after today; their session."""
    from django.test import Client

    from egret.accounts.models import Person
    from egret.meetings.models import Schedule, Series
    from egret.meetings.scheduling.occurrences import span_of
    from egret.meetings.scheduling.rules import parse_rule
    from egret.meetings.scheduling.zones import write_local

    person = Person.objects.create()
    zones = ("Europe/London", "Asia/Shanghai", "America/New_York", "Australia/Sydney")
    schedules, series = [], []
    for number in range(MEETINGS):
        recurring = number < RECURRING
        # Spread evenly: what comes again began in the past, what is once lies on both sides of today.
        share = number / RECURRING - 1 if recurring else 2 * (number - RECURRING) / (MEETINGS - RECURRING) - 1
        start = (NOW + timedelta(days=365 * YEARS * share)).replace(tzinfo=None, hour=7 + number % 11, minute=0)
        schedule = Schedule(host=person, title=f"Meeting {number}")
        made = Series(schedule=schedule, zone=zones[number % 4], start=write_local(start), minutes=45)
        if recurring:
            frequency = "WEEKLY" if number % 2 else "MONTHLY"
            ending = ";COUNT=200" if number % 4 > 1 else ""
            rule, last = parse_rule(f"FREQ={frequency}{ending}", start, made.zone)
            made.rule, made.last_start = rule.text(), write_local(last) if last else ""
        made.first_at, made.last_at = span_of(made)
        schedules.append(schedule)
        series.append(made)
    Schedule.objects.bulk_create(schedules, batch_size=500)
    Series.objects.bulk_create(series, batch_size=500)
    if os.environ.get("EGRET_DATABASE_URL"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within the minute
    client = Client()
    client.force_login(person)
    return client.cookies[COOKIE].value


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"requests of each kind ({ROUNDS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
