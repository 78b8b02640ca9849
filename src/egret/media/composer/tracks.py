"""Decoding tracks in step with the film: pictures as they are due, sound where it belongs."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any

import av
import numpy as np
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.frame import VideoFrame

from egret.media.composer.files import Input
from egret.media.composer.timeline import Mapping

RATE = 48_000
# Sound that is due within this of where the sound before it ended goes on there: packets' times are whole milliseconds,
# and each seam would click.
SEAM = int(0.06 * RATE)
# Packets after which Opus sounds right, whatever pause lies between them: half a second of sound as browsers send it
# (RFC 7845 §4.6 asks for 80 ms).
SETTLING = 25
# A screen may have one key frame in an hour: then what follows it is decoded bit by bit, not held.
MOST_WAITING = 1500


class Pictures:
    """One track's pictures; `at` moves forward only, from the moment `since` on."""

    def __init__(self, file: Input, mapping: Mapping, since: float) -> None:
        self._container = av.open(file, "r")
        stream = self._container.streams.video[0]
        stream.codec_context.thread_count = 1
        self._frames = self._decoded(mapping, since)
        self._next = next(self._frames, None)
        self.current: VideoFrame | None = None
        self.changed = False
        self.since = 0.0  # when the current one began to be shown

    def at(self, moment: float) -> VideoFrame | None:
        """The picture that is shown at this moment of Unix time."""
        while self._next is not None and self._next[0] <= moment:
            (self.since, self.current), self.changed = self._next, True
            self._next = next(self._frames, None)
        return self.current

    def close(self) -> None:
        self._container.close()

    def _decoded(self, mapping: Mapping, since: float) -> Iterator[tuple[float, VideoFrame]]:
        for packet in self._wanted(mapping, since):
            try:
                for frame in packet.decode():
                    if isinstance(frame, VideoFrame) and frame.time is not None:
                        yield mapping.time(frame.time), frame
            except av.FFmpegError:
                continue  # a picture whose packets were lost: the one before stays until the next key frame

    def _wanted(self, mapping: Mapping, since: float) -> Iterator[Packet[Any]]:
        """All packets, but for those before the last key frame that comes before `since`."""
        waiting: list[Packet[Any]] = []
        for packet in self._container.demux(self._container.streams.video[0]):
            early = _is_before(packet, mapping, since)
            if early and packet.is_keyframe:
                waiting.clear()
            waiting.append(packet)
            if not early or len(waiting) >= MOST_WAITING:
                yield from waiting
                waiting.clear()
        yield from waiting


def _is_before(packet: Packet[Any], mapping: Mapping, moment: float) -> bool:
    if packet.pts is None or packet.time_base is None:
        return False
    return mapping.time(float(packet.pts * packet.time_base)) < moment


class Sound:
    """One track's sound, added to the film's; `add` moves forward only, from the moment `since` on.

    Where a sample lies follows from the whole track before it, heard or not: whoever begins in the middle goes on
    exactly where somebody before left off.
    """

    def __init__(self, file: Input, mapping: Mapping, film_start: float, since: float) -> None:
        self._container = av.open(file, "r")
        self._container.streams.audio[0].codec_context.thread_count = 1
        self._mapping, self._film_start = mapping, film_start
        self._pieces = self._decoded(since)
        self._pending: tuple[int, np.ndarray] | None = None
        self.loudness = 0.0

    def add(self, start: int, mix: np.ndarray) -> None:
        """Add what belongs into `mix`, two channels of samples from the film's sample `start` on."""
        stop = start + mix.shape[1]
        loudest = 0.0
        while (piece := self._pending or next(self._pieces, None)) is not None:
            at, samples = piece
            if at >= stop:
                self._pending = piece
                break
            self._pending = None
            end = at + samples.shape[1]
            if end > stop:
                self._pending = (stop, samples[:, stop - at :])
                samples = samples[:, : stop - at]
            if at < start:
                samples, at = samples[:, start - at :], start
            if samples.shape[1]:
                mix[:, at - start : at - start + samples.shape[1]] += samples
                loudest = max(loudest, float(np.sqrt(np.mean(np.square(samples)))))
        self.loudness = loudest

    def close(self) -> None:
        self._container.close()

    def _decoded(self, since: float) -> Iterator[tuple[int, np.ndarray]]:
        """Samples, each piece after the film's sample where it begins."""
        for at, packet in self._wanted(since):
            try:
                for frame in packet.decode():
                    samples = frame.to_ndarray()
                    yield at, np.broadcast_to(samples, (2, frame.samples)) if len(samples) == 1 else samples
                    at += frame.samples
            except av.FFmpegError:
                continue

    def _wanted(self, since: float) -> Iterator[tuple[int, Packet[AudioStream]]]:
        """All packets from a few before `since` on."""
        early: deque[tuple[int, Packet[AudioStream]]] = deque(maxlen=SETTLING)
        for placed in self._placed():
            early.append(placed)
            if not _is_before(placed[1], self._mapping, since):
                yield from early
                early.clear()
        yield from early

    def _placed(self) -> Iterator[tuple[int, Packet[AudioStream]]]:
        cursor = 0
        for packet in self._container.demux(self._container.streams.audio[0]):
            if packet.pts is None or packet.duration is None or packet.time_base is None:
                continue
            media = float(packet.pts * packet.time_base)
            due = round((self._mapping.time(media) - self._film_start) * RATE)
            at = cursor if abs(due - cursor) < SEAM else due
            cursor = at + round(packet.duration * packet.time_base * RATE)
            yield at, packet
