"""When a meeting is held within a window: its series expanded, what was moved and cancelled applied (sans-IO)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from egret.meetings.scheduling.models import Change, Series
from egret.meetings.scheduling.rules import read_rule
from egret.meetings.scheduling.zones import Oddity, local_of, moment_of, oddity_of, read_local, write_local

# Offsets reach from -12 to +14 hours, and clocks have been set by a whole day (Samoa, 2011).
ZONE_SLACK = timedelta(hours=38)
MAXIMUM_MINUTES = 24 * 60
# What is further ahead than this is not looked for: the next occurrence of a meeting held every 99 years.
NEXT_HORIZON = timedelta(days=366 * 2)


@dataclass(frozen=True)
class Occurrence:
    """One time a meeting is held. `key` is the start its series gives it, `start` the one it has; `at` the moment."""

    series: Series
    key: str
    start: str
    at: datetime
    minutes: int
    moved: bool = False
    cancelled: bool = False

    @property
    def ends_at(self) -> datetime:
        return self.at + timedelta(minutes=self.minutes)

    @property
    def oddity(self) -> Oddity:
        return oddity_of(self.series.zone, read_local(self.start))


def between(
    series: Series, changes: Iterable[Change], low: datetime, high: datetime, *, with_cancelled: bool = False
) -> Iterator[Occurrence]:
    """What of a series overlaps the window [low, high), by when it would have been held."""
    changed = {change.occurrence: change for change in changes}
    keys = set(_starts(series, low, high))
    # One that was moved into the window comes from outside it.
    keys |= {key for key, change in changed.items() if change.start and _held(series, key)}
    for key in sorted(keys):
        one = _occurrence(series, key, changed.get(key))
        if one.at < high and one.ends_at > low and (with_cancelled or not one.cancelled):
            yield one


def occurrence_of(series: Series, key: str, change: Change | None) -> Occurrence | None:
    """The occurrence that a series gives this start; None when it gives none."""
    try:
        local = read_local(key)
    except ValueError:
        return None
    if write_local(local) != key or not _held(series, key):
        return None
    if local not in _locals(series, local, local):
        return None
    return _occurrence(series, key, change)


def _occurrence(series: Series, key: str, change: Change | None) -> Occurrence:
    start = change.start if change and change.start else key
    minutes = change.minutes if change and change.minutes else series.minutes
    cancelled = bool(change and change.cancelled) or bool(series.cancelled_from and key >= series.cancelled_from)
    return Occurrence(
        series,
        key,
        start,
        moment_of(series.zone, read_local(start)),
        minutes,
        moved=bool(change and (change.start or change.minutes)),
        cancelled=cancelled,
    )


def _held(series: Series, key: str) -> bool:
    return not series.ends_before or key < series.ends_before


def _starts(series: Series, low: datetime, high: datetime) -> Iterator[str]:
    """The keys that may fall into a window."""
    early = (low - timedelta(minutes=MAXIMUM_MINUTES) - ZONE_SLACK).astimezone(UTC).replace(tzinfo=None)
    late = (high + ZONE_SLACK).astimezone(UTC).replace(tzinfo=None)
    for local in _locals(series, early, late):
        key = write_local(local)
        if not _held(series, key):
            return
        yield key


def _locals(series: Series, low: datetime, high: datetime) -> Iterator[datetime]:
    start = read_local(series.start)
    if not series.rule:
        if low <= start <= high:
            yield start
        return
    if series.last_start:
        high = min(high, read_local(series.last_start))
    yield from read_rule(series.rule).between(start, low, high)


def span_of(series: Series) -> tuple[datetime, datetime | None]:
    """Between which moments a series lies, a change of its zone's rules allowed for."""
    first = moment_of(series.zone, read_local(series.start)) - ZONE_SLACK
    last = series.last_start or ("" if series.rule else series.start)
    if not last:
        return first, None
    return first, moment_of(series.zone, read_local(last)) + timedelta(minutes=MAXIMUM_MINUTES) + ZONE_SLACK


def all_between(
    series: Iterable[Series],
    changes: Mapping[uuid.UUID, list[Change]],
    low: datetime,
    high: datetime,
    *,
    with_cancelled: bool = False,
) -> list[Occurrence]:
    """The same of many series, by time."""
    found = [
        one
        for each in series
        for one in between(each, changes.get(each.id, ()), low, high, with_cancelled=with_cancelled)
    ]
    return sorted(found, key=lambda one: (one.at, str(one.series.id)))


def local_day(zone: str, moment: datetime) -> str:
    """What the clocks of a zone show, as a key."""
    return write_local(local_of(zone, moment))
