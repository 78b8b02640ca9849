"""A recording from its announcement to its film: real publishers, a real engine, real processes."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import time
from dataclasses import replace

import av
import numpy as np
import pytest

from egret.kernel import blobs
from egret.kernel.models import Blob, BlobKey
from egret.meetings.recordings import watch
from egret.meetings.recordings.models import AccessEntry, Composition, Recording, State, Track
from egret.meetings.recordings.owners import owner_of_tracks
from tests.media.files import numbers
from tests.meetings.recordings.scene import ACT, Scene, wait_for

# In real time, with the real engine: one after the other, as browsers are.
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def state(recording: Recording) -> str:
    recording.refresh_from_db()
    return recording.state


def bytes_of(track: Track) -> bytes:
    reader = blobs.open_blob(track.blob, owner_of_tracks(track.participant))
    return reader.read(0, reader.size)


def stored(recording: Recording) -> int:
    return sum(Blob.objects.filter(kind="recordings.track").values_list("size", flat=True))


def loudness(film: bytes, frequency: float) -> float:
    with av.open(io.BytesIO(film), "r") as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    spectrum = np.abs(np.fft.rfft(samples)) / len(samples)
    return float(spectrum[round(frequency * len(samples) / 48_000) - 20 :][:40].max())


def test_told_first_then_recorded_under_each_ones_key_and_composed(scene: Scene) -> None:
    host = scene.join("Host", scene.hosting)
    guest, unaware = scene.join("Guest 访客"), scene.join("Unaware")
    scene.send(host, replace(ACT, frequency=500.0))
    scene.send(guest, replace(ACT, frequency=1500.0, codec="h264"))
    recording = scene.start()
    assert scene.start() == recording, "twice is once"
    assert scene.told(host, recording)["state"] == "announced"
    wait_for(lambda: Recording.objects.exclude(recorder="").exists(), 20, "a recorder")
    time.sleep(1)
    assert (state(recording), stored(recording)) == (State.ANNOUNCED, 0), "the guest was not told"
    assert guest.client.get(f"{scene.url}/recording").json()["recording"]["i_was_told"] is False
    assert scene.told(guest, recording)["state"] == "recording"
    scene.send(unaware, replace(ACT, frequency=3000.0))
    wait_for(lambda: Track.objects.filter(recording=recording).count() == 4, 20, "their tracks")
    time.sleep(4)
    scene.stop(recording)
    film = scene.film(recording)

    tracks = list(Track.objects.filter(recording=recording).select_related("participant", "blob"))
    assert {(track.participant.nickname, track.source) for track in tracks} == {
        (name, source) for name in ("Host", "Guest 访客") for source in ("camera", "microphone")
    }
    assert set(
        BlobKey.objects.filter(blob__in=[track.blob_id for track in tracks]).values_list("owner", flat=True)
    ) == {
        f"person:{scene.host.id}",
        f"guest:{guest.id}",
    }
    for track in tracks:
        assert (track.blob.state, track.ended_at is not None) == (Blob.State.SEALED, True)
        if track.source == "camera":
            assert len(numbers(bytes_of(track))) > 30
    assert loudness(film, 500) > 0.001 and loudness(film, 1500) > 0.001
    assert loudness(film, 3000) < loudness(film, 1500) / 20, "who was not told is not in it"

    url = f"{scene.url}/recordings/{recording.id}"
    part = scene.hosting.get(f"{url}/film", headers={"range": "bytes=4-7"})
    assert (part.status_code, part.getvalue()) == (206, b"ftyp")
    assert scene.hosting.get(f"{url}/film", headers={"range": f"bytes={len(film)}-"}).status_code == 416
    assert list(AccessEntry.objects.values_list("what", flat=True)) == ["downloaded"], "a seek is no new playback"
    assert [row["what"] for row in scene.hosting.get(f"{url}/accesses").json()["items"]] == ["downloaded"]

    answer = scene.hosting.delete(f"{url}/participants/{guest.id}")
    assert answer.status_code == 204
    assert not BlobKey.objects.filter(owner=f"guest:{guest.id}").exists()
    assert scene.hosting.get(f"{url}/film").status_code == 409
    without = scene.film(recording)
    assert loudness(without, 1500) < loudness(without, 500) / 20
    assert scene.hosting.delete(url).status_code == 204
    assert not BlobKey.objects.exists()


def test_killed_it_loses_a_second_at_most_and_goes_on(scene: Scene) -> None:
    host = scene.join("Host", scene.hosting)
    scene.send(host, replace(ACT, frequency=None))
    recording = scene.start()
    scene.told(host, recording)
    first = wait_for(lambda: Track.objects.filter(recording=recording).first(), 20, "a track")
    time.sleep(2.5)
    (child,) = watch._children.values()
    os.kill(child.pid, signal.SIGKILL)
    killed_at = time.time()
    child.wait()
    wait_for(lambda: Track.objects.filter(recording=recording).count() == 2, 20, "a new segment")
    time.sleep(1.5)
    scene.stop(recording)
    scene.film(recording)
    first, second = Track.objects.filter(recording=recording).select_related("participant", "blob").order_by("began_at")
    before, after = numbers(bytes_of(first)), numbers(bytes_of(second))
    lost = killed_at - (first.began_at.timestamp() + (before[-1] - before[0]) / ACT.fps)
    assert lost < 1.1, lost
    assert after[0] > before[-1] and len(after) > 15
    assert Composition.objects.get(recording=recording).percent == 100


def test_two_meetings_are_recorded_at_once(scene: Scene) -> None:
    scenes = [scene, Scene(scene.engine)]
    recordings = []
    for each in scenes:
        host = each.join("Host", each.hosting)
        each.send(host)
        recordings.append(each.start())
        each.told(host, recordings[-1])
    wait_for(lambda: Track.objects.count() == 4, 20, "tracks")
    scene.hosting.post(f"{scene.url}/end", {}, "application/json")
    assert state(recordings[0]) == State.STOPPED, "it ends with its meeting"
    assert state(recordings[1]) == State.RECORDING
    scenes[1].stop(recordings[1])
    for each, recording in zip(scenes, recordings, strict=True):
        assert each.film(recording)
    scenes[1].leave()


def test_nothing_of_the_recorder_is_left_running(scene: Scene) -> None:
    recording = scene.start()
    wait_for(lambda: Recording.objects.exclude(recorder="").exists(), 20, "a recorder")
    scene.stop(recording)
    (child,) = watch._children.values()
    assert child.wait(10) == 0
    assert not Composition.objects.exists(), "there is nothing to make a film of"
    listed = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True).stdout
    assert not re.search(rf"record {recording.id}", listed)
