"""The tests' S3 server, built once into the cache: the store is tested against a real one."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from egret.cli.install.steps import Step
from egret.cli.install.toolchain import GO
from egret.kernel.text import Text
from egret.media.engine.binary import cache_directory

VERSION = "1.8.0"
PACKAGE = "github.com/versity/versitygw/cmd/versitygw"
# Another program of that version, where one is at hand.
BINARY_VARIABLE = "EGRET_TEST_S3_BIN"


def program() -> Path:
    named = os.environ.get(BINARY_VARIABLE)
    return Path(named) if named else cache_directory() / f"versitygw-{VERSION}"


def s3_step() -> Step | None:
    if program().exists():
        return None
    return Step("s3", Text("the tests' S3 server", "测试用 S3 服务器"), build, needs=["venv", "go"])


def build(step: Step) -> None:
    """`go install` into a folder of its own, then one rename, as the media engine is built."""
    cache = cache_directory()
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="build-") as folder:
        environment = {**GO.environment(), "GOBIN": folder, "CGO_ENABLED": "0", "GOTOOLCHAIN": "auto"}
        environment["GOFLAGS"] = f"{os.environ.get('GOFLAGS', '')} -trimpath -modcacherw".strip()
        if not GO.on_machine():
            environment |= {"GOPATH": f"{folder}/gopath", "GOCACHE": f"{folder}/gocache"}
        step.command(["go", "install", "-ldflags=-s -w", f"{PACKAGE}@v{VERSION}"], cache, environment)
        target = program()
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        shutil.move(Path(folder) / "versitygw", draft)
        draft.replace(target)
