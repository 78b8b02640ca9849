"""Where a track's sound lies in the film: the same whoever begins to listen where."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import av
import numpy as np
import pytest

from egret.media.composer import Input
from egret.media.composer.timeline import Mapping
from egret.media.composer.tracks import RATE, SEAM, Sound
from egret.media.recorder.tracks import TrackFile
from tests.media.files import BEGAN, WHO, Bytes, Heard

if TYPE_CHECKING:
    from egret_media import Frame

START = BEGAN / 1e9
PACKET = RATE // 50
SECONDS = 12
STEP = RATE // 25


def track() -> bytes:
    """A tone that swells and falls, sent by a clock that runs 0.3 % too fast, with a pause of a second."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, av.AudioCodecContext)
    encoder.sample_rate, encoder.format, encoder.layout = RATE, "s16", "stereo"
    file = TrackFile(WHO, "opus")
    for number in range(SECONDS * 50):
        at = number * PACKET + np.arange(PACKET)
        wave = np.sin(2 * np.pi * 440 * at / RATE) * (1 + np.sin(2 * np.pi * 3 * at / RATE)) * 8000
        frame = av.AudioFrame.from_ndarray(np.repeat(wave.astype(np.int16), 2)[None, :], "s16", "stereo")
        frame.sample_rate, frame.pts = RATE, number * PACKET
        for packet in encoder.encode(frame):
            late = RATE if number > SECONDS * 25 else 0
            file.add(cast("Frame", Heard(round(number * PACKET * 1.003) + late, data=bytes(packet))))
    return file.take()


def mixed(data: bytes, since: int) -> np.ndarray:
    """The film's sound from its sample `since` on."""
    sound = Sound(Input(Bytes(data)), Mapping(START), START, START + since / RATE)
    steps = []
    for start in range(since, (SECONDS + 2) * RATE, STEP):
        mix = np.zeros((2, STEP), np.float32)
        sound.add(start, mix)
        steps.append(mix[0])
    sound.close()
    return np.concatenate(steps)


@pytest.mark.parametrize("seconds", [1, 3, 5, 6.02, 6.52, 7.04, 7.48, 9, 11])
def test_who_begins_in_the_middle_hears_the_same(seconds: float) -> None:
    data = track()
    since = round(seconds * RATE)
    assert SECONDS * 0.003 * RATE > SEAM / 2, "drifted away by more than a little"
    whole, rest = mixed(data, 0)[since:], mixed(data, since)
    shared = min(len(whole), len(rest))
    assert shared > RATE and np.abs(whole).max() > 0.2
    assert np.abs(whole[:shared] - rest[:shared]).max() < 0.005
