"""One child process of the supervisor: started so that it cannot outlive it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
# Loaded before any fork: between fork and exec nothing may be imported.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def signal_on_parents_end(number: int) -> None:
    """Let the kernel send this process `number` when its parent ends, by SIGKILL too."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def die_with_parent(number: int) -> Callable[[], None]:
    """What the child runs before exec, so that it cannot outlive its parent."""
    parent = os.getpid()

    def prepare() -> None:
        signal_on_parents_end(number)
        if os.getppid() != parent:  # the parent ended between fork and prctl: no signal will come any more
            os._exit(1)

    return prepare


def keep(line: str) -> str | None:
    return line


@dataclass(frozen=True)
class Service:
    """How one child is started and spoken to."""

    name: str
    command: Sequence[str | Path]
    environment: Mapping[str, str]
    directory: Path
    # A line of its output to what the terminal shows of it; None shows nothing.
    show: Callable[[str], str | None] = keep
    # Sent when the supervisor is killed. A program with processes of its own needs SIGTERM to end them.
    orphaned: signal.Signals = signal.SIGKILL
    # LiveKit waits for its participants after one signal and ends after the second.
    stop_signals: int = 1
    # Only these restart when the code changes.
    python: bool = field(default=False)


def start(service: Service) -> subprocess.Popen[bytes]:
    """Start the service as the leader of its own session, its output in one pipe.

    The session keeps the terminal's Ctrl-C away from it: the supervisor ends its children in its own order.
    """
    process = subprocess.Popen(
        service.command,
        env=service.environment,
        cwd=service.directory,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=die_with_parent(service.orphaned),
    )
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    return process


def signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal the child and whatever it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
