"""The Matroska writer: times, order, and what decoders are told."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.media.recorder import codecs, ebml
from egret.media.recorder.tracks import TrackFile
from tests.media.files import BEGAN, WHO, Heard

if TYPE_CHECKING:
    from egret_media import Frame, Report


@dataclass
class Told:
    time: int
    sent: int
    rate: int = 48_000
    received: int = BEGAN


def frame(at: int) -> Frame:
    return cast("Frame", Heard(at))


def test_a_file_that_ends_anywhere_between_clusters_is_whole() -> None:
    file = TrackFile(WHO, "opus")
    pieces = []
    for second in range(3):
        for step in range(50):
            assert file.add(frame(7_000_000 + (second * 50 + step) * 960))
        file.report(cast("Report", Told(7_000_000 + second * 48_000, BEGAN + second)))
        pieces.append(file.take())
    for count in (1, 2, 3):
        with av.open(io.BytesIO(b"".join(pieces[:count])), "r") as container:
            packets = [packet for packet in container.demux(container.streams.audio[0]) if packet.size]
            assert [packet.pts for packet in packets] == [at * 20 for at in range(count * 50)]
    assert file.take() == b""


def test_repeated_and_backward_times_are_moved_on() -> None:
    file = TrackFile(WHO, "opus")
    for at in (960, 960, 480, 1920, 1920):
        file.add(frame(at))
    with av.open(io.BytesIO(file.take()), "r") as container:
        times = [packet.pts for packet in container.demux(container.streams.audio[0]) if packet.size]
    assert times == [0, 1, 2, 20, 21]


def test_a_silence_of_minutes_fits() -> None:
    file = TrackFile(WHO, "opus")
    file.add(frame(0))
    file.add(frame(48_000 * 600))
    with av.open(io.BytesIO(file.take()), "r") as container:
        assert [packet.pts for packet in container.demux(container.streams.audio[0]) if packet.size] == [0, 600_000]


def test_pictures_begin_with_a_key_frame_that_tells_its_parameters() -> None:
    file = TrackFile(WHO, "h264")
    assert not file.add(cast("Frame", Heard(0, "h264", 90_000, data=b"\0\0\1\x41\x9a")))
    assert not file.add(cast("Frame", Heard(0, "h264", 90_000, key=True, data=b"\0\0\1\x65\x88")))
    assert file.take() == b""


def test_units_of_h264_get_lengths() -> None:
    stream = b"\0\0\0\1\x67\x42\xc0\x1f\x0f\0\0\1\x68\xce\0\0\0\1\x65\x88\x84"
    assert [unit[0] & 0x1F for unit in codecs.nal_units(stream)] == [7, 8, 5]
    assert codecs.with_lengths(stream).startswith(b"\0\0\0\5\x67\x42\xc0\x1f\x0f\0\0\0\2\x68\xce")
    private = codecs.h264_private(stream)
    assert private is not None
    assert private[:4] == b"\x01\x42\xc0\x1f"
    assert codecs.h264_private(b"\0\0\1\x65\x88") is None


@given(st.binary(max_size=300))
def test_any_bytes_are_split_without_error(data: bytes) -> None:
    assert all(b"\0\0\1" not in unit for unit in codecs.nal_units(data))
    codecs.h264_private(data)


@pytest.mark.parametrize("length", [0, 126, 127, 128, 16_382, 16_383, 16_384, 2_097_151])
def test_sizes_at_their_boundaries(length: int) -> None:
    made = ebml.element(0xEC, bytes(length))
    first = made[1]
    octets = 8 - first.bit_length() + 1
    value = int.from_bytes(made[1 : 1 + octets], "big") & ~(1 << (7 * octets))
    assert value == length
    assert value != (1 << (7 * octets)) - 1, "all ones is an unknown size"
    assert len(made) == 1 + octets + length
