"""The directory's first page, its search and the department tree of a large organisation."""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare
from benchmarks.servers import Server, granian

GOAL_MILLISECONDS = 100
MEMBERS = 20_000
DEPARTMENTS = 2_000
ROUNDS = 200
COOKIE = "egret_session"
FIRST = ("Ada", "Bo", "Chiara", "Dmitri", "Elif", "Farah", "Gustavo", "Hanna", "Ines", "Jonas", "Kofi", "Lena", "Mateo")
LAST = (
    "Marsh",
    "Reed",
    "Okafor",
    "Lindqvist",
    "Conti",
    "Orlov",
    "Yılmaz",
    "Nasser",
    "Weber",
    "Novak",
    "王小明",
    "陈思远",
)


def measure(options: argparse.Namespace) -> list[Figure]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="egret-benchmark-"))
        data = Path(folder) / "data"
        prepare(data)
        session, organization, department = fill()
        headers = {"Cookie": f"{COOKIE}={session}"}
        environment = {
            "EGRET_DATA": str(data),
            "EGRET_ORIGIN": "http://localhost:8000",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        server = stack.enter_context(granian("egret.project.wsgi:application", "wsgi", environment, "/healthz"))
        base = f"/api/v1/organizations/{organization}"
        asked = {
            "first page": f"{base}/people",
            "a name": f"{base}/people?q=okafor",
            "a Chinese name": f"{base}/people?q=%E5%B0%8F%E6%98%8E",
            "a name that nobody has": f"{base}/people?q=zzzz",
            "a department of 1,000 departments": f"{base}/people?department={department}",
            "the whole department tree": f"{base}/departments",
        }
        figures = []
        for name, path in asked.items():
            value = p95(lambda path=path: fetch(server, path, headers), options.rounds)  # type: ignore[misc]
            say(f"{name}: {value:.1f} ms")
            figures.append(Figure(f"{name}, p95 over HTTP", value, "ms", GOAL_MILLISECONDS, note=database()))
        figures.append(Figure("first page, the queries alone, p95", queries_alone(organization, options.rounds), "ms"))
    return figures


def p95(ask: Callable[[], object], rounds: int) -> float:
    """Milliseconds that 95 of 100 stay below, one request at a time."""
    spent = []
    for number in range(rounds + 10):
        started = time.perf_counter()
        ask()
        if number >= 10:  # the first ones warm up
            spent.append((time.perf_counter() - started) * 1000)
    return statistics.quantiles(spent, n=20)[-1]


def fetch(server: Server, path: str, headers: dict[str, str]) -> bytes:
    request = urllib.request.Request(server.url + path, headers={**headers, "Host": "localhost"})
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
    return body


def database() -> str:
    return "PostgreSQL" if os.environ.get("EGRET_DATABASE_URL") else "SQLite"


def fill() -> tuple[str, uuid.UUID, uuid.UUID]:
    """An organisation of 20,000 people in 2,000 departments; a member's session, its id, and a large department."""
    from django.test import Client

    from egret.accounts.models import Person
    from egret.organizations.models import Department, LegalEntity, Membership, Organization, Role, Source
    from egret.organizations.names import fold

    entity = LegalEntity.objects.create(name="Reed Ltd", country="GB", contact_name="Ines", contact_email="a@b.example")
    of = Organization.objects.create(name="Reed", controller=entity)
    departments = [Department(organization=of, name=f"Department {number}") for number in range(DEPARTMENTS)]
    for number, department in enumerate(departments):
        # Two large branches of a thousand each, eight children to a department.
        department.parent = departments[number % 2 + (number // 2 - 1) // 8 * 2] if number > 1 else None
    Department.objects.bulk_create(departments, batch_size=500)
    people = Person.objects.bulk_create((Person() for _ in range(MEMBERS)), batch_size=1000)
    members = []
    for number, person in enumerate(people):
        name = f"{FIRST[number % len(FIRST)]} {LAST[number // 7 % len(LAST)]} {number}"
        members.append(
            Membership(
                organization=of,
                person=person,
                role=Role.MEMBER,
                department=departments[number % DEPARTMENTS],
                name=name,
                search=fold(name),
                source=Source.IMPORT,
            )
        )
    Membership.objects.bulk_create(members, batch_size=1000)
    if os.environ.get("EGRET_DATABASE_URL"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within the minute
    client = Client()
    client.force_login(people[0])
    return client.cookies[COOKIE].value, of.id, departments[0].id


def queries_alone(organization: uuid.UUID, rounds: int) -> float:
    from egret.organizations.models import Membership
    from egret.organizations.queries import directory

    member = Membership.objects.filter(organization_id=organization).earliest("id")
    return p95(lambda: directory.people(member, directory.Narrowed(), None), rounds)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"requests of each kind ({ROUNDS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
