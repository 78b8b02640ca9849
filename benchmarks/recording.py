"""Recording: the recorder's processor time with two and with four people, and what composing the film costs.

The publishers are LiveKit's own SDK with camera (640×360) and microphone; the engine is a real one.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

GOAL_PERCENT = {2: 2.0, 4: 5.0}
GOAL_COMPOSING = 0.4
# Importing, joining and the first key frames are not what a minute of recording costs.
SETTLING_SECONDS = 4.0


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as folder, ExitStack() as running:
        url = running.enter_context(engine(Path(folder)))
        prepare(Path(folder) / "data")
        figures = []
        for people in GOAL_PERCENT:
            figures += recorded(url, people, options.seconds)
        return figures


@contextmanager
def engine(folder: Path) -> Iterator[str]:
    """A real engine on ports of its own, and the settings that lead to it."""
    from egret.media.engine.binary import find_binary
    from egret.media.engine.configuration import MediaAddress, engine_configuration
    from egret.project.instance import Instance

    port, media = free_port(), free_port()
    url = f"http://127.0.0.1:{port}"
    os.environ |= {
        "EGRET_DATA": str(folder / "data"),
        "EGRET_ENGINE_URL": url,
        "EGRET_SMS": "memory",
        "DJANGO_SETTINGS_MODULE": "egret.project.settings",
    }
    configuration = folder / "livekit.yaml"
    address = MediaAddress("127.0.0.1", "127.0.0.1", media)
    configuration.write_text(
        engine_configuration(Instance.from_environment().secrets(), port, address, "http://127.0.0.1:9")
    )
    command = [str(find_binary()), "--config", str(configuration)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            time.sleep(2)
            yield url
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def recorded(url: str, people: int, seconds: float) -> list[Figure]:
    from tests import factories
    from tests.media.publisher import Act, publishing

    from egret.kernel import clock
    from egret.media import rooms, tokens
    from egret.meetings.recordings import actions, films
    from egret.meetings.recordings.models import Composition, Notice, Recording, State

    meeting = factories.meeting()
    rooms.ensure_room(str(meeting.id))
    recording = Recording.objects.create(meeting=meeting, state=State.RECORDING, begun_at=clock.now())
    with ExitStack() as senders:
        for index in range(people):
            participant = factories.participant(meeting, f"Participant {index + 1}")
            Notice.objects.create(recording=recording, participant=participant)
            token = tokens.join_token(room=str(meeting.id), identity=str(participant.id), nickname="x")
            senders.enter_context(publishing(url, token, Act(frequency=300.0 + 200 * index)))
        command = [sys.executable, "-m", "egret.cli", "manage", "record", str(recording.id)]
        with subprocess.Popen(command) as recorder:
            time.sleep(SETTLING_SECONDS)
            seen = psutil.Process(recorder.pid)
            before, began = seen.cpu_times(), time.monotonic()
            time.sleep(seconds)
            after, lasted = seen.cpu_times(), time.monotonic() - began
            memory = seen.memory_info().rss / 2**20
            actions.stop(recording)
            recorder.wait(20)
            recorder.send_signal(signal.SIGTERM)
    percent = 100 * (after.user + after.system - before.user - before.system) / lasted
    say(f"{people} people: {percent:.2f} % of a core, {memory:.0f} MiB")
    actions.finish(recording)
    composition = Composition.objects.get(recording=recording)
    spent = time.process_time()
    films.make(composition.id)
    spent = time.process_time() - spent
    composition.refresh_from_db()
    assert composition.progress == "done"
    duration = lasted + SETTLING_SECONDS
    return [
        Figure(f"recorder, {people} people", percent, "% of a core", GOAL_PERCENT[people]),
        Figure(f"recorder's memory, {people} people", memory, "MiB"),
        Figure(f"composing, {people} people, per second of film", spent / duration, "s of CPU", GOAL_COMPOSING),
    ]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each recording is measured")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
