"""The only door to other hosts. A host that nobody registered is refused before a socket opens (C41, C42).

No other module may import an HTTP client (tests/architecture holds that).
"""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from egret.kernel.text import Text

# Nothing Egret asks of another host may hang a request: a healthy engine answers in milliseconds.
CONNECT_SECONDS = 2.0
READ_SECONDS = 5.0
# A file server may have to fetch a file from a tape before its first byte.
STREAM_SECONDS = 60.0
# Whoever sends a byte a second would stay within the limit above for hours.
WHOLE_SECONDS = 15.0
# A list of keys, of rooms, a token: what is asked of others is small, and a giant answer would fill the memory.
MAXIMUM_BYTES = 8 * 1024 * 1024
STREAM_PIECE = 1024 * 1024
# A mail server that greets slowly (grey listing, a check of our address) still does within this.
MAIL_SECONDS = 20.0


@dataclass(frozen=True)
class Destination:
    """Another host, why we speak to it, and which fields of personal data it may be sent.

    `named` is the processor, and `sends` what it gets, as the policy's list of recipients says it; without `sends` the
    host is not on it.
    """

    netloc: str
    processor: str
    purpose: str
    payload: tuple[str, ...]
    public_only: bool
    named: Text
    sends: Text | None

    @property
    def is_this_machine(self) -> bool:
        host = urlsplit(f"//{self.netloc}").hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")


class EgressRefused(Exception):
    """The host is not registered, or its address is not the internet's."""


class EgressFailed(Exception):
    """The host did not answer."""


DESTINATIONS: dict[str, Destination] = {}
_TIMEOUT = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
_pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)


class _PublicHTTPConnection(urllib3.connection.HTTPConnection):
    """Speaks to addresses of the internet only, whatever a name resolves to at that moment."""

    def _new_conn(self) -> socket.socket:
        return _require_public(super()._new_conn())


class _PublicHTTPSConnection(urllib3.connection.HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _require_public(super()._new_conn())


def _require_public(connected: socket.socket) -> socket.socket:
    """The socket, before anything was sent on it: the resolver, asked beforehand, could answer twice differently."""
    if not ipaddress.ip_address(connected.getpeername()[0].split("%")[0]).is_global:
        connected.close()
        raise EgressRefused("the host has a private address")
    return connected


class _PublicHTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PublicHTTPConnection


class _PublicHTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPSConnection


_public_pool = urllib3.PoolManager(retries=False, timeout=_TIMEOUT)
_public_pool.pool_classes_by_scheme = {"http": _PublicHTTPPool, "https": _PublicHTTPSPool}


def register(
    url: str,
    *,
    processor: str,
    purpose: str,
    payload: tuple[str, ...],
    public_only: bool = False,
    named: Text | None = None,
    sends: Text | None = None,
) -> None:
    """Allow calls to the host and port of `url`; with `public_only` never to an address of our own network.

    `sends` puts it on the policy's list of recipients. Without it: what is no third party (this installation itself),
    or chose itself whom we ask (an organisation's identity provider).
    """
    netloc = urlsplit(url).netloc
    DESTINATIONS[netloc] = Destination(
        netloc, processor, purpose, payload, public_only, named or Text(processor, processor), sends
    )


def recipients() -> list[Destination]:
    """The other hosts that get something of people, in a stable order; this machine is no other host."""
    listed = [each for each in DESTINATIONS.values() if each.sends is not None and not each.is_this_machine]
    return sorted(listed, key=lambda each: each.netloc)


def require_registered(url: str | None) -> None:
    """Raises EgressRefused for a host that nobody registered."""
    netloc = urlsplit(url or "").netloc
    if netloc not in DESTINATIONS:
        raise EgressRefused(f"{netloc} is not a registered destination")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


def request(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """Send one request. Raises EgressRefused for an unregistered host, EgressFailed when there is no (fit) answer."""
    require_registered(url)
    pool = _public_pool if DESTINATIONS[urlsplit(url).netloc].public_only else _pool
    started = time.monotonic()
    try:
        # A redirect could lead to a host that is not registered: the caller sees the 3xx as it is.
        answer = pool.request(method, url, body=body, headers=headers, redirect=False, preload_content=False)
        read = _read(answer, started)
        answer.release_conn()
    except urllib3.exceptions.HTTPError as error:
        raise EgressFailed(str(error)) from error
    return Answer(answer.status, read, answer.headers)


@dataclass(frozen=True)
class Streamed:
    """An answer of any size: `pieces` are read as they are asked for."""

    status: int
    headers: Mapping[str, str]
    _answer: urllib3.BaseHTTPResponse

    def pieces(self) -> Iterator[bytes]:
        """Raises EgressFailed when the answer breaks off."""
        try:
            yield from self._answer.stream(STREAM_PIECE, decode_content=True)
        except urllib3.exceptions.HTTPError as error:
            raise EgressFailed(str(error)) from error


@contextmanager
def streamed(
    method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Iterator[Streamed]:
    """The same for answers of any size: files that an operator fetches. Raises EgressRefused, EgressFailed."""
    require_registered(url)
    pool = _public_pool if DESTINATIONS[urlsplit(url).netloc].public_only else _pool
    timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=STREAM_SECONDS)
    try:
        answer = pool.request(
            method, url, body=body, headers=headers, redirect=False, preload_content=False, timeout=timeout
        )
    except urllib3.exceptions.HTTPError as error:
        raise EgressFailed(str(error)) from error
    try:
        yield Streamed(answer.status, answer.headers, answer)
    finally:
        # What was not read is not waited for.
        answer.close()


def _read(answer: urllib3.BaseHTTPResponse, started: float) -> bytes:
    """The body. Raises EgressFailed, the connection closed, when it is too large or comes too slowly."""
    read = b""
    while part := answer.read1(65536):
        read += part
        if len(read) > MAXIMUM_BYTES or time.monotonic() - started > WHOLE_SECONDS:
            answer.close()
            raise EgressFailed("the answer is too large, or comes too slowly")
    return read


class _Door(HTTPAdapter):
    """Each hop of a `requests` session comes through here, those of redirects too."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        require_registered(request.url)
        kwargs["timeout"] = (CONNECT_SECONDS, READ_SECONDS)
        return super().send(request, *args, **kwargs)


def session() -> requests.Session:
    """For libraries that bring `requests` with them: the same door, whatever they ask or are redirected to.

    Raises EgressRefused for an unregistered host. A proxy or password of the machine's environment is not used.
    """
    made = requests.Session()
    made.trust_env = False
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Door())
    return made


def send_mail(url: str, message: EmailMessage, *, security: str, user: str, password: str) -> None:
    """Hand one message to the mail server at `url` (`smtp://host:port`). Raises EgressRefused, EgressFailed."""
    require_registered(url)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 0
    try:
        made = (
            smtplib.SMTP_SSL(host, port, timeout=MAIL_SECONDS, context=ssl.create_default_context())
            if security == "tls"
            else smtplib.SMTP(host, port, timeout=MAIL_SECONDS)
        )
        with made as server:
            if security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if user:
                server.login(user, password)
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as error:
        raise EgressFailed(type(error).__name__) from error
