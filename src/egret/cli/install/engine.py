"""Building the media engine where the machine has none."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from pathlib import Path

from egret.cli.install.steps import Step
from egret.cli.install.toolchain import GO
from egret.cli.terminal import language
from egret.kernel.text import Text
from egret.media.engine.binary import (
    BINARY_VARIABLE,
    GO_PACKAGE,
    URL_VARIABLE,
    VERSION,
    built_binary,
    cache_directory,
    checked,
    find_binary,
)
from egret.media.engine.errors import EngineUnusable


def is_needed() -> bool:
    """Whether an engine must be built. One that the operator named and that is unusable is an error, not a reason."""
    if os.environ.get(URL_VARIABLE):
        return False
    try:
        find_binary()
    except EngineUnusable:
        if os.environ.get(BINARY_VARIABLE):
            raise
        return True
    return False


def engine_step() -> Step | None:
    if not is_needed():
        return None
    return Step("engine", Text("media engine", "媒体引擎"), build, needs=["venv", "go"])


def build(step: Step) -> None:
    """`go install` into a folder of its own, then one rename: whoever builds at the same time gets a whole program."""
    cache = cache_directory()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="build-") as folder:
        environment = {
            **GO.environment(),
            "GOBIN": folder,
            "CGO_ENABLED": "0",  # no C compiler needed, and the program runs on any Linux
            # A machine whose own Go is older than the engine's source asks for gets that one by itself.
            "GOTOOLCHAIN": "auto",
            "GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -trimpath -modcacherw".strip(),
        }
        if not GO.on_machine():
            # Nobody on this machine uses Go: its gigabyte of sources and objects need not stay.
            environment |= {"GOPATH": f"{folder}/gopath", "GOCACHE": f"{folder}/gocache"}
        finished = threading.Event()
        watcher = threading.Thread(target=_count_downloads, args=(step, finished), daemon=True)
        watcher.start()
        try:
            step.command(["go", "install", "-ldflags=-s -w", f"{GO_PACKAGE}@v{VERSION}"], cache, environment)
        finally:
            finished.set()
        made = Path(folder) / "server"
        checked(made)
        target = built_binary()
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.move(made, draft)
        draft.replace(target)


def _count_downloads(step: Step, finished: threading.Event) -> None:
    """Go says a line per module it downloads and then compiles in silence."""
    while not finished.wait(1.0):
        try:
            count = step.log.read_text(errors="replace").count("go: downloading")
        except OSError:
            continue
        step.detail = Text(f"{count} modules", f"{count} 个模块").say(language()) if count else ""
