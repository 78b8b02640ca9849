"""A recording's bytes over HTTP: whole, or the one range a player asks for (RFC 9110 §14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from egret.kernel.blobs import Reader
from egret.kernel.ranges import RANGE, OutOfRange, read_range
from egret.meetings.recordings.errors import RangeUnsatisfiable
from egret.meetings.recordings.models import Recording

# A file's name has 255 bytes on every machine; a Chinese character takes three.
LONGEST_TITLE = 60


def serve(request: HttpRequest, reader: Reader, media_type: str, name: str, *, download: bool) -> StreamingHttpResponse:
    """Raises RangeUnsatisfiable."""
    span = _range(request, reader.size)
    start, stop = span or (0, reader.size)
    response = StreamingHttpResponse(_pieces(reader, start, stop), status=206 if span else 200)
    headers_of(response, media_type, name, download=download)
    response.headers["Content-Length"] = str(stop - start)
    response.headers["Accept-Ranges"] = "bytes"
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{reader.size}"
    return response


def headers_of(response: StreamingHttpResponse, media_type: str, name: str, *, download: bool) -> None:
    """What every answer with somebody's voice or picture says."""
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = content_disposition_header(download, name) or "inline"
    # Whoever may see it now may not tomorrow.
    response.headers["Cache-Control"] = "private, no-store"


def name_of(recording: Recording) -> str:
    """What a file of it is called: the meeting's title and when it began, by the machine's own zone."""
    title = recording.meeting.schedule.title if recording.meeting.schedule else ""
    began = timezone.localtime(recording.begun_at or recording.announced_at)
    usable = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]+', " ", title).strip(" .")[:LONGEST_TITLE].rstrip()
    return f"{usable or 'Egret'} {began:%Y-%m-%d %H.%M}"


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
