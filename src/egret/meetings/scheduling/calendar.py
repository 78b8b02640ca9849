"""What a calendar app is told: iCalendar (RFC 5545), and its messages about meetings (RFC 5546)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from egret.kernel import clock
from egret.meetings.scheduling.models import Change, Schedule, Series
from egret.meetings.scheduling.occurrences import Occurrence
from egret.meetings.scheduling.zones import changes_between, local_of, moment_of, read_local

PRODUCT = "-//Egret//Egret//EN"
# How far ahead a zone's changes are written out for a meeting without an end; a feed is read anew long before.
HORIZON = timedelta(days=3660)

Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Place:
    """Where links lead, and what stands in for a title that nobody gave."""

    origin: str
    untitled: str

    def link(self, schedule: Schedule) -> str:
        return f"{self.origin}/m/{schedule.code}"


def calendar_of(
    schedules: list[Schedule], place: Place, method: Method = "PUBLISH", *, attendee: str | None = None
) -> bytes:
    """One file with these meetings and the zones they name. `attendee` is the mail address of who is invited."""
    return _written(
        method,
        (
            (series, _events(schedule, series, place, method, attendee))
            for schedule in schedules
            for series in schedule.series.all()
        ),
    )


def cancellation_of(one: Occurrence, place: Place, attendee: str) -> bytes:
    """That one occurrence is not held, the others are (RFC 5546 §3.2.5)."""
    series = one.series
    event = _event(series.schedule, series, place, one.start, one.minutes, attendee)
    if series.rule:
        event.add("recurrence-id", _local(series, one.key))
    event.add("status", "CANCELLED")
    return _written("CANCEL", [(series, [event])])


def uninvitation_of(schedule: Schedule, title: str, sequence: int, place: Place, attendee: str) -> bytes:
    """That one guest is not invited any more, under the title they knew; the meeting is held, so that there must be no
    STATUS (RFC 5546 §3.2.5). What else it is now is not theirs to know."""
    events = []
    for series in schedule.series.all():
        event = _moment(schedule, series, series.start, series.minutes)
        event.add("sequence", sequence)
        event.add("summary", title)
        _address(event, place, attendee)
        events.append((series, [event]))
    return _written("CANCEL", events)


def _written(method: Method, events_of: Iterable[tuple[Series, list[Event]]]) -> bytes:
    """One file: the zones first that its events name."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if method == "PUBLISH":
        calendar.add("x-wr-calname", "Egret")
        calendar.add("refresh-interval;value=duration", "PT1H")
    events: list[Event] = []
    spans: dict[str, tuple[datetime, datetime]] = {}
    for series, made in events_of:
        events += made
        if made:
            low, high = spans.get(series.zone, (series.first_at, series.first_at))
            end = series.last_at or max(series.first_at, clock.now()) + HORIZON
            spans[series.zone] = (min(low, series.first_at), max(high, end))
    for zone, (low, high) in spans.items():
        calendar.add_component(_zone(zone, low.year, high.year))
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(schedule: Schedule, series: Series, place: Place, method: Method, attendee: str | None) -> list[Event]:
    changes = sorted(series.changes.all(), key=lambda change: change.occurrence)
    stops = [each for each in (series.ends_before, series.cancelled_from) if each]
    stop = min(stops, default="")
    if stop and stop <= series.start and method != "CANCEL":
        return []
    changes = [change for change in changes if not stop or change.occurrence < stop]
    event = _event(schedule, series, place, series.start, series.minutes, attendee)
    if series.rule:
        event.add("rrule", _rule(series, stop))
    if method == "CANCEL":
        event.add("status", "CANCELLED")
        return [event]
    event.add("status", "CONFIRMED")
    for change in changes:
        if change.cancelled:
            event.add("exdate", _local(series, change.occurrence))
    return [
        event,
        *(_override(schedule, series, change, place, attendee) for change in changes if not change.cancelled),
    ]


def _override(schedule: Schedule, series: Series, change: Change, place: Place, attendee: str | None) -> Event:
    minutes = change.minutes or series.minutes
    event = _event(schedule, series, place, change.start or change.occurrence, minutes, attendee)
    event.add("recurrence-id", _local(series, change.occurrence))
    event.add("status", "CONFIRMED")
    return event


def _event(schedule: Schedule, series: Series, place: Place, start: str, minutes: int, attendee: str | None) -> Event:
    event = _moment(schedule, series, start, minutes)
    event.add("sequence", schedule.sequence)
    event.add("summary", schedule.title or place.untitled)
    link = place.link(schedule)
    event.add("description", "\n\n".join(filter(None, (schedule.note, link))))
    event.add("location", link)
    event.add("url", link)
    if attendee:
        _address(event, place, attendee)
    return event


def _moment(schedule: Schedule, series: Series, start: str, minutes: int) -> Event:
    """Which event it is, and when."""
    event = Event()
    event.add("uid", f"{series.id}@egret")
    event.add("dtstamp", clock.now())
    event.add("created", schedule.created_at)
    event.add("dtstart", _local(series, start))
    event.add("duration", timedelta(minutes=minutes))
    return event


def _address(event: Event, place: Place, attendee: str) -> None:
    event.add("organizer", f"mailto:noreply@{urlsplit(place.origin).hostname}")
    event.add("attendee", f"mailto:{attendee}", parameters={"PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"})


def _local(series: Series, start: str) -> datetime:
    return read_local(start).replace(tzinfo=ZoneInfo(series.zone))


def _rule(series: Series, stop: str) -> vRecur:
    """With its end as a moment in UTC, as §3.3.10 asks of an event with a zone."""
    rule: vRecur = vRecur.from_ical(series.rule)
    end = moment_of(series.zone, read_local(series.last_start)) if series.last_start else None
    if stop:
        before = moment_of(series.zone, read_local(stop)) - timedelta(seconds=1)
        end = before if end is None else min(end, before)
    if end is not None:
        rule["UNTIL"] = [end]
    return rule


@lru_cache(maxsize=256)
def _zone(name: str, first: int, last: int) -> Timezone:
    """The zone's offsets in these years, each change written out.

    Written here: what `icalendar` derives from a tzinfo gives onsets by the clock after the change, where RFC 5545
    §3.6.5 wants the clock before it, and calendar apps are then wrong for an hour.
    """
    low, high = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    zone = Timezone()
    zone.add("tzid", name)
    place = ZoneInfo(name)
    begin = low.astimezone(place)
    offset = begin.utcoffset() or timedelta(0)
    zone.add_component(_observance(bool(begin.dst()), [local_of(name, low)], offset, offset, begin.tzname() or name))
    kinds: dict[tuple[timedelta, timedelta, bool, str], list[datetime]] = {}
    for onset, before, after in changes_between(name, low, high):
        local = onset.astimezone(place)
        key = (before, after, bool(local.dst()), local.tzname() or name)
        kinds.setdefault(key, []).append((onset + before).replace(tzinfo=None))
    for (before, after, daylight, abbreviation), onsets in kinds.items():
        zone.add_component(_observance(daylight, onsets, before, after, abbreviation))
    return zone


def _observance(
    daylight: bool, onsets: list[datetime], before: timedelta, after: timedelta, abbreviation: str
) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if daylight else TimezoneStandard()
    part.add("dtstart", onsets[0])
    if onsets[1:]:
        part.add("rdate", onsets[1:])
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("tzname", abbreviation)
    return part
