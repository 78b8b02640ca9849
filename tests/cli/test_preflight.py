"""What must hold before anything starts."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from egret.cli import preflight
from egret.cli.lock import only_supervisor
from egret.cli.terminal import Problem
from egret.project.instance import Instance


def test_data_directory_that_does_not_exist_is_fine_and_not_made(tmp_path: Path) -> None:
    preflight.require_data_directory(tmp_path / "new" / "data")
    assert list(tmp_path.iterdir()) == []


def test_data_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for data in (file, file / "below"):
        with pytest.raises(Problem) as problem:
            preflight.require_data_directory(data)
        assert str(file) in problem.value.what.say("en", **problem.value.facts)
        assert "--data" in problem.value.remedy.say("zh-Hans", **problem.value.facts)


def test_data_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # an administrator may write everywhere
    with pytest.raises(Problem) as problem:
        preflight.require_data_directory(tmp_path)
    assert "chown" in problem.value.remedy.say("en", **problem.value.facts)
    with pytest.raises(Problem) as problem:
        preflight.require_data_directory(tmp_path / "new")
    assert "chown" not in problem.value.remedy.say("en", **problem.value.facts)


def test_data_on_a_disk_that_refuses_is_a_problem_not_a_crash() -> None:
    with pytest.raises(Problem):
        preflight.prepare(Instance(Path("/proc/nowhere")))


def test_clock_before_the_code_is_off(tmp_path: Path) -> None:
    assert preflight.clock_problem(tmp_path, 0.0) == (preflight.BEFORE_CODE, {})


def test_clock_far_in_the_future_is_off(tmp_path: Path) -> None:
    assert preflight.clock_problem(tmp_path, time.time() + 30 * 365 * 86400) == (preflight.FAR_FUTURE, {})


def test_clock_before_the_database_was_written_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "hardware_clock", lambda: None)
    database = tmp_path / "egret.sqlite3"
    database.touch()
    assert preflight.clock_problem(tmp_path, time.time()) is None
    os.utime(database, (time.time() + 7200, time.time() + 7200))
    problem = preflight.clock_problem(tmp_path, time.time())
    assert problem is not None and problem[0] is preflight.BEFORE_DATA


def test_clock_that_disagrees_with_the_hardware_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "hardware_clock", lambda: time.time() + 14 * 3600)  # local time: fine
    assert preflight.clock_problem(tmp_path, time.time()) is None
    monkeypatch.setattr(preflight, "hardware_clock", lambda: time.time() + 40 * 86400)
    problem = preflight.clock_problem(tmp_path, time.time())
    assert problem is not None and problem[0] is preflight.HARDWARE


def test_clock_problem_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1.0)
    with pytest.raises(Problem) as problem:
        preflight.require_clock(tmp_path)
    assert "1970-01-01" in problem.value.what.say("en", **problem.value.facts)
    assert "1970-01-01" in problem.value.what.say("zh-Hans", **problem.value.facts)
    assert "timedatectl" in problem.value.remedy.say("zh-Hans", **problem.value.facts)


def test_pages_that_are_not_built_are_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as problem:
        preflight.require_pages(tmp_path)
    assert "make up" in problem.value.remedy.say("en", **problem.value.facts)
    (tmp_path / "index.html").touch()
    preflight.require_pages(tmp_path)


def test_second_supervisor_is_refused_until_the_first_ends(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    with only_supervisor(instance):
        with pytest.raises(Problem) as problem:
            preflight.require_not_running(instance)
        assert str(os.getpid()) in problem.value.what.say("en", **problem.value.facts)
    preflight.require_not_running(instance)


def test_engine_of_the_operator_must_answer() -> None:
    with pytest.raises(Problem) as problem:
        preflight.require_cluster("ws://127.0.0.1:1")
    assert "EGRET_LIVEKIT_URL" in problem.value.remedy.say("en", **problem.value.facts)
