"""kill -9 of the worker and of the process that composes, again and again: the film comes out whole."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import av
import numpy as np
import psutil
import pytest

from egret.kernel.blobs.reconciling import reconcile
from egret.kernel.models import Blob
from egret.meetings.recordings import actions
from egret.meetings.recordings.models import Composition, Layout, Piece
from tests.media.publisher import number_of
from tests.meetings.recordings.scene import ACT, Scene, wait_for

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PIECE_FRAMES = 32  # a whole number of pictures and of AAC's frames
KILLS = 4
PATIENCE = 180


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A real one, in a process group of its own, as `egret up` starts it."""
    process = subprocess.Popen([sys.executable, "-m", "egret.cli", "worker"], start_new_session=True)
    try:
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The worker and all that it started, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def composing(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        return [each for each in psutil.Process(process.pid).children() if "compose" in each.cmdline()]
    return []


def until(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.02)


def seen(film: bytes) -> tuple[list[int | None], list[int], np.ndarray]:
    """The pictures' times, the numbers in them, and the sound."""
    with av.open(io.BytesIO(film), "r") as container:
        pictures = [(frame.pts, number_of(frame.to_ndarray(format="gray"))) for frame in container.decode(video=0)]
    with av.open(io.BytesIO(film), "r") as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return [pts for pts, _ in pictures], [number for _, number in pictures], samples


def test_the_film_is_whole(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGRET_TEST_PIECE_FRAMES", str(PIECE_FRAMES))
    host = scene.join("Host", scene.hosting)
    scene.send(host, replace(ACT, frequency=500.0))
    recording = scene.start()
    scene.told(host, recording)
    wait_for(lambda: recording.tracks.count() == 2, 20, "two tracks")
    time.sleep(14)
    scene.stop(recording)
    whole = scene.film(recording)
    assert not Piece.objects.exists()

    recording.refresh_from_db()
    actions.do_compose(recording, scene.host.id, Layout.SPEAKER)
    pieces = Piece.objects.filter(composition__recording=recording)

    def more_than(count: int) -> None:
        until(lambda: pieces.count() > count, "another piece")

    for number in range(KILLS):
        before = pieces.count()
        with worker() as process:
            more_than(before)
            if number % 2:
                # Whoever composes alone: the worker starts another.
                (child,) = composing(process)
                child.kill()
                more_than(pieces.count())
        assert Composition.objects.get(recording=recording).progress == "running"
    with worker():
        until(lambda: Composition.objects.get(recording=recording).progress == "done", "the film")

    assert not Piece.objects.exists()
    film = scene.film(recording)
    times, numbers, samples = seen(film)
    expected_times, expected_numbers, expected_samples = seen(whole)
    assert times == expected_times and len(times) > 8 * PIECE_FRAMES
    assert numbers == expected_numbers, "each picture once, at its time"
    assert len(samples) == len(expected_samples)
    assert np.abs(loudness(samples) - loudness(expected_samples)).max() < 0.02, "each beep once, at its time"

    # What the deaths left in the store goes; then store and database agree to the last object.
    left = reconcile(mend=True, grace=timedelta(0))
    assert not (left.missing_parts or left.wrong_sizes or left.ownerless_blobs), left
    assert reconcile(grace=timedelta(0)).agrees
    assert Blob.objects.exclude(state=Blob.State.DOOMED).count() == 3, "two tracks and a film"


def loudness(samples: np.ndarray) -> np.ndarray:
    """Of each tenth of a second."""
    tenths = samples[: len(samples) // 4800 * 4800].reshape(-1, 4800)
    found: np.ndarray = np.sqrt((tenths.astype(float) ** 2).mean(axis=1))
    return found
