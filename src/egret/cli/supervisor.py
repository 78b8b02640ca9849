"""Keeps the children running: shows their output, restarts what ends, ends all of them together.

One thread and one loop. The kernel's parent-death signal belongs to the thread that started a child, and a fork beside
other threads can deadlock.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from egret.cli.process import Service, signal_group, start
from egret.cli.terminal import language
from egret.kernel.text import Text

# A child that ends at once is tried again soon at first (a front retries for five seconds), then ever more rarely.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
# After this long a child counts as healthy, and its next end as a first one.
HEALTHY_SECONDS = 30.0
# How long children may take to finish what they are doing before they are killed.
STOP_SECONDS = 6.0
# A line longer than this is shown in pieces, so that a child without line ends cannot fill our memory.
LONGEST_LINE_BYTES = 64 * 1024

ENDED = Text("ended ({how}); starting it again in {pause:.1f} s", "已退出（{how}）；{pause:.1f} 秒后重新启动")
CANNOT_START = Text("could not be started: {error}", "无法启动：{error}")
HUNG = Text("does not answer any more; ending it", "不再响应，正在结束该进程")
EXIT_CODE = Text("exit code {code}", "退出码 {code}")
BY_SIGNAL = Text("signal {name}", "信号 {name}")


@dataclass
class Child:
    service: Service
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float | None = None
    restarting: bool = False  # ended by us, to start anew
    pending: bytearray = field(default_factory=bytearray)


def pause_after(failures: int) -> float:
    """Seconds before the next attempt, doubling with every failure in a row."""
    return min(FIRST_PAUSE_SECONDS * 2.0 ** (failures - 1), LONGEST_PAUSE_SECONDS)


class Supervisor:
    """Use as a context manager: leaving it ends every child."""

    def __init__(self, stop_on: Sequence[signal.Signals] = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)) -> None:
        self.children: list[Child] = []
        self.stopping = False
        self.hurried = False  # asked a second time: no more waiting
        self._stop_on = stop_on
        self._selector = selectors.DefaultSelector()
        self._wake_read, self._wake_write = socket.socketpair()
        self._before: dict[
            signal.Signals, signal.Handlers | int | Callable[[int, FrameType | None], object] | None
        ] = {}

    def __enter__(self) -> Supervisor:
        for end in (self._wake_read, self._wake_write):
            end.setblocking(False)
        self._selector.register(self._wake_read, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._wake_write.fileno(), warn_on_full_buffer=False)
        for number in self._stop_on:
            self._before[number] = signal.signal(number, self._on_stop)
        # Any handler makes the end of a child wake the loop.
        self._before[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda number, frame: None)
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._selector.close()
        self._wake_read.close()
        self._wake_write.close()

    def _on_stop(self, number: int, frame: FrameType | None) -> None:
        self.hurried = self.stopping
        self.stopping = True

    def add(self, service: Service) -> None:
        child = Child(service)
        self.children.append(child)
        self._start(child)

    def run(self, until: Callable[[], bool], interval: float = 1.0) -> None:
        """Supervise until `until` answers true (asked every `interval` seconds) or a signal asks to stop."""
        asked = 0.0
        while not self.stopping:
            if time.monotonic() - asked >= interval:
                asked = time.monotonic()
                if until():
                    return
            self._step(interval)

    def restart(self, wanted: Callable[[Service], bool]) -> None:
        """End these children and start them anew."""
        for child in self.children:
            if not wanted(child.service):
                continue
            if child.process is None:
                child.restart_at = time.monotonic()
            else:
                child.restarting = True
                signal_group(child.process, signal.SIGTERM)

    def kill_hung(self, name: str) -> None:
        """End a child that does not answer; it is started anew like one that ended by itself."""
        for child in self.children:
            if child.service.name == name and child.process is not None:
                self._print(child, HUNG)
                # Whoever does not answer does not listen to SIGTERM either.
                signal_group(child.process, signal.SIGKILL)

    def stop(self) -> None:
        """End all children: ask, ask those that want to be asked twice, then kill."""
        self.stopping = True
        alive = [child for child in self.children if child.process is not None]
        for turn in range(max((child.service.stop_signals for child in alive), default=0)):
            for child in alive:
                if child.process is not None and turn < child.service.stop_signals:
                    signal_group(child.process, signal.SIGTERM)
            if turn == 0:
                self._drain(0.2)
        self._drain(STOP_SECONDS)
        self._signal_all(signal.SIGKILL)
        self._drain(STOP_SECONDS)

    def _signal_all(self, number: signal.Signals) -> None:
        for child in self.children:
            if child.process is not None:
                signal_group(child.process, number)

    def _drain(self, seconds: float) -> None:
        """Keep showing output until all children have ended, or the time is over."""
        deadline = time.monotonic() + seconds
        while any(child.process is not None for child in self.children) and time.monotonic() < deadline:
            if self.hurried:
                self._signal_all(signal.SIGKILL)
            self._step(max(0.01, min(0.2, deadline - time.monotonic())))

    def _step(self, longest: float) -> None:
        """Show what children wrote, notice those that ended, start those whose pause is over."""
        now = time.monotonic()
        due = [child.restart_at - now for child in self.children if child.restart_at is not None]
        for key, _ in self._selector.select(max(0.0, min([longest, *due]))):
            if key.data is None:
                self._wake_read.recv(4096)
            else:
                self._read(key.data)
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._ended(child)
            elif child.restart_at is not None and time.monotonic() >= child.restart_at and not self.stopping:
                self._start(child)

    def _start(self, child: Child) -> None:
        child.restart_at = None
        child.started = time.monotonic()
        try:
            child.process = start(child.service)
        except OSError as error:
            self._print(child, CANNOT_START, error=error)
            self._schedule(child)
            return
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)  # type: ignore[arg-type]  # a pipe

    def _ended(self, child: Child) -> None:
        process = child.process
        assert process is not None and process.stdout is not None
        self._read(child)
        self._forget_output(process)
        process.stdout.close()
        child.process = None
        # What it started must not keep its port while it starts anew.
        signal_group(process, signal.SIGKILL)
        if child.pending:
            self._show(child, bytes(child.pending))
            child.pending.clear()
        if self.stopping:
            return
        if child.restarting:
            child.restarting, child.restart_at = False, time.monotonic()
            return
        if time.monotonic() - child.started >= HEALTHY_SECONDS:
            child.failures = 0
        pause = self._schedule(child)
        code = process.returncode
        how = BY_SIGNAL if code < 0 else EXIT_CODE
        name = signal.Signals(-code).name if code < 0 else ""
        self._print(child, ENDED, how=how.say(language(), code=code, name=name), pause=pause)

    def _schedule(self, child: Child) -> float:
        child.failures += 1
        pause = pause_after(child.failures)
        child.restart_at = time.monotonic() + pause
        return pause

    def _read(self, child: Child) -> None:
        assert child.process is not None and child.process.stdout is not None
        while True:
            try:
                chunk = os.read(child.process.stdout.fileno(), 65536)
            except BlockingIOError:
                return
            if not chunk:
                # The end of the child is poll()'s to see; a closed pipe would keep waking the selector until then.
                self._forget_output(child.process)
                return
            child.pending += chunk
            *lines, rest = child.pending.split(b"\n")
            if len(rest) > LONGEST_LINE_BYTES:
                lines, rest = [*lines, rest], bytearray()
            child.pending = rest
            for line in lines:
                self._show(child, bytes(line))

    def _forget_output(self, process: subprocess.Popen[bytes]) -> None:
        with contextlib.suppress(KeyError):
            self._selector.unregister(process.stdout)  # type: ignore[arg-type]  # a pipe

    def _show(self, child: Child, line: bytes) -> None:
        shown = child.service.show(line.decode(errors="replace").rstrip("\r"))
        if shown is not None:
            _write(f"{child.service.name:<6} │ {shown}")

    def _print(self, child: Child, text: Text, **facts: object) -> None:
        _write(f"{child.service.name:<6} ▲ {text.say(language(), **facts)}")


def _write(line: str) -> None:
    # Whoever read our output may have gone (`egret up | head`): the meetings go on.
    with contextlib.suppress(BrokenPipeError):
        print(line, flush=True)
