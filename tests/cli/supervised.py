"""A supervisor of small children, for tests that end it from outside: `supervised.py DIRECTORY [stubborn|crashing]`."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from egret.cli.process import Service
from egret.cli.supervisor import Supervisor

# Leaves its own and its child's number, then waits. The child would outlive it if nobody ended it.
STEADY = """
import os, pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()} {child.pid}")
print("steady", flush=True)
try:
    time.sleep(60)
finally:
    child.kill()
"""
TERMINATED = "import signal, sys\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(0))\n"
# Like LiveKit with participants: one signal is not enough.
STUBBORN = """
import os, pathlib, signal, sys, time
asked = []
signal.signal(signal.SIGTERM, lambda *_: asked.append(1))
pathlib.Path(sys.argv[1]).write_text(str(os.getpid()))
while len(asked) < 2:
    time.sleep(0.02)
"""
CRASHING = "import sys; print('about to fail', flush=True); sys.exit(3)"


def service(name: str, code: str, directory: Path, orphaned: signal.Signals, stop_signals: int = 1) -> Service:
    return Service(
        name=name,
        command=[sys.executable, "-c", code, str(directory / name)],
        environment=dict(os.environ),
        directory=directory,
        orphaned=orphaned,
        stop_signals=stop_signals,
    )


def main() -> None:
    directory, kind = Path(sys.argv[1]), sys.argv[2]
    with Supervisor() as supervisor:
        supervisor.add(service("steady", TERMINATED + STEADY, directory, signal.SIGTERM))
        if kind == "stubborn":
            supervisor.add(service("stubborn", STUBBORN, directory, signal.SIGKILL, stop_signals=2))
        if kind == "crashing":
            supervisor.add(service("crashing", CRASHING, directory, signal.SIGKILL))
        supervisor.run(lambda: False)
    print("stopped", flush=True)


if __name__ == "__main__":
    main()
