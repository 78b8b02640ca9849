"""The only door to other hosts. A host that nobody registered is refused before a socket opens (C41, C42).

No other module may import an HTTP client (tests/architecture holds that).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import urllib3

# Nothing Egret asks of another host may hang a request: a healthy engine answers in milliseconds.
CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0


@dataclass(frozen=True)
class Destination:
    """Another host, why we speak to it, and which fields of personal data it may be sent."""

    netloc: str
    processor: str
    purpose: str
    payload: tuple[str, ...]


class EgressRefused(Exception):
    """The host is not registered."""


class EgressFailed(Exception):
    """The host did not answer."""


DESTINATIONS: dict[str, Destination] = {}
_pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS))


def register(url: str, *, processor: str, purpose: str, payload: tuple[str, ...]) -> None:
    """Allow calls to the host and port of `url`."""
    netloc = urlsplit(url).netloc
    DESTINATIONS[netloc] = Destination(netloc, processor, purpose, payload)


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


def request(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """Send one request. Raises EgressRefused for an unregistered host, EgressFailed when there is no answer."""
    if urlsplit(url).netloc not in DESTINATIONS:
        raise EgressRefused(f"{urlsplit(url).netloc} is not a registered destination")
    try:
        # A redirect could lead to a host that is not registered: the caller sees the 3xx as it is.
        answer = _pool.request(method, url, body=body, headers=headers, redirect=False)
    except urllib3.exceptions.HTTPError as error:
        raise EgressFailed(str(error)) from error
    return Answer(answer.status, answer.data, answer.headers)
