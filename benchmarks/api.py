"""A typical read in our API and in Django REST framework: the same person, query, session, database and server."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare
from benchmarks.servers import Load, Server, granian, wrk

GOAL_RATIO = 2
ROUNDS = 5
SECONDS = 5
PATH = "/api/v1/meetings"
MEETINGS = 30
PEOPLE_PER_MEETING = 4
COOKIE = "egret_session"


def measure(options: argparse.Namespace) -> list[Figure]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="egret-benchmark-"))
        data = Path(folder) / "data"
        prepare(data)
        session, person_id = fill()
        headers = {"Cookie": f"{COOKIE}={session}"}
        environment = {
            "EGRET_DATA": str(data),
            "EGRET_ORIGIN": "http://localhost:8000",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        ours = granian("egret.project.wsgi:application", "wsgi", environment, "/healthz")
        peer_settings = {"DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings"}
        theirs = granian("benchmarks.peer.wsgi:application", "wsgi", environment | peer_settings, PATH)
        servers = {"Egret": stack.enter_context(ours), "Django REST framework": stack.enter_context(theirs)}
        require_the_same(list(servers.values()), headers)
        loads: dict[str, list[Load]] = {name: [] for name in servers}
        for number in range(options.rounds + 1):
            for name, server in servers.items():
                load = wrk(server, PATH, SECONDS if number else 2, headers)
                if number:  # the first warms both up
                    say(f"{name}: {load.per_second:.0f} requests/s, {load.cpu_milliseconds:.2f} ms of processor each")
                    loads[name].append(load)
        query = query_milliseconds(person_id)
    rate = {name: statistics.median(load.per_second for load in each) for name, each in loads.items()}
    cost = {name: statistics.median(load.cpu_milliseconds for load in each) for name, each in loads.items()}
    pairs = zip(loads["Egret"], loads["Django REST framework"], strict=True)
    ratio = statistics.median(mine.per_second / other.per_second for mine, other in pairs)
    egret, peer = cost["Egret"], cost["Django REST framework"]
    return [
        *(Figure(f"{name}: {MEETINGS} meetings", value, "requests/s") for name, value in rate.items()),
        Figure("Egret over Django REST framework", ratio, "×", GOAL_RATIO, "at least", f"median of {options.rounds}"),
        *(Figure(f"{name}: processor per request", value, "ms") for name, value in cost.items()),
        Figure("the query alone, shared by both", query, "ms", note="no framework can save this part"),
        Figure("processor without the query, theirs over ours", (peer - query) / (egret - query), "×"),
    ]


def fill() -> tuple[str, uuid.UUID]:
    """A database with one page of a person's meetings, who came to them, and the person's session."""
    from django.test import Client

    from egret.accounts.models import Person
    from egret.kernel import clock
    from egret.meetings.models import ClosedBy, Meeting, Participant, Spell

    person = Person.objects.create(phone="+447700900123")
    start = clock.now() - timedelta(days=MEETINGS)
    for day in range(MEETINGS):
        began = start + timedelta(days=day)
        ended = began + timedelta(minutes=40)
        meeting = Meeting.objects.create(host=person, created_at=began, ended_at=ended, end_reason="host")
        for number in range(PEOPLE_PER_MEETING):
            who = person if number == 0 else None
            participant = Participant.objects.create(meeting=meeting, person=who, nickname=f"Guest {number}")
            Spell.objects.create(
                sid=f"PA_{day}_{number}",
                participant=participant,
                room_sid=f"RM_{day}",
                joined_at=began + timedelta(minutes=number),
                left_at=ended,
                closed_by=ClosedBy.LEFT,
                seen_at=ended,
            )
    client = Client()
    client.force_login(person)
    return client.cookies[COOKIE].value, person.id


def query_milliseconds(person_id: uuid.UUID) -> float:
    """Processor time of the query that both views call."""
    from egret.meetings import queries

    count = 200
    for _ in range(20):
        queries.hosted_meetings(person_id, None)
    started = time.process_time()
    for _ in range(count):
        queries.hosted_meetings(person_id, None)
    return (time.process_time() - started) * 1000 / count


def require_the_same(servers: list[Server], headers: dict[str, str]) -> None:
    """A faster wrong answer is no answer. Raises RuntimeError where the two differ."""
    answers = []
    for server in servers:
        # One name for both: the links in the answer carry it.
        request = urllib.request.Request(server.url + PATH, headers={**headers, "Host": "localhost"})
        with urllib.request.urlopen(request) as answer:
            answers.append([normal(row) for row in json.load(answer)["items"]])
    if answers[0] != answers[1] or len(answers[0]) != MEETINGS:
        raise RuntimeError(f"the answers differ:\n{answers[0][:1]}\n{answers[1][:1]}")


def normal(row: dict[str, Any]) -> dict[str, Any]:
    """Times to the millisecond: Ninja writes no more digits, Django REST framework six."""
    return {name: value[:23].rstrip("Z") if value and name.endswith("_at") else value for name, value in row.items()}


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"of each, alternating ({ROUNDS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
