"""How the engine's words about one spell add up, in any order and however often (sans-IO).

A spell is the join of three facts: when it began, the most exact word on when it ended, when it was last seen.
Merging facts is commutative, associative and idempotent, so webhooks may come twice, late, or out of order.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from egret.meetings.models import ClosedBy

# The most exact first.
EXACTNESS = {ClosedBy.LEFT: 0, ClosedBy.ROOM: 1, ClosedBy.MISSED: 2}


@dataclass(frozen=True)
class End:
    at: datetime
    by: ClosedBy


@dataclass(frozen=True)
class Stay:
    joined_at: datetime
    end: End | None
    seen_at: datetime


def merge_end(one: End | None, other: End | None) -> End | None:
    """The more exact word; of two equally exact ones the earlier."""
    ends = [end for end in (one, other) if end is not None]
    return min(ends, key=lambda end: (EXACTNESS[end.by], end.at), default=None)


def merge(one: Stay, other: Stay) -> Stay:
    """What is known of a spell after both; it never ends before it began."""
    joined_at = min(one.joined_at, other.joined_at)
    end = merge_end(one.end, other.end)
    if end is not None and end.at < joined_at:
        end = replace(end, at=joined_at)
    return Stay(joined_at, end, max(one.seen_at, other.seen_at))


def total_seconds(stays: list[tuple[datetime, datetime]]) -> float:
    """Seconds covered by at least one of the stays: two connections at once are not counted twice."""
    covered = 0.0
    until: datetime | None = None
    for start, stop in sorted(stays):
        begin = start if until is None else max(start, until)
        if stop > begin:
            covered += (stop - begin).total_seconds()
        until = stop if until is None else max(until, stop)
    return covered
