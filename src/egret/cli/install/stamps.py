"""Whether a step must run again: a digest of everything it depends on, written when it succeeded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from egret.cli.install.paths import STAMPS


def digest(files: Iterable[Path], *words: object) -> str:
    """A digest of names and contents; a missing file counts as such."""
    total = hashlib.sha256("\0".join(map(str, words)).encode())
    for path in sorted(files):
        total.update(f"\0{path}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing")
    return total.hexdigest()


def is_current(name: str, wanted: str) -> bool:
    try:
        return (STAMPS / name).read_text() == wanted
    except OSError:
        return False


def put(name: str, value: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)


def forget(name: str) -> None:
    """Before a step begins: interrupted, it must run again."""
    (STAMPS / name).unlink(missing_ok=True)
