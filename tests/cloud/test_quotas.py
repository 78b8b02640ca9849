"""Quotas as an operator writes them; one that cannot be read stops the start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from egret.project.sizes import bytes_from


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", None),
        ("  ", None),
        ("0", 0),
        ("1", 1),
        ("50 GB", 50 * 10**9),
        ("2tb", 2 * 10**12),
        ("1.5 MB", 1_500_000),
        ("0.1 GB", 100_000_000),
        (" 7 kb ", 7000),
    ],
)
def test_sizes(text: str, size: int | None) -> None:
    assert bytes_from(text) == size


@pytest.mark.parametrize("text", ["-1", "many", "5 XB", "1,5 GB", "1e9", "9999999999 TB", "50 GiB"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        bytes_from(text)


@pytest.mark.parametrize("name", ["EGRET_QUOTA_PERSON", "EGRET_QUOTA_ORGANIZATION"])
def test_a_quota_that_cannot_be_read_stops_the_start_and_says_what_to_write(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "egret.cli", "manage", "check", "--data", str(tmp_path / "data")],
        env={**os.environ, name: "plenty"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert f"{name} is no size: plenty." in done.stderr and "Write it like 500 MB" in done.stderr
    assert "Traceback" not in done.stderr
