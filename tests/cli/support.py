"""Programs started by the tests, and what is left of them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

EGRET = [sys.executable, "-m", "egret.cli"]


def environment(**changes: str) -> dict[str, str]:
    """The environment of a command: English, none of the test run's own choices."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("EGRET_", "DJANGO_", "LC_", "LANG"))
    }
    # A new installation probes all its promises at once; these tests are about its processes.
    return {**kept, "LANG": "C.UTF-8", "EGRET_PROBES": "off", **changes}


def egret(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run one `egret` command to its end."""
    return subprocess.run(
        [*EGRET, *arguments], env=environment(**changes), capture_output=True, text=True, timeout=60, encoding="utf-8"
    )


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody has asked about yet does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descendants(pid: int) -> set[int]:
    """The processes below one process."""
    parents = parents_of_all()
    found: set[int] = set()
    newest = {pid}
    while newest:
        newest = {child for child, parent in parents.items() if parent in newest} - found
        found |= newest
    return found


def children(pid: int) -> set[int]:
    """The processes that one process started itself."""
    return {child for child, parent in parents_of_all().items() if parent == pid}


def parents_of_all() -> dict[int, int]:
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    return parents
