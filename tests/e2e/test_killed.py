"""kill -9 of a running Egret at random moments of everything people do with files.

What was answered is there, byte for byte; what was not is as before or as wished; store and database agree in the end.
"""

from __future__ import annotations

import json
import random
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.acts import GONE, Actor, Drive, size_of
from tests.e2e.installation import Egret, wait_until

ACTORS = 3
# Who died often is started again only after half a minute, and a busy machine takes its time to start it.
PATIENCE = 300


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Egret]:
    egret = Egret(tmp_path / "data")
    yield egret
    print("".join(egret.lines[-400:]))  # what it said, for whoever reads why a test failed
    if egret.process.poll() is None:
        egret.stop()


def test_what_was_answered_outlives_every_death(running: Egret) -> None:
    live_through(running, kills=4, seed=1)


@pytest.mark.nightly
def test_the_same_a_hundred_times(running: Egret) -> None:
    live_through(running, kills=120, seed=2)


def live_through(egret: Egret, *, kills: int, seed: int) -> None:
    drive = Drive(egret, json.loads(egret.command("demo", "--json").stdout)["people"][0])
    drive.open()
    stop = threading.Event()
    actors = [Actor(drive, number, stop) for number in range(1, ACTORS + 1)]
    for actor in actors:
        actor.start()
    chance = random.Random(seed)
    for number in range(kills):
        enough = drive.answered + ACTORS

        def went_on(enough: int = enough) -> bool:
            return drive.answered > enough or bool(errors_of(actors))

        wait_until(went_on, PATIENCE, "some acts")
        time.sleep(chance.uniform(0, 0.5))
        kill(egret, chance, everything=number % 8 == 2)
        assert not errors_of(actors), (errors_of(actors), "".join(egret.lines[-200:]))
    stop.set()
    for actor in actors:
        actor.join(PATIENCE)
        assert not actor.is_alive()
    assert not errors_of(actors), (errors_of(actors), "".join(egret.lines[-200:]))
    assert drive.unanswered >= kills / 4, "too few died in the middle of something"
    for actor in actors:
        for file in actor.files:
            actor.verify(file)
    kept = [file.state for file in drive.files if file.state.place != GONE]
    expected = sum(size_of(mark) for state in kept for mark in state.marks)
    wait_until(lambda: drive.used() == expected, 90, f"{expected} bytes to be counted, not {drive.used()}")
    egret.stop()
    # The first removes what the deaths left over, the second finds nothing at all.
    mended = egret.command("doctor", "--reconcile", "--json")
    found = {each["name"]: each for each in json.loads(mended.stdout)}
    assert not {"missing-parts", "wrong-sizes", "ownerless-blobs"} & set(found), found
    report = json.loads(egret.command("manage", "reconcile", "--grace", "0", "--json").stdout)
    assert not any(report[name] for name in report if name not in ("counts", "bytes")), report


def errors_of(actors: list[Actor]) -> list[BaseException]:
    return [actor.error for actor in actors if actor.error is not None]


def kill(egret: Egret, chance: random.Random, *, everything: bool) -> None:
    """Whoever answers requests, the web server above it, whoever works in the background, or all at once."""
    if everything:
        egret.kill()
        egret.start()
        return
    # Who died often is started again only after half a minute.
    web, worker = egret.children("granian"), egret.children("egret.cli worker")
    answering = [process for each in web for process in each.children(recursive=True)]
    for process in chance.choice([answering, answering, [*answering, *worker], worker, [*web, *answering]]):
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.NoSuchProcess:
            continue
