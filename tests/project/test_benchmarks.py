"""Programs that measure change less often than what they measure: each still runs to its end, with little to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.nightly
@pytest.mark.parametrize(
    "command",
    [
        "agenda --rounds 3",
        "api --rounds 1",
        "audit --rounds 10 --entries 1000",
        "cloud --rounds 3 --many 100 --zipped 50 --large 10000000",
        "copies --large 1 --megabytes 8 --small 3",
        "directory --rounds 3",
        "door --rounds 10",
        "erasure --scale 0.01",
        "gallery --people 20 --seconds 1",
        "imports --lines 1500",
        "long_call --cycles 4",
        "recording --seconds 1",
        "vault --gib 0.02 --large-gib 0.05",
    ],
)
def test_it_still_measures(command: str) -> None:
    name, *options = command.split()
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", *options, "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().startswith(("[", "{"))
