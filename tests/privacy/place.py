"""A real data directory with its backups beside it, and processes that work on it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Place:
    """A data directory, and its backups beside it; `variables` say where its databases are, if not in it."""

    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def egret(self, *arguments: str, data: Path | None = None, code: int = 0) -> str:
        done = self.run([sys.executable, "-m", "egret.cli", *arguments], data or self.data)
        assert done.returncode == code, (arguments, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout + done.stderr

    def living(self, *arguments: str, data: Path | None = None) -> Any:
        done = self.run([sys.executable, "-m", "tests.privacy.living", *arguments], data or self.data)
        assert done.returncode == 0, (arguments, done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])

    def killed(self, *arguments: str, data: Path | None = None) -> bool:
        """Whether it was, before it had done all."""
        done = self.run([sys.executable, "-m", "tests.privacy.living", *arguments], data or self.data)
        assert done.returncode in (0, -signal.SIGKILL), (arguments, done.stderr[-3000:])
        return done.returncode == -signal.SIGKILL

    def run(self, command: list[str], data: Path) -> subprocess.CompletedProcess[str]:
        removed = {"EGRET_JOURNAL", "EGRET_DATABASE_URL", "EGRET_KEYRING_URL", "EGRET_BLOBS_URL", "EGRET_LIVEKIT_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in removed}
        return subprocess.run(
            command,
            cwd=ROOT,
            env={
                **environment,
                "EGRET_DATA": str(data),
                "EGRET_SMS": "memory",
                "EGRET_MAIL": "memory",
                "DJANGO_SETTINGS_MODULE": "egret.project.settings",
                "LC_ALL": "C.UTF-8",
                **self.variables,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def copied(self, to: Path) -> Place:
        shutil.copytree(self.folder, to, symlinks=True)
        return Place(to, self.variables)
