"""What a beacon may hold: a closed list of numbers and one word. Whatever else comes is dropped and counted (C19)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# A beacon of every key is some 250 bytes.
MAXIMUM_BYTES = 2048
CODECS = ("vp8", "vp9", "h264", "h265", "av1")


class BeaconUnreadable(ValueError):
    """Not a JSON object of at most MAXIMUM_BYTES."""


def _whole(highest: int) -> Callable[[Any], Any]:
    def read(value: Any) -> int | None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return round(value) if is_number and 0 <= value <= highest else None

    return read


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and value in CODECS else None


# Each key with the largest value that a call can have; a number beyond it is no measurement.
ALLOWED: dict[str, Callable[[Any], Any]] = {
    "sent_kbps": _whole(100_000),
    "received_kbps": _whole(1_000_000),
    "sent_lost_permille": _whole(1000),
    "received_lost_permille": _whole(1000),
    "jitter_ms": _whole(60_000),
    "round_trip_ms": _whole(60_000),
    "freezes": _whole(1000),
    "width": _whole(16_384),
    "height": _whole(16_384),
    "codec": _word,
}


@dataclass(frozen=True)
class Beacon:
    """The values that may be kept, and how many others came with them."""

    values: dict[str, int | str]
    dropped: int


def read(body: bytes) -> Beacon:
    """Keep what the list allows, count what it does not. Raises BeaconUnreadable."""
    if len(body) > MAXIMUM_BYTES:
        raise BeaconUnreadable
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        raise BeaconUnreadable from None
    if not isinstance(given, dict):
        raise BeaconUnreadable
    kept = {key: ALLOWED[key](value) for key, value in given.items() if key in ALLOWED}
    values = {key: value for key, value in kept.items() if value is not None}
    return Beacon(values, len(given) - len(values))
