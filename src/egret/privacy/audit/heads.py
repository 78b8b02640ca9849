"""Signed heads: how large the log was at a moment and the root of its tree, outside the database, one a line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from egret.kernel import signing

VERSION = "egret audit head v1"


class HeadUnreadable(Exception):
    """A line of the file is no head."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"line {line} is no head")


@dataclass(frozen=True)
class Head:
    size: int
    root: bytes
    at: datetime
    key: bytes  # who signed it: a public key
    signature: bytes

    def message(self) -> bytes:
        return message_of(self.size, self.root, self.at)

    def is_signed(self) -> bool:
        return signing.is_signed(self.message(), self.signature, self.key)

    def as_json(self) -> dict[str, str | int]:
        return {
            "size": self.size,
            "root": self.root.hex(),
            "at": self.at.isoformat(),
            "key": self.key.hex(),
            "signature": self.signature.hex(),
        }

    def line(self) -> str:
        return json.dumps(self.as_json(), separators=(",", ":")) + "\n"

    @classmethod
    def parse(cls, line: str) -> Head:
        """What `line` wrote. Raises KeyError, TypeError, ValueError for anything else."""
        given = json.loads(line)
        root, key, signature = (bytes.fromhex(given[name]) for name in ("root", "key", "signature"))
        if not isinstance(given["size"], int) or given["size"] < 0:
            raise ValueError(given["size"])
        at = datetime.fromisoformat(given["at"])
        if at.tzinfo is None:
            raise ValueError(given["at"])
        return cls(given["size"], root, at, key, signature)


def message_of(size: int, root: bytes, at: datetime) -> bytes:
    """What is signed: four lines, each ended by a line feed."""
    return f"{VERSION}\n{size}\n{root.hex()}\n{at.isoformat()}\n".encode()


def signed(size: int, root: bytes, at: datetime) -> Head:
    return Head(size, root, at, signing.public_key(), signing.sign(message_of(size, root, at)))


def append(path: Path, head: Head) -> None:
    """Behind what is there, on the disk when this returns. What a crash left of a line is ended first: it is not
    taken for a part of this one. Raises OSError; a directory is not made: where a disk is not mounted there is none."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        end = os.lseek(descriptor, 0, os.SEEK_END)
        torn = end > 0 and os.pread(descriptor, 1, end - 1) != b"\n"
        os.write(descriptor, (b"\n" if torn else b"") + head.line().encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> Iterator[Head]:
    """All, the first first. Raises HeadUnreadable. A line that a crash tore in the middle was never given out."""
    if not path.exists():
        return
    lines = path.read_text(errors="replace").splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Head.parse(line)
        except (KeyError, TypeError, ValueError, AttributeError):
            if _is_torn(line):
                continue
            raise HeadUnreadable(number) from None


def latest(path: Path) -> Head | None:
    """The last whole line, without reading the others."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - 4096))
        for line in reversed(file.read().decode(errors="replace").splitlines()):
            try:
                return Head.parse(line)
            except (KeyError, TypeError, ValueError, AttributeError):
                continue
    return None


def _is_torn(line: str) -> bool:
    """Whether it is the beginning of a line of ours that does not reach its end."""
    return line.startswith('{"size":') and not line.rstrip().endswith("}")
