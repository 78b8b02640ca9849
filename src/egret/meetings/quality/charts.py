"""Samples as a line that fits a chart: one point for each stretch of time (sans-IO)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

# Points stand for the worst of their stretch where the worst is what people noticed, for its mean elsewhere.
WORST = frozenset({"sent_lost_permille", "received_lost_permille", "jitter_ms", "round_trip_ms"})
SUMMED = frozenset({"freezes"})


@dataclass(frozen=True)
class Row:
    at: datetime
    values: Mapping[str, int | None]


@dataclass(frozen=True)
class Point:
    at: datetime
    values: Mapping[str, int | None]


def points(rows: Sequence[Row], first: datetime, last: datetime, most: int) -> list[Point]:
    """At most `most` points between the two moments. A stretch without a sample has none: the line breaks there."""
    width = max((last - first) / most, timedelta(seconds=1))

    def stretch(row: Row) -> int:
        return min(int((row.at - first) / width), most - 1)

    return [_point(list(group)) for _, group in groupby(sorted(rows, key=lambda row: row.at), key=stretch)]


def _point(rows: Sequence[Row]) -> Point:
    names = rows[0].values
    return Point(rows[0].at, {name: _together(name, [row.values[name] for row in rows]) for name in names})


def _together(name: str, values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    if name in SUMMED:
        return sum(known)
    return max(known) if name in WORST else round(sum(known) / len(known))


def p95(values: Iterable[int | None]) -> int | None:
    """The value that 95 of 100 stay at or below; None without any."""
    known = sorted(value for value in values if value is not None)
    return known[min(len(known) - 1, len(known) * 95 // 100)] if known else None
