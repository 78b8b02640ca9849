"""A ZIP: a copy that Egret made (`egret.json` is in it), or anybody's."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from egret.cloud.archive.copy import FORMAT, MANIFEST
from egret.cloud.importing.sources import PIECE, Content, Entry, SourceFailed, Unreadable


class ZipFile:
    def __init__(self, file: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (OSError, zipfile.BadZipFile) as error:
            raise SourceFailed(f"{file} is no whole ZIP ({error}): download it again.") from error

    def walk(self) -> Iterator[Entry | Unreadable]:
        return self._restored() if MANIFEST in self._zip.namelist() else self._plain()

    def _restored(self) -> Iterator[Entry | Unreadable]:
        manifest = json.loads(self._zip.read(MANIFEST))
        if manifest.get("format") != FORMAT:
            raise SourceFailed(f"This copy is of a later Egret ({manifest.get('format')}): import it there.")
        paths: dict[str, tuple[str, ...]] = {manifest["root"]: ()}
        # What is in the trash comes last, one thing thrown away after the other: its name may be in use again.
        thrown: dict[str, list[Entry]] = {}
        root_of: dict[str, str] = {}
        for node in manifest["nodes"]:
            if node["id"] == manifest["root"]:
                continue
            path = paths[node["id"]] = (*paths[node["parent"]], node["name"])
            versions = tuple(self._version(each, manifest["sha256"]) for each in node["versions"])
            entry = Entry(path, versions, node["favourite"], node["trashed_at"] is not None)
            root = node["id"] if entry.trashed else root_of.get(node["parent"])
            if root is None:
                yield entry
            else:
                root_of[node["id"]] = root
                thrown.setdefault(root, []).append(entry)
        for entries in reversed(thrown.values()):
            yield from entries

    def _version(self, version: dict[str, Any], sums: dict[str, str]) -> Content:
        return Content(
            version["size"],
            datetime.fromisoformat(version["modified_at"]),
            lambda: self._pieces(version["member"]),
            version["media_type"],
            version["label"],
            sums[version["id"]],
        )

    def _plain(self) -> Iterator[Entry | Unreadable]:
        for info in self._zip.infolist():
            path = tuple(name for name in info.filename.split("/") if name not in ("", "."))
            if info.flag_bits & 1:
                yield Unreadable(path, "encrypted")
            elif info.is_dir():
                yield Entry(path)
            elif path:
                moment = datetime(*_valid(info.date_time), tzinfo=UTC)
                yield Entry(path, (Content(info.file_size, moment, lambda name=info.filename: self._pieces(name)),))  # type: ignore[misc]  # mypy: lambdas with defaults

    def _pieces(self, name: str) -> Iterator[bytes]:
        """Raises zipfile.BadZipFile where the content is damaged."""
        with self._zip.open(name) as opened:
            while piece := opened.read(PIECE):
                yield piece


def _valid(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int, int, int, int, int]:
    """Some writers leave zeros: the earliest that the format knows then."""
    try:
        time.strptime(" ".join(map(str, moment)), "%Y %m %d %H %M %S")
    except ValueError:
        return (1980, 1, 1, 0, 0, 0)
    return moment
