"""Counting business days. Pure: neither clock nor database; the same question has the same answer.

For countries whose lists stand in `tables.py` those decide; for a year they do not have yet, and for all other
countries, the library `holidays` does, and what it has to guess makes the answer provisional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from zoneinfo import ZoneInfo

from egret.privacy.calendars.tables import PUBLISHED

# The library marks with it what follows from a moon that nobody has seen yet.
GUESSED = "(estimated)"
NO_COUNTRY = "Monday to Friday; no country is set whose holidays could be counted"


@dataclass(frozen=True)
class Counted:
    """A day reached by counting, and how: `skipped` are the weekdays that did not count, `worked` the weekend days
    that did; `provisional` when a day of it is not published yet."""

    on: date
    skipped: tuple[date, ...]
    worked: tuple[date, ...]
    sources: tuple[str, ...]
    provisional: bool


@dataclass(frozen=True)
class _Calendar:
    off: frozenset[date]
    on: frozenset[date]
    weekend: frozenset[int]
    guessed: frozenset[date]
    source: str
    published: bool


def is_business_day(country: str, day: date) -> bool:
    """Whether people work on this day; `country` is ISO 3166-1 alpha-2, "" where none is known."""
    calendar = _calendar(country, day.year)
    return day in calendar.on or not (day.weekday() in calendar.weekend or day in calendar.off)


def count_from(country: str, day: date, count: int) -> Counted:
    """The `count`th business day after `day`, which itself does not count. Raises ValueError for a count below 1."""
    if count < 1:
        raise ValueError("count at least one day")
    skipped: list[date] = []
    worked: list[date] = []
    sources: dict[str, None] = {}
    provisional = False
    reached = day
    while count:
        reached += timedelta(days=1)
        calendar = _calendar(country, reached.year)
        sources[calendar.source] = None
        provisional |= not calendar.published or reached in calendar.guessed
        if is_business_day(country, reached):
            count -= 1
            if reached.weekday() in calendar.weekend:
                worked.append(reached)
        elif reached.weekday() not in calendar.weekend:
            skipped.append(reached)
    return Counted(reached, tuple(skipped), tuple(worked), tuple(sources), provisional)


def days_left(country: str, today: date, due: date) -> int:
    """How many business days there still are, today's not counted; negative: how many it is late."""
    first, last, sign = (today, due, 1) if due >= today else (due, today, -1)
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sign * sum(is_business_day(country, day) for day in days)


@lru_cache(maxsize=256)
def _calendar(country: str, year: int) -> _Calendar:
    published = PUBLISHED.get(country, {}).get(year)
    if published is not None:
        weekend = frozenset({5, 6})
        return _Calendar(published.off, published.on, weekend, frozenset(), f"{year}: {published.source}", True)
    return _from_library(country, year)


def _from_library(country: str, year: int) -> _Calendar:
    import holidays  # only here: most installations never need it, and it is slow to load

    try:
        found = holidays.country_holidays(country, years=year)
    except NotImplementedError:
        return _Calendar(frozenset(), frozenset(), frozenset({5, 6}), frozenset(), NO_COUNTRY, True)
    return _Calendar(
        frozenset(found),
        frozenset(day for day in found.weekend_workdays if day.year == year),
        frozenset(found.weekend),
        frozenset(day for day, name in found.items() if GUESSED in name),
        f"{year}: holidays {version('holidays')} (https://github.com/vacanza/holidays), {country}",
        country not in PUBLISHED,
    )


def received_on(moment: datetime, zone: str) -> date:
    """The day it was, when something came in, where the controller is."""
    return moment.astimezone(ZoneInfo(zone)).date()


def end_of_day(day: date, zone: str) -> datetime:
    """The moment a day is over there, in UTC: the next midnight, however many hours the day had."""
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)


def zone_for(country: str, moment: datetime) -> str:
    """The zone in which a country's days begin and end. Of several, that in which it is earliest: a day that begins
    later there is over later, and whoever asks gets the earlier deadline."""
    zones = _zones().get(country, ("UTC",))
    return min(zones, key=lambda zone: (moment.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(), zone))


@lru_cache(maxsize=1)
def _zones() -> dict[str, tuple[str, ...]]:
    """The IANA database's table of countries and their zones."""
    found: dict[str, list[str]] = {}
    for line in (files("tzdata") / "zoneinfo" / "zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}
