"""Where heads go beside the data directory: a directory (another disk, a share), or a command that gets one a line."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path
from shutil import which

from egret.privacy.audit import heads
from egret.privacy.audit.heads import Head

COMMAND_SECONDS = 20
FILE = "heads.jsonl"


class Undelivered(Exception):
    """The operator's directory or command did not take it."""


def hand_on(where: str, head: Head) -> None:
    """Raises Undelivered."""
    if is_directory(where):
        try:
            heads.append(Path(where) / FILE, head)
        except OSError as error:
            raise Undelivered(error.strerror) from error
        return
    try:
        subprocess.run(
            shlex.split(where), input=head.line().encode(), capture_output=True, check=True, timeout=COMMAND_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Undelivered(type(error).__name__) from error


def is_directory(where: str) -> bool:
    """An address that ends in a slash or is a directory; everything else is a command."""
    return where.endswith(os.sep) or Path(where).is_dir()


def fault_of(where: str) -> str | None:
    """What is wrong with what the operator gave; None when nothing is."""
    if is_directory(where):
        if not Path(where).is_dir():
            return f"there is no directory {where}"
        return None if os.access(where, os.W_OK) else f"{where} may not be written to"
    try:
        program = shlex.split(where)[0]
    except (ValueError, IndexError):
        return "it is neither a directory nor a command"
    return None if which(program) else f"there is neither a directory nor a program {program}"
