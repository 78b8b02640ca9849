"""A request's raw body, in pieces and never beyond a limit: for uploads, which are no JSON."""

from __future__ import annotations

from io import BytesIO
from typing import Protocol

from django.http import HttpRequest

from egret.kernel.errors import EgretError

PIECE = 64 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def stream_of(request: HttpRequest) -> Readable:
    """The body as it arrives; b"" at its end.

    A chunked body announces no length, and Django's own stream ends there at once; the server's does not. Otherwise it
    is Django's, so that whoever reads what is left knows what was read.
    """
    announced = request.META.get("CONTENT_LENGTH") or ""
    if not announced and "HTTP_TRANSFER_ENCODING" in request.META:
        source: Readable = request.META["wsgi.input"]
        return source
    return request


def read_body(request: HttpRequest, limit: int, too_large: EgretError) -> bytes:
    """All of the body, at most `limit` bytes. Raises `too_large`: before reading, where the length is announced."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    if announced.isdecimal() and int(announced) > limit:
        raise too_large
    source = stream_of(request)
    body = BytesIO()
    while piece := source.read(PIECE):
        body.write(piece)
        if body.tell() > limit:
            raise too_large
    return body.getvalue()
