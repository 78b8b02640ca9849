"""Servers under measurement, and wrk, which asks them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from egret.cli import readiness
from egret.cli.addresses import internal_port
from egret.cli.front import Front, caddyfile
from egret.cli.services import BLOCKING_THREADS, caddy_binary

READY_SECONDS = 60.0


@dataclass(frozen=True)
class Server:
    """A running server and its processes."""

    url: str
    pid: int

    def processes(self) -> list[psutil.Process]:
        own = psutil.Process(self.pid)
        return [own, *own.children(recursive=True)]

    def cpu_seconds(self) -> float:
        return sum(times.user + times.system for times in (each.cpu_times() for each in self.processes()))


@contextmanager
def granian(application: str, interface: str, environment: Mapping[str, str], path: str = "/") -> Iterator[Server]:
    """One Granian worker with the options that `egret up` gives it (see `egret.cli.services.web`)."""
    port = internal_port()
    # Granian takes blocking threads for WSGI only: ASGI has an event loop in their place.
    threads = ["--blocking-threads", str(BLOCKING_THREADS)] if interface == "wsgi" else []
    command = [
        *(sys.executable, "-m", "granian", "--interface", interface, "--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", *threads, "--http", "1", "--no-ws", "--log-level", "error", application),
    ]
    with _running(command, {**os.environ, **environment}) as process:
        url = f"http://127.0.0.1:{port}"
        _wait(url, path, process)
        yield Server(url, process.pid)


@contextmanager
def caddy(web_url: str, folder: Path) -> Iterator[Server]:
    """The front as `egret up` configures it, before a server of ours."""
    port = internal_port()
    front = Front(
        sites=(f"http://:{port}",),
        bind=("127.0.0.1",),
        web_url=web_url,
        engine_url="http://127.0.0.1:9",
        web_dist=folder,
        storage=folder / "front",
    )
    configuration = folder / "Caddyfile"
    configuration.write_text(caddyfile(front))
    command = [str(caddy_binary()), "run", "--adapter", "caddyfile", "--config", str(configuration)]
    with _running(command, dict(os.environ)) as process:
        url = f"http://127.0.0.1:{port}"
        _wait(url, "/", process)
        yield Server(url, process.pid)


@contextmanager
def _running(command: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr, stderr=sys.stderr)
    try:
        yield process
    finally:
        processes = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for each in psutil.wait_procs(processes, timeout=5)[1]:
            each.kill()


def _wait(url: str, path: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while readiness.http_status(url, path, {}) is None:
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{url} does not answer")
        time.sleep(0.1)


@dataclass(frozen=True)
class Load:
    """What a server did under wrk."""

    per_second: float
    cpu_milliseconds: float  # of the server, per request: little moved by what else runs on the machine


def wrk(server: Server, path: str, seconds: int, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for one address over eight connections. Raises RuntimeError where an answer is not 2xx."""
    program = shutil.which("wrk")
    if program is None:
        raise RuntimeError("install wrk (apt install wrk)")
    given = [part for name, value in (headers or {}).items() for part in ("-H", f"{name}: {value}")]
    before = server.cpu_seconds()
    done = subprocess.run(
        [program, "-t1", "-c8", f"-d{seconds}s", *given, server.url + path], capture_output=True, text=True, check=True
    )
    used = server.cpu_seconds() - before
    total, rate = (
        re.search(r"(\d+) requests in", done.stdout),
        re.search(r"Requests/sec:\s+([\d.]+)", done.stdout),
    )
    if total is None or rate is None or "Non-2xx" in done.stdout or int(total[1]) == 0:
        raise RuntimeError(done.stdout)
    return Load(float(rate[1]), used * 1000 / int(total[1]))
