"""Deadlines: each rule by hand, the earliest decides, and what holds of any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.privacy.requests.clocks import clock_for, extended
from egret.privacy.requests.regimes import RULES, months_after, rules_for

day = date.fromisoformat
NOON = "T04:00:00Z"  # midday in Singapore and in China


def received(on: str, country: str, zone: str = "") -> date:
    return clock_for(datetime.fromisoformat(on), country, zone).due_on


@pytest.mark.parametrize(
    ("country", "on", "due", "decides"),
    [
        # Singapore: Christmas and New Year's Day make fifteen business days of 23 days; thirty days come later.
        ("SG", "2026-12-14" + NOON, "2027-01-06", "policy"),
        # China: the golden week of 2026. PIPL wants the same day.
        ("CN", "2026-09-18" + NOON, "2026-10-15", "policy pipl"),
        # GDPR: a month from 31 January ends in February; fifteen business days end before.
        ("DE", "2026-01-31" + NOON, "2026-02-20", "policy"),
        # Nobody set a country: the week decides.
        ("", "2026-12-14" + NOON, "2027-01-04", "policy"),
    ],
)
def test_the_earliest_rule_decides(country: str, on: str, due: str, decides: str) -> None:
    clock = clock_for(datetime.fromisoformat(on), country)
    assert clock.due_on == day(due)
    assert [each["id"] for each in clock.explanation["rules"] if each["decides"]] == decides.split()
    assert all(each["source"] for each in clock.explanation["rules"]) and clock.explanation["calendar"]


def test_a_month_decides_where_holidays_make_fifteen_days_longer() -> None:
    """Spring Festival 2024 with a made-up rule of twenty-two days: the table, not a habit, decides."""
    rules = {rule.id: rule.due("CN", day("2024-02-09")) for rule in RULES}
    assert rules["policy"] == day("2024-03-07") and rules["gdpr"] == day("2024-03-09")
    assert months_after(day("2026-01-31"), 1) == day("2026-02-28")
    assert months_after(day("2026-11-30"), 3) == day("2027-02-28")


def test_one_minute_before_midnight_elsewhere() -> None:
    assert received("2026-03-02T15:59:00Z", "SG") == day("2026-03-23")
    assert received("2026-03-02T16:00:00Z", "SG") == day("2026-03-24"), "it is Tuesday in Singapore"
    assert received("2026-03-02T23:59:00-10:00", "SG") == day("2026-03-24")
    assert received("2026-03-02T23:59:00-10:00", "", "Pacific/Honolulu") == day("2026-03-23")


def test_it_ends_with_the_day_where_the_controller_is() -> None:
    clock = clock_for(datetime(2026, 3, 2, 4, tzinfo=UTC), "SG")
    assert clock.due_at == datetime(2026, 3, 23, 16, tzinfo=UTC)
    berlin = clock_for(datetime(2026, 3, 9, 12, tzinfo=UTC), "DE")
    assert berlin.due_on == day("2026-03-30") and berlin.due_at == datetime(2026, 3, 30, 22, tzinfo=UTC)


def test_an_unpublished_year_is_said_to_be_provisional() -> None:
    assert clock_for(datetime(2026, 12, 28, 4, tzinfo=UTC), "CN").provisional
    assert not clock_for(datetime(2026, 12, 14, 4, tzinfo=UTC), "SG").provisional


def test_how_far_it_may_be_put_off() -> None:
    assert extended("SG", "Asia/Singapore", day("2026-03-02"), day("2026-03-23")) == (
        day("2026-04-14"),
        datetime(2026, 4, 14, 16, tzinfo=UTC),
    )
    assert extended("SG", "Asia/Singapore", day("2026-03-02"), day("2026-03-24")) == (
        day("2026-04-14"),
        datetime(2026, 4, 14, 16, tzinfo=UTC),
    ), "no more than fifteen days beyond the first fifteen"
    assert extended("CN", "Asia/Shanghai", day("2026-03-02"), day("2026-03-23")) is None, "PIPL knows no extension"


moments = st.integers(0, 970 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
)
countries = st.sampled_from(["SG", "CN", "GB", "DE", "JP", ""])


@given(moments, countries)
def test_never_later_than_any_rule_allows(moment: datetime, country: str) -> None:
    clock = clock_for(moment, country)
    assert clock.due_on > clock.received_on and clock.due_at > moment
    assert all(clock.due_on <= rule.due(country, clock.received_on) for rule in rules_for(country))
    later = extended(country, "UTC", clock.received_on, clock.due_on)
    if later is not None:
        assert later[0] > clock.due_on
        assert all(later[0] <= rule.latest(country, clock.received_on) for rule in rules_for(country) if rule.latest)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), countries)
def test_who_asks_later_is_not_due_earlier(moment: datetime, later: timedelta, country: str) -> None:
    assert clock_for(moment, country).due_on <= clock_for(moment + later, country).due_on
