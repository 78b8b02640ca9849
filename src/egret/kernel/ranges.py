"""The `Range` header, as far as it asks for one range of bytes (RFC 9110 §14)."""

from __future__ import annotations

import re

# Numbers beyond any file are numbers all the same: whoever asks from there on hears that the file ends before it.
RANGE = re.compile(r"bytes=\s*(?:([0-9]{1,99})-([0-9]{0,99})|-([0-9]{1,99}))\s*", re.IGNORECASE)


class OutOfRange(Exception):
    """Nothing of the content lies in the range (416)."""


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """The range asked for, half open; None: serve all, as for several ranges, which §14.2 lets a server ignore.

    Raises OutOfRange.
    """
    found = RANGE.fullmatch(header)
    if found is None:
        return None
    if found[3] is not None:
        start, stop = max(0, size - int(found[3])), size
    else:
        start, stop = int(found[1]), size if found[2] == "" else min(size, int(found[2]) + 1)
        if found[2] != "" and int(found[2]) < start:
            return None  # not a range at all: §14.1.1
    if start >= size or start >= stop:
        raise OutOfRange
    return start, stop
