"""When meetings are held: rules and zones, over clock changes in both hemispheres, beside an independent judge."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from egret.meetings.scheduling import occurrences
from egret.meetings.scheduling.calendar import Place, calendar_of
from egret.meetings.scheduling.errors import RuleUnusable
from egret.meetings.scheduling.models import Change, Schedule, Series
from egret.meetings.scheduling.rules import MAXIMUM_OCCURRENCES, moved_rule, parse_rule, read_rule
from egret.meetings.scheduling.zones import changes_between, moment_of, oddity_of, read_local, write_local

LONG_AGO = datetime(1971, 1, 1, tzinfo=UTC)


def series(zone: str, start: str, rule: str = "", minutes: int = 60) -> Series:
    made = Series(id=uuid.uuid4(), schedule=Schedule(code="a"), zone=zone, start=start, minutes=minutes)
    if rule:
        parsed, last = parse_rule(rule, read_local(start), zone)
        made.rule, made.last_start = parsed.text(), write_local(last) if last else ""
    made.first_at, made.last_at = occurrences.span_of(made)
    return made


def starts(of: Series, low: datetime, high: datetime, *changes: Change) -> list[str]:
    return [f"{one.at:%m-%d %H:%M}" for one in occurrences.between(of, changes, low, high)]


def utc(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "start", "moments"),
    [
        # Clocks go forward on 29 March 2026 and 8 March 2026, and on 4 October 2026 in the south.
        ("Europe/London", "2026-03-25T09:00", ["03-25 09:00", "04-01 08:00", "04-08 08:00"]),
        ("America/New_York", "2026-03-04T09:00", ["03-04 14:00", "03-11 13:00", "03-18 13:00"]),
        ("Australia/Sydney", "2026-09-30T09:00", ["09-29 23:00", "10-06 22:00", "10-13 22:00"]),
        # And back: 25 October 2026, 1 November 2026, and 5 April 2026 in the south.
        ("Europe/London", "2026-10-21T09:00", ["10-21 08:00", "10-28 09:00", "11-04 09:00"]),
        ("Australia/Sydney", "2026-04-01T09:00", ["03-31 22:00", "04-07 23:00", "04-14 23:00"]),
        ("America/Santiago", "2026-04-01T09:00", ["04-01 12:00", "04-08 13:00", "04-15 13:00"]),
        # No clocks go anywhere.
        ("Asia/Shanghai", "2026-03-25T09:00", ["03-25 01:00", "04-01 01:00", "04-08 01:00"]),
    ],
)
def test_the_wall_clock_stays(zone: str, start: str, moments: list[str]) -> None:
    weekly = series(zone, start, "FREQ=WEEKLY")
    begin = moment_of(zone, read_local(start))
    assert starts(weekly, begin, begin + timedelta(days=15)) == moments


@pytest.mark.parametrize(
    ("zone", "local", "oddity", "moment"),
    [
        ("Europe/London", "2026-03-29T01:30", "skipped", utc(2026, 3, 29, 1, 30)),  # as 02:30 BST
        ("Europe/London", "2026-10-25T01:30", "twice", utc(2026, 10, 25, 0, 30)),  # the first, in BST
        ("Australia/Sydney", "2026-10-04T02:30", "skipped", utc(2026, 10, 3, 16, 30)),
        ("Australia/Sydney", "2026-04-05T02:30", "twice", utc(2026, 4, 4, 15, 30)),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "skipped", utc(2026, 10, 3, 15, 45)),  # by half an hour
        ("Pacific/Apia", "2011-12-30T12:00", "skipped", utc(2011, 12, 30, 22, 0)),  # a day that never was
        ("Europe/London", "2026-06-01T12:00", "", utc(2026, 6, 1, 11, 0)),
    ],
)
def test_times_that_do_not_exist_or_exist_twice(zone: str, local: str, oddity: str, moment: datetime) -> None:
    assert oddity_of(zone, read_local(local)) == oddity
    assert moment_of(zone, read_local(local)) == moment


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        # Summer time was given up: Turkey in 2016, Russia in 2014, Samoa in 2021, Brazil in 2019; Kazakhstan in 2024.
        ("Europe/Istanbul", ("2015-12-02T09:00", 7), ("2016-12-07T09:00", 6)),
        ("Europe/Moscow", ("2013-12-04T09:00", 5), ("2014-12-03T09:00", 6)),
        ("America/Sao_Paulo", ("2018-12-05T09:00", 11), ("2019-12-04T09:00", 12)),
        ("Asia/Almaty", ("2023-12-06T09:00", 3), ("2024-12-04T09:00", 4)),
    ],
)
def test_zones_whose_rules_changed(zone: str, before: tuple[str, int], after: tuple[str, int]) -> None:
    weekly = series(zone, before[0], "FREQ=WEEKLY")
    for local, hour in (before, after):
        moment = moment_of(zone, read_local(local))
        assert moment.hour == hour
        assert [one.start for one in occurrences.between(weekly, (), moment, moment + timedelta(hours=1))] == [local]


RULES = [
    ("FREQ=DAILY", "FREQ=DAILY"),
    ("freq=weekly;interval=2;byday=TU,MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU"),
    ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU"),
    ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=1TU"),
    ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
]


@pytest.mark.parametrize(("typed", "kept"), RULES)
def test_rules_have_one_spelling(typed: str, kept: str) -> None:
    rule, last = parse_rule(typed, read_local("2026-12-01T09:00"), "Europe/London")
    assert (rule.text(), last) == (kept, None)
    assert read_rule(kept) == rule


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        ("", "unknown"),
        ("nonsense", "unknown"),
        ("FREQ=SECONDLY", "unknown"),
        ("FREQ=HOURLY;INTERVAL=1", "unknown"),
        ("FREQ=DAILY;INTERVAL=0", "unknown"),
        ("FREQ=DAILY;INTERVAL=100", "unknown"),
        ("FREQ=DAILY;COUNT=10000", "too many"),
        ("FREQ=DAILY;COUNT=1001", "too many"),
        ("FREQ=DAILY;COUNT=0", "malformed"),
        ("FREQ=DAILY;COUNT=-1", "malformed"),
        ("FREQ=DAILY;UNTIL=20540101", "too many"),
        ("FREQ=DAILY;UNTIL=20260101", "end before start"),
        ("FREQ=DAILY;UNTIL=20270101;COUNT=3", "two ends"),
        ("FREQ=DAILY;FREQ=WEEKLY", "malformed"),
        ("FREQ=WEEKLY;BYDAY=MO", "start"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "start"),
        ("FREQ=MONTHLY;BYDAY=2TU", "start"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,2", "unknown"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "unknown"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "unknown"),
        ("FREQ=DAILY;" + "X" * 200, "malformed"),
    ],
)
def test_rules_that_are_refused(rule: str, reason: str) -> None:
    with pytest.raises(RuleUnusable) as caught:
        parse_rule(rule, read_local("2026-12-01T09:00"), "Europe/London")
    assert caught.value.facts["reason"] == reason


def test_an_end_on_the_calendars_last_day_is_one_everywhere() -> None:
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        start = read_local("2026-12-01T09:00")
        rule, last = parse_rule("FREQ=YEARLY;UNTIL=99991231T235959Z", start, zone)
        assert last is not None and (last.month, last.day) == (12, 1), rule


def test_a_rule_without_an_end_is_never_walked_through() -> None:
    """Eight thousand days after its start a daily meeting is found as fast as on its first."""
    daily = series("Europe/London", "2026-01-05T09:00", "FREQ=DAILY")
    far = utc(2048, 6, 1, 0)
    assert starts(daily, far, far + timedelta(days=1)) == ["06-01 08:00"]
    assert MAXIMUM_OCCURRENCES == 1000
    with pytest.raises(StopIteration):
        next(occurrences.between(daily, (), utc(2025, 1, 1, 0), utc(2025, 12, 31, 0)))


def test_moved_and_cancelled_ones() -> None:
    weekly = series("Europe/London", "2026-11-03T09:00", "FREQ=WEEKLY;COUNT=4")
    moved = Change(series=weekly, occurrence="2026-11-10T09:00", start="2026-12-24T15:00", minutes=30)
    gone = Change(series=weekly, occurrence="2026-11-17T09:00", cancelled=True)
    low, high = utc(2026, 11, 1, 0), utc(2027, 1, 1, 0)
    assert starts(weekly, low, high, moved, gone) == ["12-24 15:00", "11-03 09:00", "11-24 09:00"] or sorted(
        starts(weekly, low, high, moved, gone)
    ) == ["11-03 09:00", "11-24 09:00", "12-24 15:00"]
    assert starts(weekly, utc(2026, 12, 24, 15), utc(2026, 12, 25, 0), moved) == ["12-24 15:00"]
    weekly.ends_before = "2026-11-10T09:00"
    assert starts(weekly, low, high, moved, gone) == ["11-03 09:00"]


zones = st.sampled_from(
    ["Europe/London", "Australia/Sydney", "America/New_York", "America/Santiago", "Asia/Shanghai", "Africa/Casablanca"]
)
days = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, fold=0)
)


@st.composite
def written_rules(draw: st.DrawFn) -> tuple[datetime, str]:
    start = draw(days)
    interval = f";INTERVAL={draw(st.integers(1, 5))}"
    ordinal = (start.day - 1) // 7 + 1
    name = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[start.weekday()]
    others = draw(st.sets(st.sampled_from(["MO", "TH", "SU"]), max_size=2)) | {name}
    rule = draw(
        st.sampled_from(
            [
                "FREQ=DAILY",
                "FREQ=WEEKLY;BYDAY=" + ",".join(sorted(others)),
                f"FREQ=MONTHLY;BYMONTHDAY={start.day}",
                f"FREQ=MONTHLY;BYDAY={ordinal}{name}",
                f"FREQ=YEARLY;BYMONTH={start.month};BYMONTHDAY={start.day}",
            ]
        )
    )
    return start, rule + interval


@settings(max_examples=80, deadline=None)
@given(zone=zones, written=written_rules(), offset=st.integers(0, 2000), count=st.integers(1, 40))
def test_what_a_judge_expands_from_our_calendar_file_is_what_we_hold(
    zone: str, written: tuple[datetime, str], offset: int, count: int
) -> None:
    start, rule = written
    if "YEARLY" in rule:
        count = min(count, 4)  # forty leap years apart by five end in a century nobody plans for
    made = series(zone, write_local(start), f"{rule};COUNT={count}")
    made.schedule = Schedule(code="abcd-efgh-jkmn", title="x", created_at=LONG_AGO)
    low = moment_of(zone, start) + timedelta(days=offset % 400)
    high = low + timedelta(days=60)
    ours = {one.at for one in occurrences.between(made, (), low, high)}
    event = _file(made)
    judged = recurring_ical_events.of(event).between(low, high)
    theirs = {each["DTSTART"].dt.astimezone(UTC) for each in judged}
    # The judge reads a skipped time by the clock after the gap, or before it, as Python's arithmetic has it: those
    # moments are compared in the table above, by the paragraph of the standard.
    odd = {one.at for one in occurrences.between(made, (), low, high) if one.oddity}
    if odd:
        assert len(ours) == len(theirs) or abs(len(ours) - len(theirs)) <= len(odd)
    else:
        assert ours == theirs


def _file(made: Series) -> Calendar:
    class Rows(list[Series]):
        def all(self) -> list[Series]:
            return list(self)

    class WithoutDatabase:
        def __getattr__(self, name: str) -> object:
            return getattr(made.schedule, name)

        series = Rows([made])

    made.__dict__["_prefetched_objects_cache"] = {"changes": []}
    return Calendar.from_ical(calendar_of([WithoutDatabase()], Place("https://egret.example", "Meeting")))  # type: ignore[list-item]  # stands in for a stored one


@settings(max_examples=60, deadline=None)
@given(zone=zones, written=written_rules(), first=st.integers(0, 900), length=st.integers(1, 60))
def test_two_windows_hold_what_one_does(zone: str, written: tuple[datetime, str], first: int, length: int) -> None:
    """A window is the same whole or cut in two, and holds nothing outside it."""
    start, rule = written
    made = series(zone, write_local(start), rule, minutes=1)
    low = moment_of(zone, start) + timedelta(days=first)
    middle, high = low + timedelta(days=length / 3), low + timedelta(days=length)
    whole = [one.key for one in occurrences.between(made, (), low, high)]
    parts = [one.key for a, b in ((low, middle), (middle, high)) for one in occurrences.between(made, (), a, b)]
    assert whole == sorted(set(parts))
    for key in whole:
        found = occurrences.occurrence_of(made, key, None)
        assert found is not None and low - timedelta(minutes=1) < found.at < high


@settings(max_examples=60, deadline=None)
@given(written=written_rules(), days=st.integers(-40, 40))
def test_a_moved_rule_holds_on_the_day_it_is_moved_to(written: tuple[datetime, str], days: int) -> None:
    start, rule = written
    moved = start + timedelta(days=days)
    parsed, _ = parse_rule(rule, start, "Europe/London")
    after = moved_rule(parsed, start, moved)
    if moved.day > 28 and after.nth == -1:
        return  # the fifth became the last
    assert moved in after.between(moved, moved, moved)


@pytest.mark.parametrize(
    ("zone", "count"),
    # Morocco's clocks go back for each Ramadan; that of 1451 begins in the last days of 2029.
    [("Europe/London", 20), ("America/New_York", 20), ("Australia/Sydney", 20), ("Africa/Casablanca", 21)],
)
def test_changes_of_clocks_are_found_to_the_second(zone: str, count: int) -> None:
    place = ZoneInfo(zone)
    found = changes_between(zone, utc(2020, 1, 1, 0), utc(2030, 1, 1, 0))
    assert len(found) == count
    for onset, before, after in found:
        assert (onset - timedelta(seconds=1)).astimezone(place).utcoffset() == before
        assert onset.astimezone(place).utcoffset() == after != before
