"""Why WSGI behind Caddy: requests per second of a trivial view, and what a large streamed body costs."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.figures import Figure, program, say
from benchmarks.servers import Server, caddy, granian, wrk

ROUNDS = 3
SECONDS = 4
MEBIBYTE = 1024 * 1024
SAMPLE_SECONDS = 0.02
# Piece buffers of two programs; a body of any size must fit into it.
FLAT_MEBIBYTES = 32


def measure(options: argparse.Namespace) -> list[Figure]:
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="egret-benchmark-")))
        wsgi = stack.enter_context(granian("benchmarks.trivial:wsgi", "wsgi", environment))
        asgi = stack.enter_context(granian("benchmarks.trivial:asgi", "asgi", environment))
        front = stack.enter_context(caddy(wsgi.url, folder))
        ways = {"WSGI": (wsgi, [wsgi]), "WSGI through Caddy": (front, [wsgi, front]), "ASGI": (asgi, [asgi])}
        rates: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, (asked, _parts) in ways.items():
                say(f"wrk, {name} …")
                rates[name].append(wrk(asked, "/", SECONDS).per_second)
        rate = {name: statistics.median(values) for name, values in rates.items()}
        figures = [Figure(f"{name}, trivial view", value, "requests/s") for name, value in rate.items()]
        figures.append(Figure("WSGI over ASGI", rate["WSGI"] / rate["ASGI"], "×"))
        figures.append(Figure("through Caddy over direct", rate["WSGI through Caddy"] / rate["WSGI"], "×"))
        # Before any body: what one leaves behind is memory that it cost.
        watches = {name: Watch(parts) for name, (_asked, parts) in ways.items()}
        for name, (asked, _parts) in ways.items():
            say(f"a body of {options.body_mebibytes} MiB, {name} …")
            figures += body(name, asked, watches[name], options.body_mebibytes)
    return figures


def body(name: str, asked: Server, watching: Watch, mebibytes: int) -> list[Figure]:
    """Send a chunked body and watch memory and temporary files of everything it passes."""
    with watching as watch:
        started = time.monotonic()
        send(asked.url, mebibytes)
        seconds = time.monotonic() - started
    goal = None if name == "ASGI" else float(FLAT_MEBIBYTES)
    spooled_goal = None if name == "ASGI" else 0.0
    return [
        Figure(f"{name}, {mebibytes} MiB body: memory grows", watch.growth / MEBIBYTE, "MiB", goal),
        Figure(f"{name}, {mebibytes} MiB body: spooled to disk", watch.spooled / MEBIBYTE, "MiB", spooled_goal),
        Figure(f"{name}, {mebibytes} MiB body: speed", mebibytes / seconds, "MiB/s"),
    ]


def send(url: str, mebibytes: int) -> None:
    """A chunked body, made while it is sent. Raises RuntimeError where the view received another length."""
    target = urlsplit(url)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=300)
    connection.request(
        "POST",
        "/receive",
        body=pieces(mebibytes),
        headers={"Transfer-Encoding": "chunked", "Content-Type": "application/octet-stream"},
        encode_chunked=True,
    )
    answer = connection.getresponse()
    said = answer.read().decode()
    connection.close()
    if said != str(mebibytes * MEBIBYTE):
        raise RuntimeError(f"{mebibytes} MiB were sent, the view says {answer.status} {said[:80]!r}")


def pieces(mebibytes: int) -> Iterator[bytes]:
    piece = os.urandom(MEBIBYTE // 4)
    for _ in range(mebibytes * 4):
        yield piece


class Watch:
    """The most memory and temporary files that processes have while something happens."""

    def __init__(self, servers: list[Server]) -> None:
        self._processes = [process for server in servers for process in server.processes()]
        self._before = self._memory()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.growth = 0
        self.spooled = 0

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.growth = max(self.growth, self._memory() - self._before)
            self.spooled = max(self.spooled, sum(temporary_bytes(process.pid) for process in self._processes))

    def _memory(self) -> int:
        return sum(process.memory_info().rss for process in self._processes)


def temporary_bytes(pid: int) -> int:
    """The size of the open files that have no name any more, as temporary files are made, or lie in /tmp."""
    total = 0
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        if descriptor.name in ("0", "1", "2"):
            continue  # our own output
        with contextlib.suppress(OSError):
            target = str(descriptor.readlink())
            if target.startswith("/") and (target.endswith(" (deleted)") or target.startswith(tempfile.gettempdir())):
                total += descriptor.stat().st_size
    return total


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--body-mebibytes", type=int, default=256, metavar="N", help="1024 for a GiB (default: 256)")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
