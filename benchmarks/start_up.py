"""`make up` until it says its address: in a fresh copy of the clone (cold) and again (warm)."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import psutil
from tests.e2e.installation import free_port

from benchmarks.figures import Figure, program, say

ROOT = Path(__file__).parents[1]
WARM_STARTS = 3
LONGEST_SECONDS = 1200
BANNER = "is running at"


def measure(options: argparse.Namespace) -> list[Figure]:
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-") as name:
        folder = Path(name)
        environment = dict(os.environ)
        kept = "this user's caches as they are"
        if options.empty_caches:
            environment |= own_caches(folder / "caches")
            copy_tree(folder / "first")
            say("make up in a fresh copy, empty caches …")
            seconds = start(folder / "first", folder / "first-data", environment)
            figures.append(Figure("cold, empty caches", seconds, "s", note="downloads and builds everything"))
            kept = "the caches that the line above filled"
        copy_tree(folder / "second")
        say("make up in a fresh copy, warm caches …")
        seconds = start(folder / "second", folder / "second-data", environment)
        figures.append(Figure("cold, warm caches", seconds, "s", note=kept))
        warm = []
        for _ in range(WARM_STARTS):
            say("make up again …")
            warm.append(start(folder / "second", folder / "second-data", environment))
    median = statistics.median(warm)
    figures.append(Figure("warm", median, "s", note=f"median of {WARM_STARTS}, nothing to install or build"))
    figures.append(Figure("cold over warm", figures[0].value / median, "×"))
    return figures


def own_caches(folder: Path) -> dict[str, str]:
    """Where pip, npm, Go and Egret keep what they downloaded and built, all of it empty."""
    # Wheels in a local folder would be a cache by another name.
    local = {"PIP_FIND_LINKS": "", "PIP_NO_INDEX": ""}
    places = ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "npm_config_cache", "GOPATH", "GOCACHE")
    return local | {each: str(folder / each.lower()) for each in places}


def copy_tree(target: Path) -> None:
    """What a clone of the working tree would hold."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    for name in listed.decode().split("\0"):
        source = ROOT / name
        if name and source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target / name)


def start(tree: Path, data: Path, environment: Mapping[str, str]) -> float:
    """Seconds until the address is there; then it is stopped. Raises RuntimeError with what it said otherwise."""
    arguments = f"--data {data} --port {free_port()}"
    # The variables of an outer `make benchmark` would change what the inner one does.
    clean = {name: value for name, value in environment.items() if not name.startswith(("EGRET_", "MAKE", "MFLAGS"))}
    process = subprocess.Popen(
        ["make", "up", f"ARGS={arguments}"],
        cwd=tree,
        env={**clean, "LANG": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    started = time.monotonic()
    said: list[str] = []
    # A start that hangs says nothing: only a clock outside of the reading loop ends it.
    guard = threading.Timer(LONGEST_SECONDS, process.terminate)
    guard.start()
    try:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if BANNER in line:
                return time.monotonic() - started
    finally:
        guard.cancel()
        stop(process)
    raise RuntimeError("make up ended:\n" + "".join(said[-30:]))


def stop(process: subprocess.Popen[str]) -> None:
    """Ctrl-C, as at a terminal: to make and to what it started."""
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=60)
    for each in psutil.wait_procs(children, timeout=10)[1]:
        each.kill()


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--empty-caches", action="store_true", help="also with nothing downloaded (about 5 minutes)")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
