"""A film in stretches: encoded packets as they come, written down so that another process can go on behind them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

import av
from av.packet import Packet

from egret.media.composer import layout
from egret.media.composer.files import Input, Output, Readable
from egret.media.composer.tracks import RATE

FRAMES = 25
SAMPLES = RATE // FRAMES
# What is done anew after a killed process, at most: about a minute of film. A whole number of pictures and of AAC's
# frames, so that both are cut at the same place.
PIECE_FRAMES = 1504
AAC_FRAME = 1024
# Constant quality; 23 is the encoder's own idea of good, and still pictures cost next to nothing.
VIDEO = {"preset": "veryfast", "crf": "24", "tune": "zerolatency"}
AUDIO_BITS = 96_000
KEY_FRAMES = 2 * FRAMES  # a player seeks to these
TIME_BASES = {"video": Fraction(1, FRAMES), "audio": Fraction(1, RATE)}

# Picture or sound, whether a player can begin here, presentation and decoding time, size.
HEAD = struct.Struct("<??qqI")


def add_streams(film: Any) -> tuple[Any, Any]:
    """The film's two streams, always made alike: what one process encoded another one can go on with."""
    video = film.add_stream("libx264", rate=FRAMES, options=VIDEO)
    video.width, video.height, video.pix_fmt = layout.WIDTH, layout.HEIGHT, "yuv420p"
    video.codec_context.gop_size = KEY_FRAMES
    video.codec_context.thread_count = 1
    audio = film.add_stream("aac", rate=RATE, layout="stereo", bit_rate=AUDIO_BITS)
    return video, audio


def written(packet: Packet[Any]) -> bytes:
    """One packet, to be read by `join`."""
    is_video = packet.stream.type == "video"
    base = TIME_BASES["video" if is_video else "audio"]
    assert packet.pts is not None and packet.dts is not None and packet.time_base is not None
    pts, dts = (round(time * packet.time_base / base) for time in (packet.pts, packet.dts))
    data = bytes(packet)
    return HEAD.pack(is_video, packet.is_keyframe, pts, dts, len(data)) + data


def join(pieces: Iterable[Readable], target: Output) -> None:
    """Write the MP4; nothing is encoded anew."""
    with av.open(target, "w", format="mp4") as film:
        video, audio = add_streams(film)
        for piece in pieces:
            for is_video, key, pts, dts, data in _read(Input(piece)):
                packet = Packet(data)
                packet.stream = video if is_video else audio
                packet.pts, packet.dts, packet.is_keyframe = pts, dts, key
                packet.time_base = TIME_BASES["video" if is_video else "audio"]
                packet.duration = 1 if is_video else AAC_FRAME
                film.mux(packet)


def _read(file: Input) -> Iterator[tuple[bool, bool, int, int, bytes]]:
    while head := _exactly(file, HEAD.size):
        is_video, key, pts, dts, size = HEAD.unpack(head)
        yield is_video, key, pts, dts, _exactly(file, size)


def _exactly(file: Input, size: int) -> bytes:
    found = b""
    while len(found) < size:
        more = file.read(size - len(found))
        if not more:
            break
        found += more
    return found
