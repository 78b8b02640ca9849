"""The vault: storing and reading 1 GiB, a range out of the middle of 5 GiB, and what the cipher alone would do."""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

GIB = 1024**3
RANGE = 4096
GOAL_RANGE_MILLISECONDS = 20
ROUNDS = 100
# What one request body brings at a time.
CHUNK = 256 * 1024


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="egret-benchmark-", dir=options.folder) as folder:
        prepare(Path(folder) / "data")
        return [*throughput(options.gib), *ranged(options.large_gib), cipher_alone(), disk_alone(Path(folder))]


def write(gib: float) -> tuple[object, object, float]:
    """A blob of random content, as one request writes it; with its owner, and the seconds it took."""
    from django.db import transaction

    from egret.kernel import blobs, ids

    owner = blobs.Owner("person", ids.new_id())
    chunk = secrets.token_bytes(CHUNK)
    started = time.perf_counter()
    draft = blobs.draft(owner, "kernel.canary")
    for _ in range(int(gib * GIB / CHUNK)):
        draft.write(chunk)
    draft.finish()
    with transaction.atomic():
        blob = draft.commit()
    return blob, owner, time.perf_counter() - started


def throughput(gib: float) -> list[Figure]:
    from egret.kernel import blobs

    blob, owner, spent = write(gib)
    stored = Figure(f"encrypt, store and sync {gib:g} GiB", gib * 1024 / spent, "MiB/s")
    say(f"stored: {stored.value:.0f} MiB/s")

    def read() -> None:
        reader = blobs.open_blob(blob, owner)  # type: ignore[arg-type]  # Django is loaded late here
        for _ in reader.stream(0, reader.size):
            pass

    return [stored, Figure(f"read and decrypt {gib:g} GiB", gib * 1024 / seconds(read), "MiB/s")]


def ranged(gib: float) -> list[Figure]:
    from egret.kernel import blobs

    blob, owner, spent = write(gib)
    say(f"{gib:g} GiB written in {spent:.0f} s")
    middle = int(gib * GIB) // 2 - RANGE // 2
    cold, warm = [], []
    reader = blobs.open_blob(blob, owner)  # type: ignore[arg-type]
    for number in range(ROUNDS):
        at = middle + number * 7919
        cold.append(
            seconds(lambda at=at: blobs.open_blob(blob, owner).read(at, at + RANGE))  # type: ignore[misc, arg-type]
        )
        warm.append(seconds(lambda at=at: reader.read(at, at + RANGE)))  # type: ignore[misc]
    return [
        Figure(
            f"4 KiB from the middle of {gib:g} GiB, opened for it, p95",
            statistics.quantiles(cold, n=20)[-1] * 1000,
            "ms",
            GOAL_RANGE_MILLISECONDS,
        ),
        Figure("the same, already open, p95", statistics.quantiles(warm, n=20)[-1] * 1000, "ms"),
    ]


def cipher_alone() -> Figure:
    """The ceiling of one core."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher, frame = AESGCM(secrets.token_bytes(32)), secrets.token_bytes(65536)
    count = 8192
    spent = seconds(lambda: [cipher.encrypt(n.to_bytes(12, "big"), frame, b"") for n in range(count)] and None)
    return Figure("AES-256-GCM alone, frames of 64 KiB", count / 16 / spent, "MiB/s")


def disk_alone(folder: Path) -> Figure:
    """The ceiling of the disk: files of the same size, each synced."""
    part, count = secrets.token_bytes(4 * 1024 * 1024), 64

    def store() -> None:
        for number in range(count):
            with (folder / f"{number}").open("wb") as file:
                file.write(part)
                file.flush()
                os.fsync(file.fileno())

    return Figure("files of 4 MiB written and synced, alone", count * 4 / seconds(store), "MiB/s")


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gib", type=float, default=1, help="size that is stored and read whole")
    parser.add_argument("--large-gib", type=float, default=5, help="size out of which ranges are read")
    parser.add_argument("--folder", type=Path, help="on which disk (the system's temporary folder)")


if __name__ == "__main__":
    raise SystemExit(program(measure, add_options))
