"""A restore drill on a made-up installation of a few kilobytes: the operator's own commands, nobody's data."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from egret.kernel import gate, journal
from egret.project.instance import DATA_VARIABLE, JOURNAL_VARIABLE, Instance

SECONDS = 20
SOMEBODY = "person:00000000-0000-7000-8000-000000000069"


@dataclass(frozen=True)
class Drill:
    """What a backup, an erasure after it, and restores came to."""

    came_back: bool  # rows, keys and contents
    closed: str  # why the gate is closed; "" when it is not
    damaged_refused: bool
    without_journal_refused: bool

    @property
    def passed(self) -> bool:
        return self.came_back and bool(self.closed) and self.damaged_refused and self.without_journal_refused


def drill() -> Drill:
    with tempfile.TemporaryDirectory(prefix="egret-drill-") as scratch:
        folder = Path(scratch)
        live = _made_up(folder / "live")
        _egret("backup", folder / "backup", "--keyring", folder / "keys", data=live.data)
        _append(live)
        lines = _entries(live)
        back = _Apart(folder / "back")
        restored = _egret("restore", folder / "backup", "--keyring", folder / "keys", data=back.data) == 0
        came_back = restored and all(
            _same(getattr(live, name), getattr(back, name)) for name in ("blobs", "signing_key")
        )
        closed = gate.behind(_heard(back), lines, restored=back.restored.exists()) if restored else ""
        newest = max(each for each in (folder / "backup").iterdir() if each.is_dir())
        with (newest / "egret.sqlite3").open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            byte = file.read(1)
            file.seek(-1, os.SEEK_END)
            file.write(bytes([byte[0] ^ 1]))
        damaged = _egret("restore", folder / "backup", "--keyring", folder / "keys", data=folder / "second")
        with (newest / "egret.sqlite3").open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            file.write(byte)
        for path in [folder / "backup" / journal.NAME, newest / journal.NAME]:
            path.unlink()
        without = _egret("restore", folder / "backup", "--keyring", folder / "keys", data=folder / "third")
        return Drill(came_back, closed, damaged == 2, without == 2)


class _Apart(Instance):
    """With journal and contents of its own, wherever the real installation has them."""

    @property
    def blobs(self) -> Path:
        return self.data / "blobs"

    @property
    def journal(self) -> Path:
        return self.data / "journal"


def _made_up(data: Path) -> Instance:
    made = _Apart(data)
    made.prepare()
    made.secrets()
    made.signing_key.write_text("made up")
    for path in (made.database, made.keyring):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT)")
            connection.execute("CREATE TABLE kernel_journalposition (id, journal, number INTEGER, head)")
    (made.blobs / "abc").mkdir()
    (made.blobs / "abc" / "part").write_bytes(b"made up")
    return made


def _append(live: Instance) -> None:
    """An erasure after the backup: in the installation's journal, and by it at the place of backups."""
    journal.append(live, SOMEBODY)


def _entries(live: Instance) -> int:
    known = journal.of(live)
    return len(known.entries) if known else 0


def _heard(instance: Instance) -> int:
    with closing(sqlite3.connect(instance.database)) as connection:
        found = connection.execute("SELECT number FROM kernel_journalposition").fetchone()
    return int(found[0]) if found else 0


def _same(one: Path, other: Path) -> bool:
    if one.is_file():
        return other.is_file() and one.read_bytes() == other.read_bytes()
    names = sorted(path.relative_to(one) for path in one.rglob("*"))
    return names == sorted(path.relative_to(other) for path in other.rglob("*")) and all(
        _same(one / name, other / name) for name in names if (one / name).is_file()
    )


def _egret(*arguments: str | Path, data: Path) -> int:
    """One command of the operator's on a data directory; its exit code."""
    removed = (JOURNAL_VARIABLE, "EGRET_DATABASE_URL", "EGRET_KEYRING_URL", "EGRET_BLOBS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in removed}
    return subprocess.run(
        [sys.executable, "-m", "egret.cli", *map(str, arguments)],
        env={**environment, DATA_VARIABLE: str(data)},
        capture_output=True,
        timeout=SECONDS,
        check=False,
    ).returncode
