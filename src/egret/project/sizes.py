"""Sizes as an operator writes them: `500 MB`, `2TB`, `1048576`."""

from __future__ import annotations

import re
from decimal import Decimal

UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
# What a database's column holds.
MAXIMUM = 2**63 - 1
SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?B)?\s*", re.IGNORECASE)


def bytes_from(text: str) -> int | None:
    """The number of bytes; None for nothing. Raises ValueError for what is no size."""
    if not text.strip():
        return None
    found = SIZE.fullmatch(text)
    size = int(Decimal(found[1]) * UNITS[(found[2] or "").upper()]) if found else None
    if size is None or size > MAXIMUM:
        raise ValueError(f"`{text}` is no size")
    return size
