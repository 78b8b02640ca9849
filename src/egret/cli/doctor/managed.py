"""What lies in the database: a child of ours loads Django and reads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from egret.kernel.text import Text
from egret.project.instance import DATA_VARIABLE, Instance

# Loading Django takes a second; a database that another process holds, longer.
READ_SECONDS = 30

BRING_UP_TO_DATE = Text("start Egret once, which brings its database up to date.", "请启动一次 Egret 以更新数据库。")


class Unreadable(Exception):
    """The command did not answer with JSON: most often the database is older than the program."""


def has_database(instance: Instance) -> bool:
    return instance.database.exists() or bool(os.environ.get("EGRET_DATABASE_URL"))


def read_json(instance: Instance, command: str, *arguments: str, seconds: float = READ_SECONDS) -> Any:
    """What `egret manage <command> --json` prints. Raises Unreadable."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "egret.cli", "manage", command, *arguments, "--json", "--skip-checks"],
            env={**os.environ, DATA_VARIABLE: str(instance.data)},
            capture_output=True,
            text=True,
            check=True,
            timeout=seconds,
        )
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise Unreadable from error
