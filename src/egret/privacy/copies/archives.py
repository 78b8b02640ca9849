"""A copy that was brought along, read where it lies: encrypted, in ranges, never unpacked to a disk.

Anybody may have written it. Only names of members are used, never as paths of this machine; what is decompressed is
bounded before it is read.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from egret.kernel.blobs import Reader
from egret.kernel.zips import UNREADABLE
from egret.privacy.copies.documents import CONTENTS, FORMAT, SCHEMA
from egret.privacy.copies.errors import Unfit

# The rows of a very full account; a bomb is larger.
MAXIMUM_DOCUMENT = 256 * 1024 * 1024
# Read, an empty list takes twenty times the three bytes it is written in: half a million rows of a usual table.
MAXIMUM_VALUES = 10_000_000
# A million files with their versions.
MAXIMUM_MEMBERS = 3_000_000
# Copies are stored, not compressed. Whoever packed one again gained little on rows, nothing on films.
MAXIMUM_RATIO = 200
PIECE = 1024 * 1024


class _Ranges(io.RawIOBase):
    """A stored content as a file that can be sought in."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._at = reader, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._reader.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def readinto(self, buffer: Any) -> int:
        data = self._reader.read(self._at, self._at + len(buffer)) if self._at < self._reader.size else b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


class StoredArchive:
    """The `copying.Archive` of one stored content."""

    def __init__(self, reader: Reader) -> None:
        """Raises Unfit: `not-a-copy`, `damaged`, `later-version`, `too-large`."""
        try:
            self._zip = zipfile.ZipFile(io.BufferedReader(_Ranges(reader), PIECE))
        except UNREADABLE:
            raise Unfit("not-a-copy") from None
        self._members: dict[str, zipfile.ZipInfo] = {}
        for info in self._zip.infolist():
            if info.file_size > max(PIECE, info.compress_size * MAXIMUM_RATIO):
                raise Unfit("too-large")
            # Of two members of one name the first counts, and both are written by the same hand.
            self._members.setdefault(info.filename, info)
        if len(self._members) > MAXIMUM_MEMBERS or sum(each.file_size for each in self._members.values()) > (
            max(PIECE, reader.size) * MAXIMUM_RATIO
        ):
            raise Unfit("too-large")
        if SCHEMA not in self._members:
            raise Unfit("not-a-copy")
        schema = self._document(SCHEMA)
        if schema.get("format") != FORMAT:
            raise Unfit("later-version" if str(schema.get("format", "")).startswith("egret copy ") else "not-a-copy")
        self.schema = schema
        self._paths = self._contents()

    @property
    def phone(self) -> str | None:
        """The number that it was made for."""
        person = self.schema.get("person")
        phone = person.get("phone") if isinstance(person, dict) else None
        return phone if isinstance(phone, str) else None

    @property
    def models(self) -> dict[str, dict[str, Any]]:
        """What the copy says of its tables."""
        found = self.schema.get("models")
        return (
            {str(key): value for key, value in found.items() if isinstance(value, dict)}
            if isinstance(found, dict)
            else {}
        )

    def rows(self, model: str) -> list[dict[str, Any]]:
        """Those rows that are wholly the person's. Raises Unfit."""
        return [row for row in self.all_rows(model) if row.get("_yours") is True]

    def all_rows(self, model: str) -> list[dict[str, Any]]:
        path = f"data/{model.lower()}.json"
        if path not in self._members:
            return []
        found = self._document(path).get("rows")
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise Unfit("damaged")
        return found

    def has(self, path: str) -> bool:
        return path in self._members

    def size(self, path: str) -> int:
        return self._members[path].file_size

    def read(self, path: str) -> Iterator[bytes]:
        """Raises zipfile.BadZipFile where it is damaged."""
        try:
            with self._zip.open(self._members[path]) as opened:
                while piece := opened.read(PIECE):
                    yield piece
        except UNREADABLE as error:
            raise zipfile.BadZipFile(str(error)) from None

    def path_of(self, model: str, row: str) -> str | None:
        path = self._paths.get((model.lower(), row))
        return path if path in self._members else None

    def _contents(self) -> dict[tuple[str, str], str]:
        if CONTENTS not in self._members:
            return {}
        found = self._document(CONTENTS).get("contents")
        if not isinstance(found, list):
            raise Unfit("damaged")
        return {
            (str(each.get("model", "")).lower(), str(each.get("row"))): str(each.get("path"))
            for each in found
            if isinstance(each, dict)
        }

    def _document(self, path: str) -> dict[str, Any]:
        if self.size(path) > MAXIMUM_DOCUMENT:
            raise Unfit("too-large")
        try:
            text = b"".join(self.read(path))
            if sum(map(text.count, (b"[", b"{", b","))) > MAXIMUM_VALUES:
                raise Unfit("too-large")
            document = json.loads(text)
        except (zipfile.BadZipFile, ValueError, RecursionError):
            raise Unfit("damaged") from None
        if not isinstance(document, dict):
            raise Unfit("damaged")
        return document
