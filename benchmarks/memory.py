"""Memory of an idle installation, everything that `egret up` runs."""

from __future__ import annotations

import argparse
import sys
import time

import psutil

from benchmarks.figures import Figure, program, say
from benchmarks.installation import installation

GOAL_MEGABYTES = 350
IDLE_SECONDS = 20
MEGABYTE = 1_000_000
# What tells the children's command lines apart, and those of the processes they start.
WORDS = {"granian": "web", "livekit": "engine", "caddy": "front", "worker": "worker"}


def measure(options: argparse.Namespace) -> list[Figure]:
    with installation() as egret:
        say(f"idle for {IDLE_SECONDS} s …")
        time.sleep(IDLE_SECONDS)
        supervisor = psutil.Process(egret.process.pid)
        pss = resident = 0
        parts = {"supervisor": 0}
        for process in [supervisor, *supervisor.children(recursive=True)]:
            memory = process.memory_full_info()
            part = "supervisor" if process == supervisor else part_of(process)
            parts[part] = parts.get(part, 0) + memory.pss
            pss += memory.pss
            resident += memory.rss
    note = "proportional set size: a shared page counts once"
    return [
        Figure("idle installation", pss / MEGABYTE, "MB", GOAL_MEGABYTES, note=note),
        *(Figure(f"  {name}", size / MEGABYTE, "MB") for name, size in parts.items()),
        Figure("  resident sizes added up", resident / MEGABYTE, "MB", note="shared pages counted in each process"),
    ]


def part_of(process: psutil.Process) -> str:
    """The child of the supervisor that a process is, or belongs to."""
    for ancestor in [process, *process.parents()]:
        line = " ".join(ancestor.cmdline())
        for word, name in WORDS.items():
            if word in line and "egret.cli up" not in line:
                return name
    return "other"


if __name__ == "__main__":
    sys.exit(program(measure))
