"""Reading recorded tracks as any player does: with FFmpeg's libraries."""

from __future__ import annotations

import io
from dataclasses import dataclass

import av
import numpy as np

from egret.media.recorder.tracks import Published
from tests.media.publisher import number_of

WHO = Published(sid="TR_1", identity="a", connection="PA_1", source="microphone")
BEGAN = 1_800_000_000_000_000_000  # nanoseconds of Unix time


@dataclass
class Heard:
    """What the native module hands over, without it."""

    time: int
    codec: str = "opus"
    rate: int = 48_000
    received: int = BEGAN
    key: bool = False
    width: int = 0
    height: int = 0
    data: bytes = b"\xf8\xff\xfe"  # twenty milliseconds of silence


class Bytes:
    """In place of a blob: a reader and a draft."""

    def __init__(self, data: bytes = b"") -> None:
        self.data = bytearray(data)

    @property
    def size(self) -> int:
        return len(self.data)

    def read(self, start: int, stop: int) -> bytes:
        return bytes(self.data[start:stop])

    def write(self, data: bytes | memoryview) -> None:
        self.data += data

    def patch(self, at: int, data: bytes | memoryview) -> None:
        assert at + len(data) <= 4096, "a muxer corrects its beginning only"
        self.data[at : at + len(data)] = data


class Memory:
    """A sink that keeps tracks in memory; `refusals` are raised one by one before something is taken."""

    def __init__(self) -> None:
        self.files: list[tuple[Published, str, bytearray]] = []
        self.finished: list[object] = []
        self.refusals: list[Exception] = []

    def begin(self, published: Published, codec: str, began: int) -> object:
        self.files.append((published, codec, bytearray()))
        return len(self.files) - 1

    def store(self, pieces: list[tuple[object, bytes]]) -> list[object]:
        if self.refusals:
            raise self.refusals.pop()
        for handle, data in pieces:
            assert isinstance(handle, int)
            self.files[handle][2].extend(data)
        return []

    def finish(self, handle: object) -> None:
        self.finished.append(handle)

    def of(self, identity: str, source: str) -> list[bytes]:
        return [bytes(data) for who, _, data in self.files if (who.identity, who.source) == (identity, source)]


def numbers(data: bytes) -> list[int]:
    """The numbers in the pictures, decoded."""
    with av.open(io.BytesIO(data), "r") as container:
        return [number_of(frame.to_ndarray(format="gray")) for frame in container.decode(video=0)]


def sound(data: bytes) -> np.ndarray:
    """The samples of one channel, between -1 and 1."""
    with av.open(io.BytesIO(data), "r") as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def pitch(samples: np.ndarray, rate: int = 48_000) -> float:
    """The loudest frequency."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum) * rate / len(samples))
