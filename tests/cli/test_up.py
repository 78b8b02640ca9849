"""`egret up` with everything real: front, web side, worker, engine."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from egret.cli import addresses
from egret.cli.lock import only_supervisor
from egret.project.instance import Instance
from tests.cli.support import EGRET, children, descendants, egret, environment, eventually, is_alive
from tests.cli.test_plan import free_pair
from tests.prepared import prepare


class Installation:
    """One `egret up`, its terminal read from a file as it appears."""

    def __init__(self, directory: Path, *options: str, **changes: str) -> None:
        self.data = directory / "data"
        self.port = free_pair()
        self.origin = f"http://localhost:{self.port}"
        self._terminal = directory / "terminal"
        dist = directory / "dist"
        dist.mkdir()
        (dist / "index.html").write_text("<!doctype html><title>Egret</title>")
        with self._terminal.open("wb") as terminal:
            self.process = subprocess.Popen(
                [*EGRET, "up", "--data", str(self.data), "--port", str(self.port), *options],
                stdout=terminal,
                stderr=subprocess.STDOUT,
                env=environment(EGRET_WEB_DIST=str(dist), **changes),
            )

    @property
    def terminal(self) -> str:
        return self._terminal.read_text()

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.origin + path, timeout=10) as answer:
            body: bytes = answer.read()
        return body


@contextmanager
def installation(directory: Path, *options: str, **changes: str) -> Iterator[Installation]:
    """A running installation."""
    started = Installation(directory, *options, **changes)
    with started.process as process:
        try:
            assert eventually(lambda: "Ctrl-C" in started.terminal or process.poll() is not None, 60)
            assert process.poll() is None, started.terminal
            yield started
        finally:
            process.terminate()


def test_it_runs_says_where_and_ends_without_a_trace(tmp_path: Path) -> None:
    with installation(tmp_path) as egret_up:
        assert egret_up.terminal.count(egret_up.origin) == 1
        assert f"Egret is running at {egret_up.origin}\n" in egret_up.terminal
        assert json.loads(egret_up.get("/readyz"))["status"] == "ready"
        assert b"<title>Egret</title>" in egret_up.get("/")

        running = Instance(egret_up.data).running()
        assert running is not None and (running.pid, running.origin) == (egret_up.process.pid, egret_up.origin)

        # What holds keys is for its owner only.
        for name in (".", "secrets.json", "run/livekit.yaml", "run/Caddyfile", "run/running.json"):
            assert stat.S_IMODE((egret_up.data / name).stat().st_mode) & 0o077 == 0, name

        # A second one on the same data directory is refused; the first does not notice.
        second = egret("up", "--data", str(egret_up.data), EGRET_WEB_DIST=str(tmp_path / "dist"))
        assert second.returncode == 2 and str(egret_up.process.pid) in second.stderr

        doctor = egret("doctor", "--data", str(egret_up.data), EGRET_WEB_DIST=str(tmp_path / "dist"))
        assert doctor.returncode == 0 and egret_up.origin in doctor.stdout

        # A dead child comes back, and visitors only wait.
        seen = descendants(egret_up.process.pid)
        web = next(
            pid for pid in children(egret_up.process.pid) if b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()
        )
        os.kill(web, signal.SIGKILL)
        assert eventually(lambda: "web    ▲ ended" in egret_up.terminal)
        assert egret_up.get("/healthz")

        seen |= descendants(egret_up.process.pid)
        egret_up.process.send_signal(signal.SIGINT)
        assert egret_up.process.wait(15) == 0
        assert "Egret has stopped." in egret_up.terminal
        assert not any(is_alive(pid) for pid in seen)
        assert Instance(egret_up.data).running() is None
        assert addresses.is_free(["127.0.0.1"], egret_up.port, socket.SOCK_STREAM)


def test_killed_it_leaves_no_process_and_starts_again(tmp_path: Path) -> None:
    prepare(tmp_path / "data")
    with installation(tmp_path, LANG="zh_CN.UTF-8") as egret_up:
        assert f"Egret 已启动：{egret_up.origin}\n" in egret_up.terminal
        seen = descendants(egret_up.process.pid)
        assert len(seen) >= 5
        egret_up.process.kill()
        assert eventually(lambda: not any(is_alive(pid) for pid in seen), 10)
    # The lock went with it.
    with only_supervisor(Instance(egret_up.data)):
        pass


def test_behind_a_proxy_it_says_what_goes_where(tmp_path: Path) -> None:
    prepare(tmp_path / "data")
    with installation(tmp_path, "--behind-proxy", "--origin", "https://meet.example.org") as egret_up:
        remembered = json.loads((egret_up.data / "ports.json").read_text())["engine"]
        assert "Egret is running at https://meet.example.org\n" in egret_up.terminal
        assert f"http://127.0.0.1:{remembered}" in egret_up.terminal
        assert not (egret_up.data / "run" / "Caddyfile").exists()
        with urllib.request.urlopen(egret_up.origin + "/healthz", timeout=10) as answer:
            assert answer.status == 200


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
def test_what_prevents_a_start_is_said_and_nothing_is_made(tmp_path: Path, locale: str) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    data = str(tmp_path / "data")
    done = egret("up", "--data", data, LANG=locale, EGRET_WEB_DIST=str(dist))
    assert done.returncode == 2 and "make up" in done.stderr  # no pages
    (dist / "index.html").touch()
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = str(holder.getsockname()[1])
        done = egret("up", "--data", data, "--port", port, LANG=locale, EGRET_WEB_DIST=str(dist))
    assert done.returncode == 2 and port in done.stderr and "--port" in done.stderr
    done = egret("up", "--data", data, LANG=locale, EGRET_WEB_DIST=str(dist), EGRET_LIVEKIT_BIN="/bin/true")
    assert done.returncode == 2 and "/bin/true" in done.stderr
    done = egret("up", "--data", str(dist / "index.html"), LANG=locale, EGRET_WEB_DIST=str(dist))
    assert done.returncode == 2 and "--data" in done.stderr
    assert ("解决办法" in done.stderr) == locale.startswith("zh")
    assert not (tmp_path / "data").exists()


def test_database_that_cannot_be_prepared_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "index.html").touch()
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "egret.sqlite3").write_text("this is no database, and it is long enough to be read as one" * 20)
    done = egret("up", "--data", str(data), "--port", str(free_pair()), EGRET_WEB_DIST=str(tmp_path / "dist"))
    assert done.returncode == 2
    assert "not a database" in done.stderr and "could not be prepared" in done.stderr
    assert Instance(data).running() is None
