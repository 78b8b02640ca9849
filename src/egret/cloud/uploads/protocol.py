"""The headers of tus 1.0, read from text: no request, no clock, no database here."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

from egret.cloud.errors.uploads import TusVersionUnknown, UploadHeaderUnusable, UploadTooLong

VERSION = "1.0.0"
EXTENSIONS = (
    "creation",
    "creation-with-upload",
    "creation-defer-length",
    "checksum",
    "expiration",
    "termination",
    "concatenation",
)
CHECKSUMS = {"sha256": hashlib.sha256, "sha1": hashlib.sha1, "md5": hashlib.md5}
# What JavaScript counts exactly: eight million GiB.
MAXIMUM_LENGTH = 2**53 - 1
CONTENT_TYPE = "application/offset+octet-stream"
ADDRESS = "/api/v1/cloud/uploads"
# tus-js-client puts a file together from a handful of pieces; each is a row and an address in one header.
MAXIMUM_PIECES = 256

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Checksum:
    """What a client says its bytes hash to."""

    algorithm: str
    digest: bytes

    def begin(self) -> Any:
        # Against damage on the way, as the protocol means it, not against forgery.
        return CHECKSUMS[self.algorithm](usedforsecurity=False)


@dataclass(frozen=True)
class Concat:
    """`pieces` are the ids of a final upload's partial ones, in their order."""

    kind: Literal["partial", "final"]
    pieces: tuple[uuid.UUID, ...] = ()


def options_headers() -> dict[str, str]:
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": ",".join(EXTENSIONS),
        "Tus-Checksum-Algorithm": ",".join(CHECKSUMS),
        "Tus-Max-Size": str(MAXIMUM_LENGTH),
    }


def require_version(headers: Headers) -> None:
    """Raises TusVersionUnknown."""
    if headers.get("Tus-Resumable") != VERSION:
        raise TusVersionUnknown


def number_in(headers: Headers, name: str) -> int | None:
    """A header that counts bytes, None without it. Raises UploadHeaderUnusable."""
    text = headers.get(name)
    if text is None:
        return None
    # Numbers beyond any file are numbers all the same: whoever announces one hears that it is too long.
    if not re.fullmatch(r"[0-9]{1,99}", text):
        raise UploadHeaderUnusable(header=name)
    return int(text)


def offset_in(headers: Headers) -> int:
    """Raises UploadHeaderUnusable."""
    offset = number_in(headers, "Upload-Offset")
    if offset is None:
        raise UploadHeaderUnusable(header="Upload-Offset")
    return offset


def length_in(headers: Headers) -> int | None:
    """How long the upload will be; None: said later. Raises UploadHeaderUnusable, UploadTooLong."""
    length, deferred = number_in(headers, "Upload-Length"), headers.get("Upload-Defer-Length")
    if deferred is not None and deferred != "1":
        raise UploadHeaderUnusable(header="Upload-Defer-Length")
    if (length is None) == (deferred is None):
        raise UploadHeaderUnusable(header="Upload-Length")
    require_countable(length)
    return length


def require_countable(length: int | None) -> None:
    if length is not None and length > MAXIMUM_LENGTH:
        raise UploadTooLong(maximum=MAXIMUM_LENGTH)


def checksum_in(headers: Headers) -> Checksum | None:
    """Raises UploadHeaderUnusable, also for an algorithm that is not offered (400, as the extension wants)."""
    text = headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, encoded = text.partition(" ")
    digest = _decoded(encoded)
    if algorithm not in CHECKSUMS or digest is None or len(digest) != CHECKSUMS[algorithm]().digest_size:
        raise UploadHeaderUnusable(header="Upload-Checksum")
    return Checksum(algorithm, digest)


def concat_in(headers: Headers) -> Concat | None:
    """Raises UploadHeaderUnusable."""
    text = headers.get("Upload-Concat")
    if text is None or text == "partial":
        return None if text is None else Concat("partial")
    kind, _, addresses = text.partition(";")
    pieces = [_id_in(address) for address in addresses.split()]
    known = tuple(piece for piece in pieces if piece is not None)
    # Each once: a piece is gone when it is used.
    if kind != "final" or not 0 < len(pieces) <= MAXIMUM_PIECES or len(set(known)) != len(pieces):
        raise UploadHeaderUnusable(header="Upload-Concat")
    return Concat("final", known)


def metadata_in(headers: Headers) -> dict[str, str]:
    """The pairs of Upload-Metadata, decoded; a key without a value has "". Raises UploadHeaderUnusable."""
    found: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in headers.get("Upload-Metadata", "").split(","))):
        key, _, encoded = pair.partition(" ")
        value = _decoded(encoded)
        if value is None or key in found:
            raise UploadHeaderUnusable(header="Upload-Metadata")
        try:
            found[key] = value.decode()
        except UnicodeDecodeError:
            raise UploadHeaderUnusable(header="Upload-Metadata") from None
    return found


def metadata_of(pairs: Mapping[str, str]) -> str:
    """Upload-Metadata as it is sent."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}".rstrip() for key, value in pairs.items())


def address_of(upload_id: uuid.UUID) -> str:
    return f"{ADDRESS}/{upload_id}"


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None


def _id_in(address: str) -> uuid.UUID | None:
    """The upload that an address names, whole or without its origin."""
    try:
        path = urlsplit(address).path
        return uuid.UUID(path.removeprefix(f"{ADDRESS}/")) if path.startswith(f"{ADDRESS}/") else None
    except ValueError:
        return None
