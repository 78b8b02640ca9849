"""What the door in front of the database costs a request: with it and without, alternately, in one process.

Processor time of the thread, so that others on the machine do not stand in between; of each kind the fastest tenth.
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, program, say

GOAL = 1.03
ROUNDS = 300
MEETINGS = 30
COOKIE = "egret_session"


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as folder:
        os.environ |= {"EGRET_DATA": str(Path(folder) / "data"), "DJANGO_SETTINGS_MODULE": "egret.project.settings"}
        os.environ.setdefault("EGRET_ORIGIN", "http://localhost:8000")
        ask = prepare()
        figures = []
        for name, path in (("a page of thirty meetings", "/api/v1/meetings?limit=30"), ("who am I", "/api/v1/session")):
            ratio, milliseconds = compare(lambda path=path: ask(path), options.rounds)  # type: ignore[misc]
            say(f"{name}: {ratio:.3f} of {milliseconds:.2f} ms")
            note = f"{milliseconds:.2f} ms of processor time without it"
            figures.append(Figure(f"{name}, with the door over without", ratio, "×", GOAL, note=note))
        figures += statements(options.rounds)
        return figures


def prepare() -> Callable[[str], Any]:
    """A person with thirty meetings, and how to ask in their name."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from egret.accounts.models import Person
    from egret.kernel.purpose import running
    from egret.meetings import actions

    call_command("migrate", verbosity=0)
    with running("kernel.upgrade"):
        person = Person.objects.create()
        for _ in range(MEETINGS):
            actions.do_start(person.id)
        client = Client(HTTP_HOST="localhost")
        client.force_login(person)

    def ask(path: str) -> Any:
        answer = client.get(path)
        assert answer.status_code == 200, answer.content
        return answer

    return ask


def compare(ask: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """How much longer the fastest tenth takes with the door, and how long it takes without, in milliseconds."""
    from django.db import connection

    from egret.kernel.door import door

    def timed(guarded: bool) -> float:
        wrappers = connection.execute_wrappers
        if guarded and door not in wrappers:
            wrappers.insert(0, door)
        elif not guarded and door in wrappers:
            wrappers.remove(door)
        begun = time.thread_time()
        ask()
        return time.thread_time() - begun

    for guarded in (True, False) * 20:
        timed(guarded)
    gc.collect()
    gc.disable()
    spent: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * rounds):
        # Who goes first takes turns.
        guarded = number % 4 in (0, 3)
        spent[guarded].append(timed(guarded))
    gc.enable()
    with_it, without = (statistics.quantiles(spent[guarded], n=10)[0] for guarded in (True, False))
    return with_it / without, 1000 * without


def statements(rounds: int) -> list[Figure]:
    """What one statement costs at the door itself: one that comes again, and one that was never seen."""
    from egret.kernel import door
    from egret.kernel.purpose import running

    columns = ", ".join(f'"meetings_meeting"."column_{number}"' for number in range(30))
    known = f'SELECT {columns} FROM "meetings_meeting" WHERE "meetings_meeting"."host_id" = %s'

    def execute(*_: object) -> None: ...

    def microseconds(texts: list[str]) -> float:
        begun = time.thread_time()
        with running("meetings.hold"):
            for text in texts:
                door.door(execute, text, (), False, {})
        return (time.thread_time() - begun) / len(texts) * 1e6

    door.door.__globals__["_remembered"].cache_clear()
    new = microseconds([f"{known} AND {number} = {number}" for number in range(rounds)])
    # Django writes each text anew: its hash is worked out again.
    again = microseconds([f"{known} " for _ in range(rounds * 20)])
    return [
        Figure("a statement that comes again, at the door", again, "µs"),
        Figure("one that was never seen", new, "µs"),
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"pairs of requests ({ROUNDS})")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
