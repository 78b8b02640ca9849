"""A copy of everything about a person with large files, against reading the same bytes from the disk, in one run.

python -m benchmarks.copies [--large 3 --megabytes 256 --small 200]
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

MEGABYTE = 1_000_000
PIECE = 4 * 1024 * 1024
GOAL = 0.7


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-", dir=options.directory) as directory:
        prepare(Path(directory) / "data")
        return run(options, Path(directory))


def run(options: argparse.Namespace, directory: Path) -> list[Figure]:
    import psutil
    from tests import factories
    from tests.factories import cloud

    from egret.kernel import blobs
    from egret.privacy.copies import actions, building

    say("storing files …")
    person = factories.person()
    noise = secrets.token_bytes(PIECE)
    place, total = cloud.root_of(person), 0
    for number in range(options.large):
        draft = blobs.draft(blobs.Owner("person", person.id), "cloud.file")
        for _ in range(options.megabytes * MEGABYTE // PIECE):
            draft.write(noise)
        draft.finish()
        total += draft.size
        _store(place, f"large {number}.bin", draft)
    for number in range(options.small):
        cloud.stored(place, f"small {number}.txt", noise[: 4096 + number])
        total += 4096 + number
    objects = [path for path in directory.rglob("*") if path.is_file() and "blobs" in path.parts]

    say("reading the disk …")
    _forget(objects)
    reading = min(_read(objects) for _ in range(2))
    say("writing the disk …")
    parts = total // PIECE
    writing = min(_write(directory, parts) for _ in range(2))

    say("making the copy of somebody without large files …")
    other = factories.person()
    for number in range(options.small):
        cloud.stored(cloud.root_of(other), f"small {number}.txt", noise[: 4096 + number])
    actions.do_order(other.id, "en")
    began = time.perf_counter()
    assert building.build_wanted() == 1
    without = time.perf_counter() - began

    say("making the copy …")
    _forget(objects)
    copy, _ = actions.do_order(person.id, "en")
    process = psutil.Process()
    before, began, busy = process.memory_info().rss, time.perf_counter(), time.process_time()
    assert building.build_wanted() == 1
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    grown = (process.memory_info().rss - before) / MEGABYTE
    copy.refresh_from_db()
    assert copy.blob is not None and copy.blob.size > total

    stored = sum(path.stat().st_size for path in objects) / MEGABYTE
    return [
        Figure("the disk alone, read", stored / reading, "MB/s"),
        Figure("the disk alone, parts written and synced, some at once", parts * PIECE / MEGABYTE / writing, "MB/s"),
        Figure("a copy without large files: all tables, small files, pages", without, "s"),
        Figure("a copy with large files: read, encrypted anew, stored and synced", total / MEGABYTE / seconds, "MB/s"),
        Figure(
            "the same over the disk's reading", (total / MEGABYTE / seconds) / (stored / reading), "×", GOAL, "at least"
        ),
        Figure("the large files alone: what they take more", total / MEGABYTE / (seconds - without), "MB/s"),
        Figure("the same: processor seconds for a gigabyte", busy / (total / MEGABYTE / 1000), "s"),
        Figure("the same: the process grows by", grown, "MB"),
    ]


def _store(place: object, name: str, draft: object) -> None:
    from egret.cloud.actions import files
    from egret.cloud.models import Conflict

    files.do_store(place, name, draft, conflict=Conflict.REPLACE)  # type: ignore[arg-type]  # as `run` made them


def _forget(paths: list[Path]) -> None:
    """Out of the page cache, as far as the system lets go of it."""
    os.sync()
    for path in paths:
        with path.open("rb") as opened:
            os.posix_fadvise(opened.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _read(paths: list[Path]) -> float:
    _forget(paths)
    began = time.perf_counter()
    for path in paths:
        with path.open("rb", buffering=0) as opened:
            while opened.read(PIECE):
                pass
    return time.perf_counter() - began


def _write(directory: Path, count: int) -> float:
    """Files of a part's size, as many as there are parts, as many at once as the vault has under way."""
    from egret.kernel.blobs.parts import IN_FLIGHT

    noise = secrets.token_bytes(PIECE)

    def put(path: Path) -> None:
        with path.open("wb", buffering=0) as opened:
            opened.write(noise)
            os.fsync(opened.fileno())

    with tempfile.TemporaryDirectory(dir=directory) as folder:
        began = time.perf_counter()
        with ThreadPoolExecutor(IN_FLIGHT) as pool:
            list(pool.map(put, [Path(folder) / str(number) for number in range(count)]))
        return time.perf_counter() - began


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--large", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=256)
    parser.add_argument("--small", type=int, default=200)
    parser.add_argument("--directory", default=None, help="a folder on the disk to measure")


if __name__ == "__main__":
    sys.exit(program(measure, add_options))
