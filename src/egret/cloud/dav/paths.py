"""Paths as clients write them: names from the root of /dav/ down."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote, unquote_to_bytes, urlsplit

from egret.cloud.dav.answers import Refused

MOUNT = "/dav"
# The two names at the root that lead out of a person's own space.
SPACES, SHARED = "@spaces", "@shared"
# Longer ones are refused before anything is looked up; 1,024 levels of short names fit.
MAXIMUM_PATH = 16_384
MAXIMUM_LEVELS = 1_100
# Some clients choke on %28 where a bracket would do (WsgiDAV's experience with Nautilus).
SAFE = "/!*'(),$-_.~@"

Path = tuple[str, ...]


def parse_path(raw: bytes) -> Path:
    """The names of a path below the mount, as the tree keeps them. Raises Refused."""
    if len(raw) > MAXIMUM_PATH:
        raise Refused(414, "The path is too long.")
    try:
        text = unicodedata.normalize("NFC", raw.decode())
    except UnicodeDecodeError:
        raise Refused(400, "The path is not UTF-8.") from None
    names = tuple(name for name in text.split("/") if name)
    if "\0" in text or any(name in (".", "..") for name in names):
        raise Refused(400, "The path holds a name that no file can have.")
    if len(names) > MAXIMUM_LEVELS:
        raise Refused(414, "The path is too deep.")
    return names


def destination_of(header: str, host: str) -> Path:
    """Where MOVE and COPY go (RFC 4918 §10.3): a path, or an address of this very server. Raises Refused.

    The header is taken apart before its %-signs are: `a%3Fb` is a name, not a query.
    """
    try:
        address = urlsplit(header.strip())
    except ValueError:
        raise Refused(400, "The Destination header is not an address.") from None
    if address.netloc and address.netloc.rpartition("@")[2].lower() != host.lower():
        raise Refused(502, "The destination is on another server.")
    if address.path != MOUNT and not address.path.startswith(MOUNT + "/"):
        raise Refused(502, "The destination is outside of /dav/.")
    # A client that quotes nothing sends its bytes as they are; WSGI shows them as Latin-1.
    raw = address.path[len(MOUNT) :].encode("latin-1", "replace")
    return parse_path(unquote_to_bytes(raw))


def href_of(path: Path, *, folder: bool) -> str:
    """The path in answers."""
    joined = "".join(f"/{name}" for name in path)
    return quote(f"{MOUNT}{joined}{'/' if folder else ''}", safe=SAFE)
