"""The recorder's connection to a real engine, with real publishers of another make."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise

import pytest

from egret.kernel.blobs import StoreUnavailable
from egret.media import rooms, tokens
from egret.media.errors import EngineUnavailable
from egret.media.recorder.capture import Capture
from tests.media.files import Memory, numbers, pitch, sound
from tests.media.publisher import Act, publishing

# In real time, with the real engine: one after the other, as browsers are.
pytestmark = pytest.mark.e2e

SMALL = Act(width=320, height=180, fps=10)


def join(room: str, identity: str) -> str:
    return tokens.join_token(room=room, identity=identity, nickname=identity)


def capture(engine: str, room: str, sink: Memory) -> Capture:
    return Capture(engine, tokens.recorder_token(room=room, identity="recorder"), sink)


def record(recorder: Capture, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
    end = time.monotonic() + seconds
    assert recorder.run(lambda: time.monotonic() < end and not until())


def complete(found: list[int]) -> bool:
    """In order, and nearly all: a publisher's encoder on a busy machine leaves a picture out now and then."""
    in_order = all(earlier < later for earlier, later in pairwise(found))
    return len(found) > 10 and in_order and len(found) >= 0.85 * (found[-1] - found[0] + 1)


def test_every_codec_is_written_as_it_comes_and_a_track_published_anew_too(engine: str) -> None:
    rooms.ensure_room("codecs")
    sink = Memory()
    frequencies = {"vp8": 440.0, "vp9": 550.0, "h264": 660.0, "av1": 880.0}
    with ExitStack() as people:
        for codec, frequency in frequencies.items():
            again = 4 if codec == "vp8" else None
            act = replace(SMALL, codec=codec, frequency=frequency, republish_at=again)
            people.enter_context(publishing(engine, join("codecs", codec), act))
        recorder = capture(engine, "codecs", sink)
        # Four publishers start at their own pace; the one who publishes anew does so later on a busy machine.
        record(recorder, 30, until=lambda: len(sink.files) == 9)
        record(recorder, 3)
        counts = recorder.close()
    assert (counts.gaps, counts.dropped) == (0, 0)
    assert {name for _, name, _ in sink.files} == {"opus", *frequencies}
    assert len(sink.finished) == len(sink.files) == 9
    for codec, frequency in frequencies.items():
        for data in sink.of(codec, "camera"):
            assert complete(numbers(data)), f"{codec} {numbers(data)}"
        [data] = sink.of(codec, "microphone")
        # A publisher that is late on a busy machine blurs its tone; the others' are 110 Hz away.
        assert abs(pitch(sound(data)) - frequency) < 10
    first, second = (numbers(data) for data in sink.of("vp8", "camera"))
    assert first[-1] < second[0] <= first[-1] + 15, "only what was not published is missing"


def test_nothing_is_lost_while_the_store_is_away(engine: str) -> None:
    rooms.ensure_room("slow")
    sink = Memory()
    sink.refusals = [StoreUnavailable(), StoreUnavailable()]
    with publishing(engine, join("slow", "a"), replace(SMALL, frequency=None)):
        recorder = capture(engine, "slow", sink)
        record(recorder, 1.5)
        time.sleep(2)  # a disk that takes this long for one write
        record(recorder, 1)
        counts = recorder.close()
    assert counts.dropped == 0
    [data] = sink.of("a", "camera")
    assert complete(numbers(data))
    assert len(numbers(data)) > 25


def test_what_is_encrypted_between_pages_is_not_kept(engine: str) -> None:
    rooms.ensure_room("encrypted")
    sink = Memory()
    with (
        publishing(engine, join("encrypted", "a"), replace(SMALL, key="still water")),
        publishing(engine, join("encrypted", "b"), replace(SMALL, frequency=None)),
    ):
        assert {track.encrypted for track in one_in("encrypted", "a").tracks} == {True}
        recorder = capture(engine, "encrypted", sink)
        record(recorder, 2)
        recorder.close()
    assert [(each.identity, each.source) for each, _, _ in sink.files] == [("b", "camera")]


def one_in(room: str, identity: str) -> rooms.Occupant:
    found = rooms.find_occupant(room, identity)
    assert found is not None
    return found


def test_others_see_that_it_is_recorded_and_no_recorder(engine: str) -> None:
    rooms.ensure_room("hidden")
    recorder = capture(engine, "hidden", Memory())
    with publishing(engine, join("hidden", "a"), Act(video=False)):
        record(recorder, 0.5)
        assert {each.identity for each in rooms.list_presences("hidden")} <= {"a", "recorder"}
        recorder.close()


def test_a_room_that_is_not_there_is_not_recorded(engine: str) -> None:
    with pytest.raises(EngineUnavailable):
        capture(engine, "nowhere", Memory())


def test_a_room_that_ends_ends_the_connection(engine: str) -> None:
    rooms.ensure_room("ending")
    recorder = capture(engine, "ending", Memory())
    record(recorder, 0.3)
    rooms.delete_room("ending")
    until = time.monotonic() + 5
    assert not recorder.run(lambda: time.monotonic() < until)
    assert recorder.ended
    recorder.close()
