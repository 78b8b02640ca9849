"""What every source gives: folders and files, each folder before what is in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

PIECE = 1024 * 1024


class SourceFailed(Exception):
    """The source as a whole cannot be read; the text says why, and what to do."""


@dataclass(frozen=True)
class Content:
    """One version of a file. `size` None: the source does not tell."""

    size: int | None
    modified_at: datetime
    read: Callable[[], Iterator[bytes]]
    media_type: str = ""
    label: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class Entry:
    """A folder, which has no versions, or a file, the oldest version first; `path` are the names down to it."""

    path: tuple[str, ...]
    versions: tuple[Content, ...] = ()
    favourite: bool = False
    trashed: bool = False

    @property
    def is_folder(self) -> bool:
        return not self.versions


@dataclass(frozen=True)
class Unreadable:
    """Something in the source that cannot be read, and why."""

    path: tuple[str, ...]
    why: str


class Source(Protocol):
    def walk(self) -> Iterator[Entry | Unreadable]:
        """Every folder and file. Raises SourceFailed."""
        ...


class LocalFolder:
    """A folder of this machine. Symbolic links, sockets and devices are named and left out."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise SourceFailed(f"{root} is no folder: name one that this user may read.")
        self._root = root

    def walk(self) -> Iterator[Entry | Unreadable]:
        yield from self._below(self._root, ())

    def _below(self, top: Path, path: tuple[str, ...]) -> Iterator[Entry | Unreadable]:
        # A stack of our own: trees may be deeper than Python calls.
        waiting = [(top, path)]
        while waiting:
            folder, names = waiting.pop()
            try:
                with os.scandir(folder) as found:
                    entries = sorted(found, key=lambda each: each.name)
            except OSError as error:
                yield Unreadable(names, str(error.strerror))
                continue
            for each in entries:
                here = (*names, _text(each.name))
                if each.is_symlink():
                    yield Unreadable(here, "a symbolic link")
                elif each.is_dir(follow_symlinks=False):
                    yield Entry(here)
                    waiting.append((Path(each.path), here))
                elif each.is_file(follow_symlinks=False):
                    yield Entry(here, (_content(Path(each.path)),))
                else:
                    yield Unreadable(here, "neither a file nor a folder")


def _content(file: Path) -> Content:
    stat = file.stat()
    return Content(stat.st_size, datetime.fromtimestamp(stat.st_mtime, UTC), lambda: _pieces(file))


def _pieces(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while piece := opened.read(PIECE):
            yield piece


def _text(name: str) -> str:
    """A name whose bytes are no UTF-8 keeps what can be read of it."""
    return os.fsencode(name).decode(errors="replace")
