"""A film of real tracks, checked by decoding it."""

from __future__ import annotations

import io
import operator
import sys
import time
from dataclasses import replace
from functools import partial
from itertools import pairwise, permutations

import av
import numpy as np
import pytest

from egret.media import rooms, tokens
from egret.media.composer import Cancelled, Input, Output, Source, compose, compose_pieces, join
from egret.media.composer.compose import LayoutName
from egret.media.recorder.capture import Capture
from egret.media.recorder.tracks import Published
from tests.media.files import Bytes, Memory
from tests.media.publisher import RATE, Act, number_of, publishing

# Pictures and sound come in real time from the real engine: one after the other, as browsers are.
pytestmark = pytest.mark.e2e

ACT = Act(width=320, height=180)
FILM_RATE = 25


class Noting(Memory):
    """Notes when each file's first frame came."""

    def __init__(self) -> None:
        super().__init__()
        self.began: list[int] = []

    def begin(self, published: Published, codec: str, began: int) -> object:
        self.began.append(began)
        return super().begin(published, codec, began)

    def sources(self) -> list[Source]:
        return [
            Source(who.identity, who.identity, who.source, began / 1e9, partial(_input, bytes(data)))
            for (who, _, data), began in zip(self.files, self.began, strict=True)
        ]


def _input(data: bytes) -> Input:
    return Input(Bytes(data))


_taken: list[Noting] = []


@pytest.fixture
def recorded(engine: str) -> Noting:
    """Two people, the second of whom comes a second later; recorded once for all tests."""
    if not _taken:
        _taken.append(_record(engine))
    return _taken[0]


def _record(engine: str) -> Noting:
    rooms.ensure_room("film")
    sink = Noting()

    def join(identity: str) -> str:
        return tokens.join_token(room="film", identity=identity, nickname=identity)

    recorder = Capture(engine, tokens.recorder_token(room="film", identity="recorder"), sink)
    with (
        publishing(engine, join("a"), replace(ACT, frequency=500.0)),
        publishing(engine, join("b"), replace(ACT, frequency=1500.0, codec="h264")),
    ):
        until = time.monotonic() + 5
        assert recorder.run(lambda: time.monotonic() < until)
        recorder.close()
    return sink


def film_of(sources: list[Source], layout: LayoutName) -> bytes:
    target = Bytes()
    compose(sources, Output(target), layout, lambda percent: True)
    return bytes(target.data)


def onsets(samples: np.ndarray, frequency: float) -> list[float]:
    """When a beep of this frequency begins, in seconds."""
    step = RATE // 200
    pieces = samples[: len(samples) // step * step].reshape(-1, step)
    wave = np.exp(-2j * np.pi * frequency * np.arange(step) / RATE)
    loud = np.abs(pieces @ wave) / step > 0.05
    begins = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    found: list[float] = []
    for begin in begins * step / RATE:
        if not found or begin - found[-1] > 0.5:
            found.append(float(begin))
    return found


def test_everybody_is_seen_and_heard_at_the_right_time(recorded: Noting) -> None:
    began = time.process_time()
    film = film_of(recorded.sources(), "gallery")
    cost = time.process_time() - began
    with av.open(io.BytesIO(film), "r") as container:
        assert [stream.codec_context.name for stream in container.streams] == ["h264", "aac"]
        pictures = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    with av.open(io.BytesIO(film), "r") as container:
        samples = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    assert len(pictures) / FILM_RATE == pytest.approx(len(samples) / RATE, abs=0.1)
    assert cost < len(pictures) / FILM_RATE
    beeps = {frequency: onsets(samples, frequency) for frequency in (500.0, 1500.0)}
    late: list[dict[float, float]] = []
    for column in (0, 1):
        seen = [number_of(picture[180:540, column * 640 : (column + 1) * 640]) for picture in pictures]
        settled = seen[2 * FILM_RATE : -FILM_RATE]
        assert all(later - earlier in (0, 1, 2) for earlier, later in pairwise(settled))
        # A beep begins when the picture's number comes to a multiple of its rate.
        flashes = [
            2 + index / FILM_RATE
            for index, (earlier, later) in enumerate(pairwise(settled), start=1)
            if later // ACT.fps > earlier // ACT.fps
        ]
        assert flashes
        late.append(
            {
                frequency: max(min(abs(beep - flash) for beep in heard) for flash in flashes)
                for frequency, heard in beeps.items()
            }
        )
    # Whose track came first has the first place, and both were there before the recorder.
    assert any(late[0][first] < 0.12 and late[1][second] < 0.12 for first, second in permutations(beeps)), late


def test_the_speaker_is_large(recorded: Noting) -> None:
    film = film_of(recorded.sources(), "speaker")
    with av.open(io.BytesIO(film), "r") as container:
        pictures = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    large = pictures[-40][layout_rows(1040), :1040]
    assert number_of(large) > 0


def layout_rows(width: int) -> slice:
    height = width * 9 // 16
    return slice((720 - height) // 2, (720 + height) // 2)


def test_another_process_goes_on_behind_what_is_kept(recorded: Noting, monkeypatch: pytest.MonkeyPatch) -> None:
    """The film of two processes is the film of one, but for what an encoder that begins anew does otherwise."""
    monkeypatch.setattr(sys.modules["egret.media.composer.compose"], "PIECE_FRAMES", 48)
    sources = recorded.sources()
    whole = film_of(sources, "gallery")
    made: dict[int, bytes] = {}

    class Killed(Exception):
        pass

    def keep(number: int, data: bytes) -> None:
        assert number == len(made), "in their order, each once"
        made[number] = data
        if len(made) == 1:
            raise Killed

    with pytest.raises(Killed):
        compose_pieces(sources, "gallery", lambda percent: True, 0, keep)
    compose_pieces(sources, "gallery", lambda percent: True, len(made), keep)
    assert len(made) > 2
    target = Bytes()
    join([Bytes(made[number]) for number in sorted(made)], Output(target))
    resumed = bytes(target.data)
    seen, heard = [], []
    for film in (whole, resumed):
        with av.open(io.BytesIO(film), "r") as container:
            seen.append(
                [number_of(frame.to_ndarray(format="gray")[180:540, :640]) for frame in container.decode(video=0)]
            )
        with av.open(io.BytesIO(film), "r") as container:
            heard.append(np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)]))
    assert len(seen[0]) == len(seen[1]) and sum(map(operator.ne, *seen)) <= 1
    assert len(heard[0]) == len(heard[1])
    for frequency in (500.0, 1500.0):
        assert onsets(heard[0], frequency) == pytest.approx(onsets(heard[1], frequency), abs=0.02)


def test_it_stops_when_it_is_not_wanted(recorded: Noting) -> None:
    heard: list[int] = []

    def tell(percent: int) -> bool:
        heard.append(percent)
        return percent < 20

    with pytest.raises(Cancelled):
        compose(recorded.sources(), Output(Bytes()), "gallery", tell)
    assert heard[-1] == 20
