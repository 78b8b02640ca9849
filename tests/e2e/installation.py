"""A real `egret up` on a directory of its own, and what its terminal says."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil


def wait_until(condition: Callable[[], Any], seconds: float, what: str) -> Any:
    """The condition's value once it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


def free_port() -> int:
    """A port whose media port (10000 higher) exists as well."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port <= 55535:
            return port


EGRET = (sys.executable, "-m", "egret.cli")
# The tests' media stays on loopback; by default it goes to the machine's own address, for Firefox's sake.
LOOPBACK = ("--media-ip", "127.0.0.1")


class Egret:
    """One running installation."""

    def __init__(self, data: Path, *options: str, **variables: str) -> None:
        self.data = data
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.lines: list[str] = []
        environment = {name: value for name, value in os.environ.items() if not name.startswith("EGRET_")}
        self.process = subprocess.Popen(
            [*EGRET, "up", "--data", str(data), "--port", str(self.port), *LOOPBACK, *options],
            env={**environment, "LANG": "C.UTF-8", **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        wait_until(lambda: self.said("is running at"), 120, "the address\n" + "".join(self.lines))

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def code_for(self, phone: str) -> str:
        """The newest sign-in code that the terminal shows for a number."""

        def newest() -> str | None:
            found = [re.search(rf"SMS to {re.escape(phone)}: (\d{{6}})", line) for line in self.lines]
            codes = [match[1] for match in found if match]
            return codes[-1] if codes else None

        code: str = wait_until(newest, 10, f"a code for {phone}")
        return code

    def forget_codes(self) -> None:
        self.lines[:] = [line for line in self.lines if "SMS to" not in line]

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another `egret` command on this data directory."""
        return subprocess.run(
            [*EGRET, *arguments, "--data", str(self.data)],
            capture_output=True,
            text=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "egret.project.settings"},
        )

    def child(self, word: str) -> psutil.Process:
        """The running child whose command line holds `word`."""

        def find() -> psutil.Process | None:
            for process in psutil.Process(self.process.pid).children(recursive=True):
                try:
                    if word in " ".join(process.cmdline()):
                        return process
                except psutil.NoSuchProcess:
                    continue
            return None

        process: psutil.Process = wait_until(find, 20, f"a child with {word}")
        return process

    def stop(self) -> None:
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        _, left = psutil.wait_procs(children, timeout=5)
        assert self.process.stdout is not None
        self.process.stdout.close()
        assert not left, f"children outlived the supervisor: {left}"

    def probe(self, *clauses: str) -> list[dict[str, str]]:
        done = self.command("probe", "--json", *clauses)
        rows: list[dict[str, str]] = json.loads(done.stdout)
        return rows
