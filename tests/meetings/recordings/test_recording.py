"""A recording from its announcement to its film: real publishers, a real engine, real processes."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace

import av
import numpy as np
import pytest

from egret.kernel import blobs
from egret.kernel.models import Blob, BlobKey
from egret.meetings.recordings import actions, films, queries, watch
from egret.meetings.recordings.models import AccessEntry, Composition, Layout, Recording, State, Track
from egret.meetings.recordings.owners import owner_of_tracks
from tests.media import publisher
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


def test_muted_shared_gone_and_back(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    host, guest = scene.join("Host", scene.hosting), scene.join("Guest")
    scene.send(host, replace(ACT, frequency=500.0, mute_at=6.0, unmute_at=11.0))
    scene.send(guest, replace(ACT, frequency=None, screen=True))
    recording = scene.start()
    scene.told(host, recording)
    scene.told(guest, recording)
    tracks = Track.objects.filter(recording=recording)
    wait_for(lambda: tracks.filter(source="screen_share").exists(), 20, "the screen")
    time.sleep(8)  # the quiet is within, however long the recorder took to start
    publisher.stop(scene.sending.pop())
    wait_for(lambda: tracks.get(source="screen_share").ended_at, 20, "its end")
    scene.send(guest, replace(ACT, frequency=1500.0))
    wait_for(lambda: tracks.filter(participant__id=guest.id, source="camera").exists(), 20, "the guest again")
    time.sleep(2)
    scene.stop(recording)
    film = scene.film(recording)
    with av.open(io.BytesIO(film), "r") as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert loudness(film, 500) > 0.0005 and loudness(film, 1500) > 0.0005
    quiet = [float(np.abs(samples[at : at + 48_000]).max()) for at in range(0, len(samples) - 48_000, 24_000)]
    assert min(quiet) < 0.01, "nothing is heard of who is muted"
    (shown,) = [each for each in queries.chapters_of(recording) if each.kind == "share"]
    assert shown.nickname == "Guest"

    # A killed composing process has lost the piece it was at; the next one goes on behind it.
    monkeypatch.setattr(sys.modules["egret.media.composer.compose"], "PIECE_FRAMES", 48)
    recording.refresh_from_db()
    composition = actions.do_compose(recording, scene.host.id, Layout.GALLERY)
    keep_piece = films._keep_piece

    def killed(of: Composition, number: int, data: bytes) -> None:
        if number > 0:
            raise InterruptedError
        keep_piece(of, number, data)

    monkeypatch.setattr(films, "_keep_piece", killed)
    with pytest.raises(InterruptedError):
        films.make(composition.id)
    assert composition.pieces.count() == 1
    monkeypatch.setattr(films, "_keep_piece", keep_piece)
    films.make(composition.id)
    composition.refresh_from_db()
    assert (composition.progress, composition.pieces.count()) == ("done", 0)
    assert not Blob.objects.filter(kind="recordings.piece").exclude(state=Blob.State.DOOMED).exists()
    resumed = scene.film(recording)
    with av.open(io.BytesIO(resumed), "r") as container:
        again = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert len(again) == len(samples)
    assert scene.hosting.delete(f"{scene.url}/recordings/{recording.id}").status_code == 204
    assert not BlobKey.objects.exists()
