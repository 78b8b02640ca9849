"""Killed at any moment, nothing that was promised is lost, and nothing is left over for good."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Death = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def death(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Death]:
    """An installation of its own whose processes die when they are told to."""
    removed = ("EGRET_DATABASE_URL", "EGRET_KEYRING_URL", "EGRET_BLOBS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in removed}
    environment["EGRET_DATA"] = str(tmp_path_factory.mktemp("killed") / "data")
    with subprocess.Popen(
        [sys.executable, "-m", "tests.vault.fatal"],
        cwd=Path(__file__).parents[2],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def ask(seed: int, *, early: bool = False) -> dict[str, Any]:
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps({"seed": seed, "early": early}) + "\n")
            process.stdin.flush()
            found: dict[str, Any] = json.loads(process.stdout.readline())
            return found

        yield ask
        assert process.stdin is not None
        process.stdin.close()


def survived(found: dict[str, Any]) -> bool:
    assert (found["ended"], found["looked"]) == (-signal.SIGKILL, 0), found
    return not found["faults"]


@pytest.mark.parametrize("seed", range(12))
def test_what_was_promised_is_there_and_the_rest_goes(death: Death, seed: int) -> None:
    found = death(seed)
    assert survived(found), found


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(12, 162))
def test_the_same_many_times(death: Death, seed: int) -> None:
    found = death(seed)
    assert survived(found), found


def test_who_promises_before_the_commit_is_found_out(death: Death) -> None:
    """These tests can fail: of processes that tell too early, some die in between."""
    assert not all(survived(death(seed, early=True)) for seed in range(0, 120, 2))
