"""A file's bytes over HTTP: ranges (RFC 9110 §14), conditions (§13), and never anything that runs in our origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from egret.cloud.errors import RangeUnsatisfiable
from egret.kernel.blobs import Reader
from egret.kernel.ranges import OutOfRange, read_range

Disposition = Literal["inline", "attachment"]
# What a browser shows without running anything of it. SVG and HTML are not among them: they carry scripts.
SHOWN = re.compile(
    r"image/(?:png|jpeg|gif|webp|avif|bmp|x-icon)|audio/[\w.-]+|video/[\w.-]+|application/pdf|text/plain"
)
# Never sent as what it is: our own pages may load scripts of our origin, as attachments too, if these have their type.
RUNNING = ("html", "xml", "script")
# For whatever a browser makes of it after all: no script, no form, no other host, an origin of its own.
# Chromium's PDF viewer refuses to run in a sandbox, and runs in a process of its own.
SANDBOX = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"


@dataclass(frozen=True)
class Content:
    """What is served: `etag` changes with every content, `modified_at` is what the client said of it."""

    name: str
    media_type: str
    etag: str
    modified_at: datetime
    reader: Reader


def serve(request: HttpRequest, content: Content, disposition: Disposition) -> HttpResponseBase:
    """The whole, a range, or that it is known already. Raises RangeUnsatisfiable."""
    etag = f'"{content.etag}"'
    if _is_known(request, etag, content.modified_at):
        return _with_headers(HttpResponseNotModified(), content, etag, disposition)
    size = content.reader.size
    span = _range(request, etag, content.modified_at, size)
    start, stop = span or (0, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(status=206 if span else 200)
    else:
        response = StreamingHttpResponse(_pieces(content.reader, start, stop), status=206 if span else 200)
    response.headers["Content-Length"] = str(stop - start)
    if span:
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return _with_headers(response, content, etag, disposition)


def serve_small(request: HttpRequest, etag: str, modified_at: datetime, draw: Callable[[], bytes]) -> HttpResponseBase:
    """A picture that is drawn anew for each browser that has not seen this version of it; nothing of it is stored."""
    quoted_etag = f'"{etag}"'
    response: HttpResponseBase
    if _is_known(request, quoted_etag, modified_at):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(draw(), content_type="image/jpeg")
    headers = response.headers
    headers["ETag"] = quoted_etag
    headers["Cache-Control"] = "private, no-cache"
    headers["Content-Security-Policy"] = f"{SANDBOX}; sandbox"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _pieces(reader: Reader, start: int, stop: int) -> Iterator[bytes]:
    if stop > start:
        yield from reader.stream(start, stop)


def _with_headers(
    response: HttpResponseBase, content: Content, etag: str, disposition: Disposition
) -> HttpResponseBase:
    shown = disposition == "inline" and SHOWN.fullmatch(content.media_type) is not None
    headers = response.headers
    headers["Content-Type"] = _type_of(content.media_type, shown)
    headers["Content-Disposition"] = disposition_of(content.name, "inline" if shown else "attachment")
    headers["ETag"] = etag
    headers["Last-Modified"] = http_date(content.modified_at.timestamp())
    headers["Accept-Ranges"] = "bytes"
    # Whoever may read it now may not tomorrow: kept by this browser alone, and asked for each time.
    headers["Cache-Control"] = "private, no-cache"
    headers["Content-Security-Policy"] = SANDBOX if content.media_type == "application/pdf" else f"{SANDBOX}; sandbox"
    headers["X-Frame-Options"] = "SAMEORIGIN"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _type_of(media_type: str, shown: bool) -> str:
    if not shown and (media_type.startswith("text/") or any(kind in media_type for kind in RUNNING)):
        return "text/plain; charset=utf-8" if media_type.startswith("text/") else "application/octet-stream"
    return f"{media_type}; charset=utf-8" if media_type == "text/plain" else media_type


def disposition_of(name: str, disposition: Disposition) -> str:
    """RFC 6266: an ASCII name for old clients, the real one in RFC 8187's form."""
    plain = re.sub(r'[^\x20-\x7e]|["\\%]', "_", name)
    return f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_known(request: HttpRequest, etag: str, modified_at: datetime) -> bool:
    none_match = request.headers.get("If-None-Match")
    if none_match is not None:
        known = parse_etags(none_match)
        return "*" in known or any(each.removeprefix("W/") == etag for each in known)
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(modified_at.timestamp()) <= since


def _range(request: HttpRequest, etag: str, modified_at: datetime, size: int) -> tuple[int, int] | None:
    """The one range asked for, half open; None: serve all."""
    condition = request.headers.get("If-Range")
    if condition is not None and condition not in (etag, http_date(modified_at.timestamp())):
        return None
    try:
        return read_range(request.headers.get("Range", ""), size)
    except OutOfRange:
        raise RangeUnsatisfiable(size=size) from None
