"""Uploads as the browser sends them: many small files in bundles, and one by one by tus 1.0, beside `rclone serve
webdav` with each file synced, by one and the same client; and by how much the server grows with one large file.

python -m benchmarks.uploads [--files 4000] [--gibibytes 5] [--connections 4]
"""

from __future__ import annotations

import argparse
import base64
import http.client
import json
import os
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from tests.e2e.installation import Egret

from benchmarks.figures import Figure, program, say
from benchmarks.webdav import A_FOLDER, MEBIBYTE, SMALL, peer, sync_all

PATCHED = 64 * MEBIBYTE  # what one request of a large upload brings
GROWTH = 30  # MB
A_BUNDLE = 200  # files, as in web/src/features/cloud/model/bundle.ts

Send = Callable[[http.client.HTTPConnection, str, bytes], None]


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(dir=options.folder) as directory:
        work = Path(directory)
        running = Egret(work / "data")
        try:
            made = json.loads(running.command("demo", "--json").stdout)
            headers = {"Authorization": f"Bearer {made['people'][0]['api_token']}", "Tus-Resumable": "1.0.0"}
            with peer(work / "served") as theirs:
                pair = f"{theirs.user}:{theirs.password}".encode()
                login = {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
                bundled_ms, ours_ms, theirs_ms = [], [], []
                for number in range(options.rounds):
                    say("many small files …")
                    top = f"round{number}"
                    bundled_ms.append(many_bundled(running.origin, options, f"{top}b", headers))
                    ours_ms.append(many(running.origin, options, top, tus(headers)))
                    spent = many(theirs.url, options, top, put(login))
                    synced = sync_all(work / "served") * 1000 / options.files
                    theirs_ms.append(spent + synced)
            best, peers = min(bundled_ms), min(theirs_ms)
            return [
                Figure(
                    f"{options.files:,} files of 10 kB in bundles, {options.connections} connections, a file",
                    best,
                    "ms",
                    note=f"peer, one by one, synced: {peers:.1f} ms",
                ),
                Figure("  over the peer", best / peers, "×", 1.0),
                Figure("the same one by one by tus, a file", min(ours_ms), "ms"),
                growth(running, headers, options.gibibytes),
            ]
        finally:
            running.stop()


def many(origin: str, options: argparse.Namespace, top: str, send: Send) -> float:
    """Milliseconds a file, of files spread over folders as a camera or a source tree spreads them."""
    paths = [f"{top}-{number // A_FOLDER:03}-{number:06}.bin" for number in range(options.files)]
    content = os.urandom(SMALL)
    place = threading.local()

    def one(path: str) -> None:
        if not hasattr(place, "connection"):
            place.connection = connect(origin)
        send(place.connection, path, content)

    begun = time.perf_counter()
    with ThreadPoolExecutor(options.connections) as pool:
        for _ in pool.map(one, paths):
            pass
    return (time.perf_counter() - begun) * 1000 / len(paths)


def many_bundled(origin: str, options: argparse.Namespace, top: str, headers: Mapping[str, str]) -> float:
    """Milliseconds a file, in bundles as large as the browser's."""
    content = os.urandom(SMALL)
    place = threading.local()

    def send(numbers: range) -> None:
        if not hasattr(place, "connection"):
            place.connection = connect(origin)
        entries = b"".join(
            json.dumps(
                {"id": str(uuid.uuid4()), "filename": f"{number:06}.bin", "size": SMALL, "relativePath": path(number)}
            ).encode()
            + b"\n"
            + content
            for number in numbers
        )
        known = {**headers, "Content-Type": "application/octet-stream"}
        connection = place.connection
        connection.request("POST", "/api/v1/cloud/bundles", entries, known)
        response = connection.getresponse()
        items = json.loads(response.read())["items"]
        if response.status != 200 or not all(item["node"] for item in items):
            raise RuntimeError(f"a bundle was refused: {items[:3]}")

    def path(number: int) -> str:
        return f"{top}-{number // A_FOLDER:03}/{number:06}.bin"

    begun = time.perf_counter()
    with ThreadPoolExecutor(options.connections) as pool:
        starts = range(0, options.files, A_BUNDLE)
        for _ in pool.map(send, [range(start, min(start + A_BUNDLE, options.files)) for start in starts]):
            pass
    return float((time.perf_counter() - begun) * 1000 / options.files)


def connect(origin: str) -> http.client.HTTPConnection:
    parts = urlsplit(origin)
    return http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)


def tus(headers: Mapping[str, str]) -> Send:
    """Creation with upload: one request a file."""

    def send(connection: http.client.HTTPConnection, path: str, content: bytes) -> None:
        known = {**headers, "Upload-Length": str(len(content)), "Upload-Metadata": f"filename {encoded(path)}"}
        known["Content-Type"] = "application/offset+octet-stream"
        answer(connection, "POST", "/api/v1/cloud/uploads", content, known, 201)

    return send


def put(headers: Mapping[str, str]) -> Send:
    def send(connection: http.client.HTTPConnection, path: str, content: bytes) -> None:
        answer(connection, "PUT", f"/{path}", content, headers, 201)

    return send


def growth(running: Egret, headers: Mapping[str, str], gibibytes: float) -> Figure:
    """The web process's resident memory above what it was, at its highest during one upload."""
    size = int(gibibytes * 1024**3)
    say(f"one file of {gibibytes:g} GiB …")
    connection = connect(running.origin)
    known = {**headers, "Upload-Length": str(size), "Upload-Metadata": f"filename {encoded('large.bin')}"}
    address = urlsplit(answer(connection, "POST", "/api/v1/cloud/uploads", b"", known, 201)["Location"]).path
    before, peak, done = resident(running), 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.2):
            peak = max(peak, resident(running))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        piece, at = os.urandom(PATCHED), 0
        while at < size:
            take = min(PATCHED, size - at)
            known = {**headers, "Upload-Offset": str(at), "Content-Type": "application/offset+octet-stream"}
            answer(connection, "PATCH", address, piece[:take], known, 204)
            at += take
    finally:
        done.set()
        watcher.join()
    return Figure(f"{gibibytes:g} GiB by tus: the web process grows by", max(0, peak - before) / 1e6, "MB", GROWTH)


def resident(running: Egret) -> int:
    return sum(process.memory_info().rss for process in web_processes(running))


def web_processes(running: Egret) -> Iterator[psutil.Process]:
    for process in psutil.Process(running.process.pid).children(recursive=True):
        if "granian" in " ".join(process.cmdline()):
            yield process


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def answer(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    content: bytes,
    headers: Mapping[str, str],
    expected: int,
) -> http.client.HTTPMessage:
    connection.request(method, path, content, dict(headers))
    response = connection.getresponse()
    said = response.read()
    if response.status != expected:
        raise RuntimeError(f"{method} {path}: {response.status} {said[:200]!r}")
    return response.headers


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--gibibytes", type=float, default=5)
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where the data lie (the system's temporary folder)")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
