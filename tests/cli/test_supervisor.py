"""Children are shown, restarted with back-off, and never outlive their supervisor."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from egret.cli.process import Service
from egret.cli.supervisor import LONGEST_PAUSE_SECONDS, Supervisor, pause_after
from tests.cli.support import environment, eventually, is_alive


@contextmanager
def supervised(directory: Path, kind: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.supervised", str(directory), kind],
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def numbers(path: Path) -> list[int]:
    """The process numbers a child left, once it has."""
    assert eventually(lambda: path.exists() and bool(path.read_text()))
    return [int(number) for number in path.read_text().split()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_ends_all_children(tmp_path: Path, number: signal.Signals) -> None:
    with supervised(tmp_path, "stubborn") as supervisor:
        pids = numbers(tmp_path / "steady") + numbers(tmp_path / "stubborn")
        supervisor.send_signal(number)
        said, _ = supervisor.communicate(timeout=10)
        assert supervisor.returncode == 0
        assert "stopped" in said and "▲" not in said
        assert not any(is_alive(pid) for pid in pids)


def test_killed_it_takes_all_children_along(tmp_path: Path) -> None:
    with supervised(tmp_path, "stubborn") as supervisor:
        pids = numbers(tmp_path / "steady") + numbers(tmp_path / "stubborn")
        supervisor.kill()
        assert eventually(lambda: not any(is_alive(pid) for pid in pids), 5)


def test_child_that_dies_is_started_again_and_it_is_said(tmp_path: Path) -> None:
    with supervised(tmp_path, "steady") as supervisor:
        first = numbers(tmp_path / "steady")
        (tmp_path / "steady").unlink()
        os.kill(first[0], signal.SIGKILL)
        second = numbers(tmp_path / "steady")
        assert second[0] != first[0]
        # What the dead child had started must not keep its port.
        assert eventually(lambda: not is_alive(first[1]))
        supervisor.terminate()
        said, _ = supervisor.communicate(timeout=10)
        assert "steady │ steady" in said
        assert "steady ▲ ended (signal SIGKILL); starting it again in 0.5 s" in said


def test_child_that_keeps_failing_is_tried_ever_more_rarely(tmp_path: Path) -> None:
    with supervised(tmp_path, "crashing") as supervisor:
        time.sleep(2.2)
        supervisor.terminate()
        said, _ = supervisor.communicate(timeout=10)
    pauses = [line.split(" in ")[1] for line in said.splitlines() if "crashing ▲" in line]
    assert pauses[:3] == ["0.5 s", "1.0 s", "2.0 s"]
    assert said.count("crashing │ about to fail") == len(pauses)


def test_pauses_double_up_to_a_limit() -> None:
    assert [pause_after(failures) for failures in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert pause_after(50) == LONGEST_PAUSE_SECONDS


def shell(name: str, script: str, directory: Path) -> Service:
    return Service(name, ["/bin/sh", "-c", script], {"PATH": "/usr/bin:/bin"}, directory)


def test_lines_are_shown_at_once_with_their_name(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shown = ""

    def both_lines() -> bool:
        nonlocal shown
        shown += capfd.readouterr().out
        return "second" in shown

    with Supervisor(stop_on=()) as supervisor:
        supervisor.add(shell("web", "echo 'your code is 123456'; echo second >&2; sleep 60", tmp_path))
        started = time.monotonic()
        supervisor.run(both_lines, interval=0.02)
    assert time.monotonic() - started < 5
    assert "web    │ your code is 123456\nweb    │ second\n" in shown


def test_child_that_closes_its_output_costs_nothing(tmp_path: Path) -> None:
    with Supervisor(stop_on=()) as supervisor:
        supervisor.add(shell("quiet", "exec >&- 2>&-; sleep 60", tmp_path))
        before, until = time.process_time(), time.monotonic() + 0.5
        supervisor.run(lambda: time.monotonic() > until, interval=0.1)
    assert time.process_time() - before < 0.3


def test_restart_on_request_is_no_failure(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    trace = tmp_path / "trace"
    with Supervisor(stop_on=()) as supervisor:
        supervisor.add(shell("web", f"echo $$ >> {trace}; exec sleep 60", tmp_path))
        assert eventually(trace.exists)
        supervisor.restart(lambda service: service.name == "web")
        until = time.monotonic() + 5
        supervisor.run(lambda: len(trace.read_text().split()) == 2 or time.monotonic() > until, interval=0.02)
    assert len(trace.read_text().split()) == 2
    assert "▲" not in capfd.readouterr().out


def test_program_that_is_missing_is_said_and_tried_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Supervisor(stop_on=()) as supervisor:
        supervisor.add(Service("front", ["/nowhere/caddy"], {}, tmp_path))
        until = time.monotonic() + 0.7
        supervisor.run(lambda: time.monotonic() > until, interval=0.05)
    assert capfd.readouterr().out.count("front  ▲ could not be started") == 2
