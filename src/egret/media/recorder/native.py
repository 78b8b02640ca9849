"""The native module, which an installation may lack: then recording says so and everything else works."""

from __future__ import annotations

from importlib.util import find_spec

MODULE = "egret_media"


def is_there() -> bool:
    """Whether this installation can record."""
    return find_spec(MODULE) is not None
