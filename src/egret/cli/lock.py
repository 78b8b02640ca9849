"""One supervisor per data directory."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator

from egret.cli.terminal import Problem
from egret.kernel.text import Text
from egret.project.instance import Instance

RUNNING = Text(
    "Egret is already running on {data} (process {pid}, {origin}).",
    "数据目录 {data} 已有 Egret 在运行（进程 {pid}，{origin}）。",
)
STOP_IT = Text(
    "use that one, stop it with Ctrl-C or `kill {pid}`, or start another with --data and --port.",
    "请使用该实例，按 Ctrl-C 或运行 `kill {pid}` 停止它，或用 --data 和 --port 启动另一个实例。",
)


@contextlib.contextmanager
def only_supervisor(instance: Instance) -> Iterator[None]:
    """Hold the data directory. The kernel lets go of the lock when this process ends, however it ends."""
    path = instance.data / "lock"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = instance.running()
            pid = os.read(descriptor, 20).decode().strip() or "?"
            origin = running.origin if running else "…"
            raise Problem(RUNNING, STOP_IT, data=instance.data, pid=pid, origin=origin) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)
