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

from tests.prepared import prepare


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
        dropped = ("EGRET_", "DJANGO_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        # The probes' made-up people would come and go between those of the tests.
        self.environment = {**environment, "LANG": "C.UTF-8", "EGRET_PROBES": "off", **variables}
        if not data.exists() and "EGRET_DATABASE_URL" not in variables:
            prepare(data)
        self.up = [*EGRET, "up", "--data", str(data), "--port", str(self.port), *LOOPBACK, *options]
        self.start()

    def start(self) -> None:
        """Start it (again, after `kill`)."""
        self.lines.clear()
        self.process = subprocess.Popen(
            self.up, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
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
            env={**self.environment, "DJANGO_SETTINGS_MODULE": "egret.project.settings"},
        )

    def child(self, word: str) -> psutil.Process:
        """The running child whose command line holds `word`."""
        found: list[psutil.Process] = wait_until(lambda: self.children(word), 20, f"a child with {word}")
        return found[0]

    def children(self, word: str) -> list[psutil.Process]:
        """Those whose command line holds `word`, each before what it started itself."""
        found = []
        for process in psutil.Process(self.process.pid).children(recursive=True):
            try:
                if word in " ".join(process.cmdline()):
                    found.append(process)
            except psutil.NoSuchProcess:
                continue
        return found

    def kill(self) -> None:
        """End all of it at once, as a power cut would."""
        running = psutil.Process(self.process.pid)
        everything = [running, *running.children(recursive=True)]
        for process in everything:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue
        self.process.wait(10)
        psutil.wait_procs(everything, timeout=10)
        self._reader.join(10)
        self._close()

    def stop(self) -> None:
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        _, left = psutil.wait_procs(children, timeout=5)
        self._close()
        assert not left, f"children outlived the supervisor: {left}"

    def _close(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()

    def probe(self, *clauses: str) -> list[dict[str, str]]:
        done = self.command("probe", "--json", *clauses)
        rows: list[dict[str, str]] = json.loads(done.stdout)
        return rows
