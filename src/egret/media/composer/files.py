"""What FFmpeg's libraries read from and write to, in place of files."""

from __future__ import annotations

import io
from typing import Protocol

# Read at once: demuxers ask for little, and each question costs a decryption.
PIECE = 256 * 1024


class Readable(Protocol):
    @property
    def size(self) -> int: ...

    def read(self, start: int, stop: int) -> bytes: ...


class Writable(Protocol):
    @property
    def size(self) -> int: ...

    def write(self, data: bytes | memoryview) -> None: ...
    def patch(self, at: int, data: bytes | memoryview) -> None: ...


class Input:
    """A blob's reader as a file."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._at = 0
        self._piece = b""
        self._piece_at = 0

    def read(self, count: int = -1) -> bytes:
        if count < 0:
            count = self._source.size - self._at
        if not self._piece_at <= self._at < self._piece_at + len(self._piece):
            self._piece_at = self._at // PIECE * PIECE
            self._piece = self._source.read(self._piece_at, self._piece_at + PIECE)
        start = self._at - self._piece_at
        found = self._piece[start : start + count]
        self._at += len(found)
        return found

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._source.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True


class Output:
    """A draft as a file: written to its end, but for what a muxer corrects near its beginning."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self._at = 0

    def write(self, data: bytes) -> int:
        behind = self._target.size - self._at
        if behind > 0:
            self._target.patch(self._at, memoryview(data)[:behind])
        if behind < len(data):
            self._target.write(memoryview(data)[max(0, behind) :])
        self._at += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._target.size}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def seekable(self) -> bool:
        return True
