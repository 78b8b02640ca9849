"""A list of 50,000 people: read as a stream, shown, confirmed. Time, and how much memory the process gains.

python -m benchmarks.imports [--lines 50000]; on PostgreSQL: python tests/with_postgres.py python -m benchmarks.imports
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import psutil

from benchmarks.figures import Figure, program, say
from benchmarks.local import prepare

MEGABYTE = 1_000_000
DEPARTMENTS = 500
# A batch of 500 lines, the numbers seen, and Python's own slack; the file itself is 2.5 MB and grows with its lines.
GOAL_MEGABYTES = 16
T = TypeVar("T")


def measure(options: argparse.Namespace) -> list[Figure]:
    with tempfile.TemporaryDirectory() as directory:
        prepare(Path(directory) / "data")
        return run(options.lines)


def run(lines: int) -> list[Figure]:
    from tests.factories import organizations as make

    from egret.organizations.actions import imports
    from egret.organizations.models import ExpectedMember
    from egret.organizations.queries import joining

    owner = make.owner_of(make.organization())
    warm = imports.do_upload(owner, source_detail="benchmark", pieces=pieces(1000))
    imports.do_cancel_import(owner, warm.id)

    say(f"reading {lines} lines …")
    tracemalloc.start()
    imports.do_upload(owner, source_detail="benchmark", pieces=pieces(lines))
    traced = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    batch, reading, read_growth = watched(
        lambda: imports.do_upload(owner, source_detail="benchmark", pieces=pieces(lines))
    )
    say("counting its departments …")
    _, showing, _ = watched(
        lambda: (joining.new_department_names(batch), joining.lines_of(batch, faulty=True, after=0))
    )
    imports.do_confirm_import(owner, batch.id, skip_faulty=False)
    say("importing …")

    def finish() -> None:
        while imports.do_import_batch(batch.id):
            pass

    _, importing, import_growth = watched(finish)
    assert ExpectedMember.objects.count() == lines
    return [
        Figure(f"read {lines:,} lines into the preview", reading, "s", note=f"{lines / reading:,.0f} lines/s"),
        Figure("  Python's own peak meanwhile", traced / MEGABYTE, "MB", GOAL_MEGABYTES),
        Figure("  the process grows by", read_growth / MEGABYTE, "MB", GOAL_MEGABYTES),
        Figure("show the preview", showing * 1000, "ms", note=f"{DEPARTMENTS} new departments counted"),
        Figure(f"expect {lines:,} people", importing, "s", note=f"{lines / importing:,.0f} people/s"),
        Figure("  the process grows by", import_growth / MEGABYTE, "MB", GOAL_MEGABYTES),
    ]


def pieces(lines: int) -> Iterator[bytes]:
    """The file as a server hands it over."""
    yield "手机号,姓名,部门,角色\n".encode()
    for start in range(0, lines, 1000):
        yield "".join(
            f"+86138{n:08},张伟 {n},事业部 {n % 25} / 小组 {n % DEPARTMENTS},成员\n"
            for n in range(start, min(start + 1000, lines))
        ).encode()


def watched(work: Callable[[], T]) -> tuple[T, float, int]:
    """What it returns, how many seconds it took, and by how many bytes the process was larger at its largest."""
    process = psutil.Process()
    # The kernel's own high-water mark, set back first.
    Path("/proc/self/clear_refs").write_text("5")
    before = process.memory_info().rss
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    return result, seconds, max(0, peak - before)


if __name__ == "__main__":
    sys.exit(program(measure, lambda parser: parser.add_argument("--lines", type=int, default=50_000)))
