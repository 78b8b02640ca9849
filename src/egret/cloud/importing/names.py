"""Names that Egret cannot hold, made into ones that it can."""

from __future__ import annotations

import re
import unicodedata

from egret.cloud.errors import NameUnusable
from egret.cloud.names import DIRECTION_MARKS, MAXIMUM_BYTES, OUTSIDE_XML, parse_name

UNNAMED = "unnamed"


def usable_name(name: str) -> str:
    """The name itself where it can be kept, else the nearest one that can."""
    try:
        return parse_name(name)
    except NameUnusable:
        pass
    near = DIRECTION_MARKS.sub("", unicodedata.normalize("NFC", name))
    near = "".join("_" if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") else letter for letter in near)
    near = OUTSIDE_XML.sub("_", re.sub(r"[/\\]", "_", near)).strip(" ").rstrip(". ")
    if len(near.encode()) > MAXIMUM_BYTES:
        near = _shortened(near)
    try:
        return parse_name(near or UNNAMED)
    except NameUnusable:
        # A device name of Windows, or what shortening left.
        return parse_name(f"_{_shortened(near, MAXIMUM_BYTES - 1).strip('. ')}")


def _shortened(name: str, room: int = MAXIMUM_BYTES) -> str:
    """The stem gives way, the ending stays."""
    stem, dot, suffix = name.rpartition(".")
    ending = f".{suffix}" if dot and stem and len(suffix.encode()) <= 32 else ""
    stem = name[: len(name) - len(ending)] if ending else name
    return stem.encode()[: room - len(ending.encode())].decode(errors="ignore").rstrip(". ") + ending
