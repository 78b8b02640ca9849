"""WebDAV beside `rclone serve webdav`, which neither encrypts nor syncs: many small files, and one of a GiB.

python -m benchmarks.webdav [--files 4000] [--mebibytes 1024] [--rounds 2]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.installation import Egret, free_port, wait_until

from benchmarks.figures import Figure, program, say

SMALL = 10_000  # bytes
A_FOLDER = 200  # files
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Server:
    name: str
    url: str
    user: str
    password: str


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        big = work / "big"
        write_random(big, options.mebibytes)
        tree(work / "tree", options.files)
        with egret(work / "data") as ours, peer(work / "served") as theirs:
            ours_small, theirs_small = small(ours, theirs, work, options.rounds)
            figures = [
                Figure(
                    f"{options.files:,} files of 10 kB, a file",
                    1000 * ours_small / options.files,
                    "ms",
                    note=f"peer, synced afterwards: {1000 * theirs_small / options.files:.1f} ms",
                ),
                Figure("  over the peer", ours_small / theirs_small, "×", 1.0),
            ]
            for verb in ("PUT", "GET"):
                say(f"{verb} of {options.mebibytes} MiB …")
                rates = [
                    (transfer(ours, verb, big, work), transfer(theirs, verb, big, work)) for _ in range(options.rounds)
                ]
                best, peers = max(rate for rate, _ in rates), max(rate for _, rate in rates)
                figures += [
                    Figure(f"{verb} of {options.mebibytes} MiB", best, "MiB/s", note=f"peer: {peers:.0f} MiB/s"),
                    Figure("  over the peer", best / peers, "×", 0.9, "at least"),
                ]
            return figures


def small(ours: Server, theirs: Server, work: Path, rounds: int) -> tuple[float, float]:
    """Seconds for the tree, the best of alternating rounds."""
    mine, others = [], []
    for number in range(rounds):
        say("many small files …")
        mine.append(copy(ours, work, f"tree{number}"))
        seconds = copy(theirs, work, f"tree{number}")
        others.append(seconds + sync_all(work / "served" / f"tree{number}"))
    return min(mine), min(others)


@contextmanager
def egret(data: Path) -> Iterator[Server]:
    running = Egret(data)
    try:
        made = json.loads(running.command("demo", "--json").stdout)
        person = made["people"][0]
        yield Server("egret", f"{running.origin}/dav", person["username"], person["app_password"])
    finally:
        running.stop()


@contextmanager
def peer(folder: Path) -> Iterator[Server]:
    folder.mkdir()
    port = free_port()
    command = [
        "rclone",
        "serve",
        "webdav",
        str(folder),
        "--addr",
        f"127.0.0.1:{port}",
        "--user",
        "ada",
        "--pass",
        "secret",
    ]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            server = Server("rclone", f"http://127.0.0.1:{port}", "ada", "secret")
            wait_until(lambda: curl(server, "--silent", "--output", os.devnull, f"{server.url}/") == 0, 20, "rclone")
            yield server
        finally:
            process.terminate()


def copy(server: Server, work: Path, name: str) -> float:
    """The tree, by rclone's own client with four transfers at once; seconds."""
    obscured = subprocess.run(["rclone", "obscure", server.password], capture_output=True, text=True, check=True)
    environment = {
        **os.environ,
        "RCLONE_CONFIG": str(work / "none.conf"),
        "RCLONE_CONFIG_PEER_TYPE": "webdav",
        "RCLONE_CONFIG_PEER_URL": server.url,
        "RCLONE_CONFIG_PEER_VENDOR": "other",
        "RCLONE_CONFIG_PEER_USER": server.user,
        "RCLONE_CONFIG_PEER_PASS": obscured.stdout.strip(),
    }
    (work / "none.conf").touch()
    begun = time.perf_counter()
    subprocess.run(["rclone", "copy", "--transfers", "4", work / "tree", f"peer:{name}"], env=environment, check=True)
    return time.perf_counter() - begun


def sync_all(folder: Path) -> float:
    """What the peer leaves to chance: each file and folder on the disk. All at the end is cheaper than one by one."""
    begun = time.perf_counter()
    for path in [folder, *folder.rglob("*")]:
        opened = os.open(path, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)
    return time.perf_counter() - begun


def transfer(server: Server, verb: str, big: Path, work: Path) -> float:
    """MiB/s of one large file."""
    where = f"{server.url}/big"
    arguments = ["--upload-file", str(big), where] if verb == "PUT" else ["--output", os.devnull, where]
    begun = time.perf_counter()
    if curl(server, "--silent", "--fail", *arguments) != 0:
        raise RuntimeError(f"{server.name}: {verb} failed")
    return big.stat().st_size / MEBIBYTE / (time.perf_counter() - begun)


def curl(server: Server, *arguments: str) -> int:
    return subprocess.run(["curl", "--user", f"{server.user}:{server.password}", *arguments]).returncode


def write_random(path: Path, mebibytes: int) -> None:
    with path.open("wb") as file:
        for _ in range(mebibytes):
            file.write(os.urandom(MEBIBYTE))


def tree(folder: Path, files: int) -> None:
    for number in range(files):
        place = folder / f"{number // A_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.bin").write_bytes(os.urandom(SMALL))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--mebibytes", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=2)


if __name__ == "__main__":
    sys.exit(program(measure, arguments))
