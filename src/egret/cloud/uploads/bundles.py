"""The format of a bundle: many small files in one body, each one line of JSON and then its bytes.

    {"filename": "a.txt", "size": 3, "id": "0190…", "parent": "…", "conflict": "ask"}␊abc{"filename": …

No request, no database here. docs/uploads.md describes it.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from egret.cloud.errors import NameUnusable
from egret.cloud.errors.uploads import BundleTooLarge, BundleUnusable, UploadHeaderUnusable
from egret.cloud.uploads.wanted import Wanted, wanted_in

CONTENT_TYPE = "application/octet-stream"
# All of it waits in memory until it is durable: a handful of parts, as a large upload holds as well.
MAXIMUM_BYTES = 8 * 1024 * 1024
MAXIMUM_FILES = 256
# Two names of 255 bytes, escaped, and a path of sixty folders.
LONGEST_LINE = 64 * 1024
# What Upload-Metadata may say, and no more.
KEYS = frozenset({"filename", "filetype", "parent", "relativePath", "lastModified", "conflict"})


@dataclass(frozen=True)
class Entry:
    """`id` names the content: sent a second time with the same one, it is the same file. `wanted` may be a refusal of
    this one file."""

    id: uuid.UUID
    wanted: Wanted | NameUnusable
    data: bytes


def parse_bundle(body: bytes) -> list[Entry]:
    """All of them, or none. Raises BundleUnusable, BundleTooLarge."""
    return list(_entries(body))


def too_large() -> BundleTooLarge:
    return BundleTooLarge(maximum_bytes=MAXIMUM_BYTES, maximum_files=MAXIMUM_FILES)


def _entries(body: bytes) -> Iterator[Entry]:
    at, number, seen = 0, 0, set[uuid.UUID]()
    while at < len(body):
        if number == MAXIMUM_FILES:
            raise too_large()
        end = body.find(b"\n", at, at + LONGEST_LINE)
        if end < 0:
            raise BundleUnusable(entry=number, what="line")
        about = _about(body[at:end], number)
        id_, size = _id(about.pop("id", None), number), _size(about.pop("size", None), number)
        if id_ in seen:
            raise BundleUnusable(entry=number, what="id")
        seen.add(id_)
        at = end + 1 + size
        if at > len(body):
            raise BundleUnusable(entry=number, what="size")
        yield Entry(id_, _wanted(about, number), body[end + 1 : at])
        number += 1


def _about(line: bytes, number: int) -> dict[str, Any]:
    try:
        about = json.loads(line)
    except (ValueError, RecursionError):
        raise BundleUnusable(entry=number, what="json") from None
    if not isinstance(about, dict) or not about.keys() <= KEYS | {"id", "size"}:
        raise BundleUnusable(entry=number, what="keys")
    return about


def _wanted(about: dict[str, Any], number: int) -> Wanted | NameUnusable:
    if not all(isinstance(value, str) for value in about.values()):
        raise BundleUnusable(entry=number, what="values")
    try:
        return wanted_in(about)
    except NameUnusable as error:
        return error
    except UploadHeaderUnusable:
        raise BundleUnusable(entry=number, what="values") from None


def _id(value: object, number: int) -> uuid.UUID:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise BundleUnusable(entry=number, what="id") from None


def _size(value: object, number: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BundleUnusable(entry=number, what="size")
    return value
