"""What a file or folder may be called: whatever every system that syncs with Egret can hold.

Names are compared by code points after NFC, as Linux and WebDAV do; `Report` and `report` are two files.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from egret.cloud.errors import NameUnusable

# A file name's bytes on ext4, XFS, APFS and in ZIP tools alike.
MAXIMUM_BYTES = 255
# Windows: Naming Files, Paths, and Namespaces.
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# A name must not look like another one: marks that turn the direction of text hide an extension.
DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
# No XML can hold these two (XML 1.0 §2.2): a folder with such a name could not be listed over WebDAV.
OUTSIDE_XML = re.compile("[\ufffe\uffff]")


def parse_name(typed: str) -> str:
    """The name as it is kept. Raises NameUnusable with the reason and, where there is one, a name that would do."""
    name = unicodedata.normalize("NFC", typed)
    reason = _fault(name)
    if reason is not None:
        raise NameUnusable(reason=reason, field="name")
    return name


def _fault(name: str) -> str | None:
    """Which rule a name breaks: a stable word."""
    if not name or not name.strip():
        return "empty"
    if name in (".", ".."):
        return "dots"
    if "/" in name or "\\" in name:
        return "separator"
    if any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in name) or OUTSIDE_XML.search(name):
        return "control"
    if DIRECTION_MARKS.search(name):
        return "direction"
    if len(name.encode()) > MAXIMUM_BYTES:
        return "long"
    if RESERVED.fullmatch(name):
        return "reserved"
    if name[-1] in ". " or name[0] == " ":
        return "edge"
    return None


def numbered(name: str, number: int) -> str:
    """`report (2).pdf`, short enough: the stem gives way."""
    if number < 2:
        return name
    path = PurePosixPath(name)
    suffix = path.suffix if len(path.suffix.encode()) <= 32 else ""
    stem = name[: len(name) - len(suffix)] if suffix else name
    ending = f" ({number}){suffix}"
    room = MAXIMUM_BYTES - len(ending.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + ending
