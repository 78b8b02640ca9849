"""A film's sound alone: its packets in a container of their own, nothing decoded."""

from __future__ import annotations

from collections.abc import Iterator

import av

from egret.media.composer.files import Input, Readable

# Fragments: a browser can write it down while it comes, and nothing has to be corrected at the beginning.
FRAGMENTS = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "frag_duration": "5000000"}


class _Pipe:
    """What a muxer writes, until it is taken."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def sound_of(film: Readable) -> Iterator[bytes]:
    """An M4A in pieces, as they are ready."""
    pipe = _Pipe()
    with av.open(Input(film), "r") as source, av.open(pipe, "w", format="mp4", options=FRAGMENTS) as target:
        audio = source.streams.audio[0]
        copy = target.add_stream_from_template(audio)
        for packet in source.demux(audio):
            if packet.dts is None:
                continue
            packet.stream = copy
            target.mux(packet)
            piece = pipe.take()
            if piece:
                yield piece
    rest = pipe.take()
    if rest:
        yield rest
