"""A ZIP: a copy that Egret made (`egret.json` is in it), or anybody's."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egret.cloud.archive.copy import FORMAT, MANIFEST
from egret.cloud.importing.sources import PIECE, Content, Entry, SourceFailed, Unreadable
from egret.kernel.zips import UNREADABLE

# What the list of a very full drive takes; a bomb is larger.
MAXIMUM_MANIFEST = 256 * 1024 * 1024


class ZipFile:
    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except UNREADABLE as error:
            raise SourceFailed(f"{file} is no whole ZIP ({error}): download it again.") from error

    def walk(self) -> Iterator[Entry | Unreadable]:
        return self._restored() if MANIFEST in self._zip.namelist() else self._plain()

    def _restored(self) -> Iterator[Entry | Unreadable]:
        if self._zip.getinfo(MANIFEST).file_size > MAXIMUM_MANIFEST:
            raise SourceFailed(f"{MANIFEST} in it is too large: no copy that Egret made has such a list.")
        try:
            yield from self._listed(json.loads(b"".join(self._pieces(MANIFEST))))
        except (*UNREADABLE, AttributeError, LookupError, TypeError, RecursionError) as error:
            raise SourceFailed(f"{MANIFEST} in it cannot be read ({error!r}): download the copy again.") from error

    def _listed(self, manifest: dict[str, Any]) -> Iterator[Entry | Unreadable]:
        if manifest.get("format") != FORMAT:
            raise SourceFailed(f"This copy is of a later Egret ({manifest.get('format')}): import it there.")
        paths: dict[str, tuple[str, ...]] = {manifest["root"]: ()}
        # What is in the trash comes last, one thing thrown away after the other: its name may be in use again.
        thrown: dict[str, list[Entry]] = {}
        root_of: dict[str, str] = {}
        for node in manifest["nodes"]:
            if node["id"] == manifest["root"]:
                continue
            path = paths[node["id"]] = (*paths[node["parent"]], str(node["name"]))
            versions = tuple(self._version(each, manifest["sha256"]) for each in node["versions"])
            entry = Entry(path, versions, bool(node["favourite"]), node["trashed_at"] is not None)
            root = node["id"] if entry.trashed else root_of.get(node["parent"])
            if root is None:
                yield entry
            else:
                root_of[node["id"]] = root
                thrown.setdefault(root, []).append(entry)
        for entries in reversed(thrown.values()):
            yield from entries

    def _version(self, version: dict[str, Any], sums: dict[str, str]) -> Content:
        member = str(version["member"])
        return Content(
            int(version["size"]),
            _aware(datetime.fromisoformat(version["modified_at"])),
            lambda: self._pieces(member),
            str(version["media_type"]),
            str(version["label"]),
            str(sums[version["id"]]),
        )

    def _plain(self) -> Iterator[Entry | Unreadable]:
        for info in self._zip.infolist():
            path = tuple(name for name in info.filename.split("/") if name not in ("", "."))
            if info.flag_bits & 1:
                yield Unreadable(path, "encrypted")
            elif info.is_dir():
                yield Entry(path)
            elif self._zip.getinfo(info.filename) is not info:
                yield Unreadable(path, "another file of this name follows in the ZIP, and counts")
            elif path:
                moment = _moment(info.date_time)
                yield Entry(path, (Content(info.file_size, moment, lambda name=info.filename: self._pieces(name)),))  # type: ignore[misc]  # mypy: lambdas with defaults

    def _pieces(self, name: str) -> Iterator[bytes]:
        """Raises zipfile.BadZipFile where the content is damaged, or no member has the name."""
        try:
            with self._zip.open(name) as opened:
                while piece := opened.read(PIECE):
                    yield piece
        except (*UNREADABLE, KeyError) as error:
            raise zipfile.BadZipFile(str(error)) from error


def _moment(told: tuple[int, int, int, int, int, int]) -> datetime:
    """Some writers leave zeros: the earliest that the format knows then."""
    try:
        return datetime(*told, tzinfo=UTC)
    except ValueError:
        return datetime(1980, 1, 1, tzinfo=UTC)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
