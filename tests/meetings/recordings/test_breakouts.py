"""A recording beside breakout rooms: it is of the main room alone, and waits there while everybody is elsewhere."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from django.test import Client

from egret.media import rooms
from egret.meetings import room_state
from egret.meetings.hosting.models import Breakout
from egret.meetings.recordings import queries
from egret.meetings.recordings.models import State, Track
from tests.meetings.recordings.scene import ACT, Scene, wait_for

# In real time, with the real engine: one after the other, as browsers are.
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def open_room(scene: Scene) -> Breakout:
    """One, into which everybody present goes who does not host."""
    answer = scene.hosting.put(f"{scene.url}/breakouts", {"count": 1}, "application/json")
    assert answer.status_code == 200, answer.json()
    return Breakout.objects.get(meeting=scene.meeting, closed_at=None)


@pytest.mark.nightly
def test_it_waits_for_everybody_to_come_back(scene: Scene) -> None:
    host, guest = scene.join("Host", scene.hosting), scene.join("Guest")
    scene.send(host)
    scene.send(guest)
    room = open_room(scene)
    recording = scene.start()
    assert [each.nickname for each in queries.waits_for(recording)] == ["Host"], "the guest is told on coming back"
    assert scene.told(host, recording)["state"] == "recording"
    assert queries.left_out(recording) == []
    here, there = (json.loads(room_state.assemble(scene.meeting.id, each)) for each in (None, str(room.id)))
    assert here["recording"] == there["recording_elsewhere"] == {"id": str(recording.id), "state": "recording"}
    assert there["recording"] is None and "recording_elsewhere" not in here
    tracks = Track.objects.filter(recording=recording)
    wait_for(lambda: tracks.values("source").distinct().count() == 2, 120, "the host's tracks")

    # The engine forgets a room that everybody left.
    scene.leave()
    rooms.delete_room(str(scene.meeting.id))
    scene.send(scene.join("Guest", guest.client))
    wait_for(lambda: all(track.ended_at for track in tracks), 120, "their end")
    time.sleep(3)
    recording.refresh_from_db()
    assert recording.state == State.RECORDING
    assert set(tracks.values_list("participant__nickname", flat=True)) == {"Host"}, "nothing of the breakout room"

    assert scene.hosting.delete(f"{scene.url}/breakouts").status_code == 204
    scene.leave()
    before = tracks.count()
    scene.send(scene.join("Host", scene.hosting))
    wait_for(lambda: tracks.count() > before, 120, f"the host's tracks anew; it is {recording.state}")
    scene.stop(recording)
    assert scene.film(recording)


def test_what_is_encrypted_in_a_breakout_room_cannot_be_recorded_either(scene: Scene) -> None:
    scene.send(scene.join("Host", scene.hosting), replace(ACT, video=False))
    guest: Client = Client()
    scene.send(scene.join("Guest", guest), replace(ACT, video=False))
    open_room(scene)
    scene.leave()
    scene.send(scene.join("Guest", guest), replace(ACT, key="a key of the pages", video=False))
    answer = scene.hosting.post(f"{scene.url}/recording", {}, "application/json")
    assert answer.json()["type"] == "urn:egret:meeting-encrypted"
