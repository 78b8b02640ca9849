"""A recording's bytes over HTTP: whole, or the one range a player asks for (RFC 9110 §14)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse

from egret.kernel.blobs import Reader
from egret.kernel.ranges import RANGE, OutOfRange, read_range
from egret.meetings.recordings.errors import RangeUnsatisfiable


def serve(request: HttpRequest, reader: Reader, media_type: str, name: str, *, download: bool) -> StreamingHttpResponse:
    """Raises RangeUnsatisfiable."""
    span = _range(request, reader.size)
    start, stop = span or (0, reader.size)
    response = StreamingHttpResponse(_pieces(reader, start, stop), status=206 if span else 200)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Length"] = str(stop - start)
    response.headers["Accept-Ranges"] = "bytes"
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{reader.size}"
    response.headers["Content-Disposition"] = f'{"attachment" if download else "inline"}; filename="{name}"'
    # Whoever may see it now may not tomorrow.
    response.headers["Cache-Control"] = "private, no-store"
    return response


def is_first(request: HttpRequest) -> bool:
    """Whether this begins a playback; players fetch the rest in many ranges."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    return found is None or found[1] == "0"


def _pieces(reader: Reader, start: int, stop: int) -> Iterator[bytes]:
    if stop > start:
        yield from reader.stream(start, stop)


def _range(request: HttpRequest, size: int) -> tuple[int, int] | None:
    try:
        return read_range(request.headers.get("Range", ""), size)
    except OutOfRange:
        raise RangeUnsatisfiable(size=size) from None
