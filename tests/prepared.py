"""Databases that were made once in this run: installations that are not about their first start begin with a copy."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.cli.support import EGRET, environment

# As `egret up` does it: a start that finds this note has nothing to prepare.
REMEMBER = "import sys; from pathlib import Path; from egret.cli.prepared import remember; "
REMEMBER += "from egret.project.instance import Instance; remember(Instance(Path(sys.argv[1])))"


@cache
def _prepared() -> Path:
    directory = Path(tempfile.mkdtemp(prefix="egret-prepared-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    data = directory / "data"
    migrate = [*EGRET, "migrate", "-v0", "--data", str(data)]
    for command in (migrate, [sys.executable, "-c", REMEMBER, str(data)]):
        subprocess.run(command, env=environment(), check=True)
    return data


def prepare(data: Path) -> None:
    """Let a data directory that is empty, or not there yet, hold databases without a row."""
    shutil.copytree(_prepared(), data, dirs_exist_ok=True)
    data.chmod(0o700)
