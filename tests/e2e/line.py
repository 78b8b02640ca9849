"""A bad line between a server's network namespace and a browser's, as `tc netem` makes it in kernels that have it.

Each namespace has one end, a TUN device; a thread carries the packets from end to end, late, slowly, or not at all.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SERVER, BROWSER = "10.78.0.1", "10.78.0.2"
TUN = Path("/dev/net/tun")
# linux/if_tun.h: a device of IP packets, without a header of its own before each.
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
PACKET = 65_536
# What waits for a slow line longer than this is dropped, as routers do: seconds.
QUEUE = 0.4


class Line:
    """Its properties hold in both directions, and may be changed while packets pass."""

    def __init__(self) -> None:
        self.loss = 0.0  # the share of packets that are lost
        self.delay = 0.02  # seconds, one way
        self.rate: float | None = None  # bits per second, each way
        self.cut = False
        self._ends: list[int] = []
        self._chance = random.Random(1)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._carry, daemon=True)

    def join(self, *ends: tuple[str, str]) -> None:
        """Lay the line between two namespaces, each with its address, and begin to carry."""
        for namespace, address in ends:
            end = os.open(TUN, os.O_RDWR | os.O_NONBLOCK)
            self._ends.append(end)
            asked = struct.pack("16sH22x", b"line%d", IFF_TUN | IFF_NO_PI)
            device = fcntl.ioctl(end, TUNSETIFF, asked)[:16].rstrip(b"\0").decode()
            must("ip", "link", "set", device, "netns", namespace)
            for command in (
                f"ip addr add {address}/24 dev {device}",
                f"ip link set {device} up",
                "ip link set lo up",
                f"ip route add default dev {device}",
            ):
                must(*inside(namespace), *command.split())
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()
        for end in self._ends:
            os.close(end)

    def _carry(self) -> None:
        other = dict(zip(self._ends, reversed(self._ends), strict=True))
        # When each end's line has sent what waits for it, and what is under way: due, a running number, where, what.
        free = dict.fromkeys(self._ends, 0.0)
        under_way: list[tuple[float, int, int, bytes]] = []
        number = 0
        while not self._over.is_set():
            pause = max(0.0, under_way[0][0] - time.monotonic()) if under_way else 0.2
            ready, _, _ = select.select(self._ends, [], [], min(pause, 0.2))
            now = time.monotonic()
            for end in ready:
                with suppress(BlockingIOError):
                    packet = os.read(end, PACKET)
                    if self.cut or self._chance.random() < self.loss or free[end] - now > QUEUE:
                        continue
                    free[end] = max(now, free[end]) + (len(packet) * 8 / self.rate if self.rate else 0.0)
                    number += 1
                    heapq.heappush(under_way, (free[end] + self.delay, number, other[end], packet))
            while under_way and under_way[0][0] <= now:
                _, _, end, packet = heapq.heappop(under_way)
                with suppress(OSError):  # a namespace that is just being taken down
                    os.write(end, packet)


def inside(namespace: str) -> tuple[str, ...]:
    return ("ip", "netns", "exec", namespace)


def must(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def missing() -> str | None:
    """Why this machine cannot lay a line; None when it can."""
    if not os.access(TUN, os.R_OK | os.W_OK):
        return "needs /dev/net/tun"
    with suppress(OSError, subprocess.CalledProcessError):
        must("ip", "netns", "add", f"egret-{os.getpid()}")
        must("ip", "netns", "del", f"egret-{os.getpid()}")
        return None
    return "needs the right to make network namespaces"


@contextmanager
def laid() -> Iterator[tuple[Line, str, str]]:
    """A line, and the namespaces at its ends: the server's and the browser's."""
    names = [f"egret-{os.getpid()}-{end}" for end in ("server", "browser")]
    line = Line()
    try:
        for name in names:
            must("ip", "netns", "add", name)
        line.join((names[0], SERVER), (names[1], BROWSER))
        yield line, names[0], names[1]
    finally:
        line.close()
        for name in names:
            subprocess.run(("ip", "netns", "del", name), capture_output=True)
