"""What a backup consists of, with hashes: a damaged one is seen before anything is restored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import egret
from egret.cli.terminal import Problem
from egret.kernel.text import Text

FORMAT = 1
NAME = "manifest.json"
# Applications that come with others' packages and name their migrations themselves.
OTHERS = {"auth", "contenttypes", "django_tasks_database", "sessions", "account", "socialaccount"}

UNREADABLE = Text(
    "{path} is not a backup, or its list of contents is damaged: {error}.", "{path} 不是备份，或其清单已损坏：{error}。"
)
CHOOSE = Text("give the folder that `egret backup` wrote to.", "请指定 `egret backup` 写入的文件夹。")
DAMAGED = Text(
    "The backup is damaged: {name} is not what was written ({reason}).", "备份已损坏：{name} 与写入时不符（{reason}）。"
)
TAKE_ANOTHER = Text(
    "restore another one: each folder beside it is whole by itself (`--at`).",
    "请恢复另一份：旁边的每个文件夹都是完整备份（`--at`）。",
)
NEWER = Text(
    "The backup was made by a newer Egret: this one does not know {unknown}.",
    "该备份来自更新版本的 Egret：当前版本不认识 {unknown}。",
)
UPDATE = Text("restore it with that version, or a newer one.", "请使用该版本或更新版本恢复。")


@dataclass(frozen=True)
class File:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`blobs` are checked by number, sizes and names; each has its own authentication inside."""

    format: int
    made_at: str
    engine: str  # sqlite, postgresql
    migrations: list[list[str]]
    journal: str  # its id
    journal_lines: int
    files: list[File]
    blob_count: int
    blob_bytes: int
    blob_names: str  # sha256 over "name size" lines

    def written(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True) + "\n"


def read(folder: Path) -> Manifest:
    """Raises Problem."""
    try:
        found: dict[str, Any] = json.loads((folder / NAME).read_text())
        if found["format"] > FORMAT:
            raise Problem(NEWER, UPDATE, unknown=f"format {found['format']}")
        return Manifest(**{**found, "files": [File(**each) for each in found["files"]]})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(UNREADABLE, CHOOSE, path=folder, error=error) from None


def require_not_newer(manifest: Manifest) -> None:
    """This program knows every change of the tables that the backup has. Raises Problem."""
    known = {path.stem for path in Path(egret.__file__).parent.rglob("migrations/*.py")}
    unknown = sorted(f"{app}.{name}" for app, name in manifest.migrations if app not in OTHERS and name not in known)
    if unknown:
        raise Problem(NEWER, UPDATE, unknown=", ".join(unknown[:3]))


def require_whole(folder: Path, files: Iterable[File]) -> None:
    """Raises Problem for a file that is missing or changed."""
    for each in files:
        path = folder / each.name
        if not path.is_file():
            raise Problem(DAMAGED, TAKE_ANOTHER, name=each.name, reason="missing")
        if path.stat().st_size != each.size or digest(path) != each.sha256:
            raise Problem(DAMAGED, TAKE_ANOTHER, name=each.name, reason="changed")


def require_blobs(folder: Path, manifest: Manifest) -> None:
    """Raises Problem when one is missing, cut off, or too many."""
    count, size, names = listing(folder / "blobs")
    if (count, size, names) != (manifest.blob_count, manifest.blob_bytes, manifest.blob_names):
        raise Problem(
            DAMAGED, TAKE_ANOTHER, name="blobs", reason=f"{count} of {manifest.blob_count} files, {size} bytes"
        )


def listing(blobs: Path) -> tuple[int, int, str]:
    """How many, how many bytes, and a hash over names and sizes."""
    found = sorted((path.relative_to(blobs).as_posix(), path.stat().st_size) for path in blobs.glob("*/*"))
    lines = "".join(f"{name} {size}\n" for name, size in found)
    return len(found), sum(size for _, size in found), hashlib.sha256(lines.encode()).hexdigest()


def describe(folder: Path, name: str) -> File:
    path = folder / name
    return File(name, path.stat().st_size, digest(path))


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
