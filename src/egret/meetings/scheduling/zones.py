"""Wall-clock time and the moment it stands for, in a zone of the IANA database (sans-IO).

RFC 5545 §3.3.5: a local time that does not exist (clocks go forward) is read with the offset before the gap, so it
moves on by the gap; one that exists twice (clocks go back) is the first. PEP 495's `fold=0` says the same.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

# Names of the database that are no place: what this machine is set to, and "not set".
NO_PLACES = {"localtime", "Factory"}

Oddity = Literal["", "skipped", "twice"]


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """The names people may choose; reading them walks a directory."""
    return frozenset(available_timezones() - NO_PLACES)


def read_local(text: str) -> datetime:
    """The wall-clock time that was written. Raises ValueError."""
    # An agenda reads thousands: `strptime` takes forty times as long.
    local = datetime.fromisoformat(text)
    if local.tzinfo is not None or write_local(local) != text:
        raise ValueError(f"not a wall clock to the minute: {text}")
    return local


def write_local(local: datetime) -> str:
    return local.isoformat(timespec="minutes")


# An agenda asks for the same ones again whenever it is looked at; the rules of zones do not change while we run.
@lru_cache(maxsize=16_384)
def moment_of(zone: str, local: datetime) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` show `local`."""
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local_of(zone: str, moment: datetime) -> datetime:
    """What the clocks of `zone` show at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


@lru_cache(maxsize=16_384)
def oddity_of(zone: str, local: datetime) -> Oddity:
    """Whether clocks skip this time, or show it twice."""
    if local_of(zone, moment_of(zone, local)) != local:
        return "skipped"
    here = local.replace(tzinfo=ZoneInfo(zone))
    return "twice" if here.replace(fold=0).utcoffset() != here.replace(fold=1).utcoffset() else ""


def changes_between(zone: str, low: datetime, high: datetime) -> list[tuple[datetime, timedelta, timedelta]]:
    """When the clocks of `zone` change: the moment in UTC, the offset before and the offset after."""
    place = ZoneInfo(zone)

    def offset(moment: datetime) -> timedelta:
        return moment.astimezone(place).utcoffset() or timedelta(0)

    found = []
    moment = low
    while moment < high:
        # No zone has changed twice within ten days of one another since 1970 but for Morocco's Ramadan, a month.
        following = min(moment + timedelta(days=10), high)
        if offset(moment) != offset(following):
            # Whole seconds: before the first, after the second the offset is known.
            before, after = 0, round((following - moment).total_seconds())
            while after - before > 1:
                middle = (before + after) // 2
                still = offset(moment + timedelta(seconds=middle)) == offset(moment)
                before, after = (middle, after) if still else (before, middle)
            onset = moment + timedelta(seconds=after)
            found.append((onset, offset(moment), offset(following)))
        moment = following
    return found
