"""A request's bytes as they arrive: with a length or in chunks, whole or cut off.

Django's own stream ends a chunked body at once (docs/decisions/0002): this reads the server's. That one gives what came
before a connection was lost, and then ends as if all had come: only an announced length tells.
"""

from __future__ import annotations

from django.http import HttpRequest

from egret.kernel.body import stream_of

# How much of a refused body is still taken, so that a small request's client reads the answer before its connection
# is closed.
DRAINED = 256 * 1024


class Body:
    def __init__(self, request: HttpRequest) -> None:
        announced = request.META.get("CONTENT_LENGTH") or ""
        self.announced = int(announced) if announced.isascii() and announced.isdecimal() else None
        self._source = stream_of(request)
        self._chunked = self.announced is None and "HTTP_TRANSFER_ENCODING" in request.META
        self.received = 0
        self._ended = not self._chunked and not self.announced

    @property
    def is_empty(self) -> bool:
        """Whether none was sent at all; a chunked one shows that when it is read."""
        return not self._chunked and not self.announced

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes, as far as that is known without reading."""
        return self._ended or (self.announced is not None and self.received >= self.announced)

    @property
    def was_cut(self) -> bool:
        """Whether the connection was lost before the announced end."""
        return self._ended and self.announced is not None and self.received < self.announced

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; b"" at the end."""
        if self._ended:
            return b""
        if self.announced is not None:
            most = min(most, self.announced - self.received)
        piece = self._source.read(most) if most else b""
        self.received += len(piece)
        self._ended = not piece
        return piece

    def drain(self) -> None:
        taken = 0
        while taken < DRAINED and (piece := self.read(DRAINED - taken)):
            taken += len(piece)
