"""Frames of one track become a Matroska file: a header, then clusters. Neither clock nor disk is touched here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from egret.media.recorder import codecs, ebml

if TYPE_CHECKING:
    from egret_media import Frame, Report

MEDIA, CLOCK = 1, 2
VIDEO_TYPE, AUDIO_TYPE, METADATA_TYPE = 1, 2, 0x21
MATROSKA_EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
# Of what is published before the engine says its size.
USUAL_SIZE = (1280, 720)


@dataclass(frozen=True)
class Published:
    """What the engine says of a published track."""

    sid: str
    identity: str
    connection: str  # the publisher's participant sid, new with each connection
    source: str  # camera, microphone, screen_share, screen_share_audio; "": none of these, or encrypted
    width: int = 0
    height: int = 0


class TrackFile:
    """One track from its first frame on, in one codec."""

    def __init__(self, published: Published, codec: str) -> None:
        self.published = published
        self.codec = codec
        self.frames = 0
        self.began: int | None = None  # when the first frame was received, in nanoseconds of Unix time
        self._first = 0
        self._last = -1
        self._blocks: list[bytes] = []
        self._cluster_at = 0
        self._reports: list[Report] = []
        self._out: list[bytes] = []

    def add(self, frame: Frame) -> bool:
        """False when it was left out: pictures begin with a key frame that tells its parameters."""
        if self.began is None:
            header = self._header(frame)
            if header is None:
                return False
            self._out.append(header)
            self.began, self._first = frame.received, frame.time
            for report in self._reports:
                self._add_report(report)
        # Another layer of the same picture may repeat a time; Matroska wants each later than the one before.
        at = max(self._milliseconds(frame.time, frame.rate), self._last + 1)
        self._last = at
        data = codecs.with_lengths(frame.data) if self.codec == "h264" else frame.data
        self._append(MEDIA, at, frame.key or self.codec == "opus", data)
        self.frames += 1
        return True

    def report(self, report: Report) -> None:
        """Keep what aligns this track with others: when the publisher says that a media time was."""
        if self.began is None:
            self._reports = [*self._reports[-3:], report]
        else:
            self._add_report(report)

    def take(self) -> bytes:
        """What is complete since the last time; it ends with a cluster."""
        self._close_cluster()
        out, self._out = self._out, []
        return b"".join(out)

    def _add_report(self, report: Report) -> None:
        at = self._milliseconds(report.time, report.rate)
        told = {"at": at, "sent": report.sent, "received": report.received}
        # WebVTT's block form: identifier and settings are empty lines.
        self._append(CLOCK, max(at, 0), True, b"\n\n" + json.dumps(told).encode())

    def _append(self, track: int, at: int, key: bool, data: bytes) -> None:
        if self._blocks and not -ebml.LONGEST_CLUSTER_MS < at - self._cluster_at < ebml.LONGEST_CLUSTER_MS:
            self._close_cluster()
        if not self._blocks:
            self._cluster_at = at
        self._blocks.append(ebml.block(track, at - self._cluster_at, key, data))

    def _close_cluster(self) -> None:
        if self._blocks:
            self._out.append(ebml.cluster(self._cluster_at, self._blocks))
            self._blocks = []

    def _milliseconds(self, time: int, rate: int) -> int:
        return (time - self._first) * 1000 // rate

    def _header(self, first: Frame) -> bytes | None:
        if self.codec == "opus":
            private = codecs.opus_private()
            rate = ebml.element(0xB5, bytes.fromhex("473b8000"))  # 48000.0
            kind, facts = AUDIO_TYPE, ebml.element(ebml.AUDIO, rate + ebml.unsigned(0x9F, 2))
        else:
            h264 = codecs.h264_private(first.data) if self.codec == "h264" else b""
            if not first.key or h264 is None:
                return None
            private = h264
            said = (self.published.width, self.published.height)
            width, height = (first.width, first.height) if first.width else said if all(said) else USUAL_SIZE
            kind = VIDEO_TYPE
            facts = ebml.element(ebml.VIDEO, ebml.unsigned(0xB0, width) + ebml.unsigned(0xBA, height))
        media = (
            _entry(MEDIA, kind, codecs.IDS[self.codec]) + (ebml.element(0x63A2, private) if private else b"") + facts
        )
        clock = _entry(CLOCK, METADATA_TYPE, "D_WEBVTT/METADATA") + ebml.text(0x536E, self.published.connection)
        began = first.received - int(MATROSKA_EPOCH.timestamp()) * 1_000_000_000
        info = (
            ebml.unsigned(0x2AD7B1, 1_000_000)
            + ebml.text(0x4D80, "egret")
            + ebml.text(0x5741, "egret")
            + ebml.signed(0x4461, began)
        )
        tracks = ebml.element(ebml.TRACK_ENTRY, media) + ebml.element(ebml.TRACK_ENTRY, clock)
        return ebml.open_segment([ebml.element(ebml.INFO, info), ebml.element(ebml.TRACKS, tracks)])


def _entry(number: int, kind: int, codec: str) -> bytes:
    return (
        ebml.unsigned(0xD7, number)
        + ebml.unsigned(0x73C5, number)
        + ebml.unsigned(0x83, kind)
        + ebml.unsigned(0x9C, 0)
        + ebml.text(0x86, codec)
    )
