"""WebDAV (RFC 4918), from Nextcloud, ownCloud, rclone or any other server."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from egret.cloud.importing.sources import Content, Entry, SourceFailed, Unreadable
from egret.kernel import egress

DAV = "{DAV:}"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
ASKED = (
    b'<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    b"<resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>"
)
# The largest listing taken: some hundred thousand entries of Nextcloud's.
MAXIMUM_LISTING = 256 * 1024 * 1024


class WebDav:
    """A folder on a WebDAV server; its host is registered for egress by whoever runs the import."""

    def __init__(self, url: str, password: str) -> None:
        address = urlsplit(url)
        if address.scheme not in ("http", "https") or not address.hostname:
            raise SourceFailed(f"{url} is no address of WebDAV: write https://user@host/path/.")
        if address.scheme == "http" and address.hostname not in LOOPBACK:
            raise SourceFailed("http:// would send the password for everyone to read: use https://.")
        netloc = address.netloc.rpartition("@")[2]
        self._root = f"{address.scheme}://{netloc}{quote(unquote(address.path)).rstrip('/')}/"
        pair = f"{unquote(address.username or '')}:{password}".encode()
        self._headers = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"} if address.username else {}
        egress.register(
            self._root, processor="the server that the files are imported from", purpose="cloud.keep", payload=()
        )

    def walk(self) -> Iterator[Entry | Unreadable]:
        waiting: list[tuple[str, tuple[str, ...]]] = [(self._root, ())]
        seen = {self._root}
        while waiting:
            url, names = waiting.pop()
            try:
                found = list(self._listing(url))
            except (egress.EgressFailed, ParseError) as error:
                if not names:
                    raise SourceFailed(f"{self._root} cannot be listed: {error}.") from error
                yield Unreadable(names, str(error))
                continue
            for address, properties in found:
                # A server that names something outside of the folder is not followed there.
                if address in seen or not address.startswith(url):
                    continue
                seen.add(address)
                here = (*names, unquote(address.rstrip("/").rpartition("/")[2]))
                if properties.find(f"{DAV}resourcetype/{DAV}collection") is not None:
                    yield Entry(here)
                    waiting.append((f"{address.rstrip('/')}/", here))
                else:
                    yield Entry(here, (self._content(address, properties),))

    def _listing(self, url: str) -> Iterator[tuple[str, Element]]:
        """What a folder holds: addresses and properties. Raises EgressFailed, SourceFailed, ParseError."""
        headers = {**self._headers, "Depth": "1", "Content-Type": "application/xml; charset=utf-8"}
        with egress.streamed("PROPFIND", url, body=ASKED, headers=headers) as answer:
            _require(answer.status, 207, url)
            for response in _responses(answer.pieces()):
                href = response.findtext(f"{DAV}href") or ""
                # Compared as we write addresses: servers differ in what they escape.
                path = quote(unquote(urlsplit(urljoin(url, href)).path))
                for part in response.iterfind(f"{DAV}propstat"):
                    if re.search(r"\b200\b", part.findtext(f"{DAV}status") or ""):
                        properties = part.find(f"{DAV}prop")
                        if properties is not None:
                            yield urljoin(url, path), properties

    def _content(self, address: str, properties: Element) -> Content:
        size = properties.findtext(f"{DAV}getcontentlength") or ""
        modified = properties.findtext(f"{DAV}getlastmodified") or ""
        return Content(int(size) if size.isdecimal() else None, _moment(modified), partial(self._pieces, address))

    def _pieces(self, address: str) -> Iterator[bytes]:
        with egress.streamed("GET", address, headers=self._headers) as answer:
            _require(answer.status, 200, address)
            yield from answer.pieces()


def _require(status: int, wanted: int, url: str) -> None:
    if status in (401, 403):
        raise SourceFailed(f"{url} refuses this user or password: with Nextcloud, make an app password.")
    if status != wanted:
        raise egress.EgressFailed(f"{url} answers {status}")


def _responses(pieces: Iterator[bytes]) -> Iterator[Element]:
    """Each <response>, as soon as it is whole. Entities of their own are not needed, and would be a way to attack."""
    parser = XMLPullParser[Any](["end"]) if TYPE_CHECKING else XMLPullParser(["end"])
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > MAXIMUM_LISTING or b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
            raise egress.EgressFailed("the listing is too large, or no plain XML")
        parser.feed(piece)
        for event in parser.read_events():
            element = event[-1]
            if isinstance(element, Element) and element.tag == f"{DAV}response":
                yield element
                element.clear()


def _moment(text: str) -> datetime:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
