"""Business days, by hand from the published calendars, and what must hold of any."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from egret.privacy.calendars import count_from, end_of_day, is_business_day, received_on, zone_for
from egret.privacy.calendars.tables import PUBLISHED

day = date.fromisoformat

VECTORS = [
    # Singapore. 2024: Good Friday 29 March, Hari Raya 10 April.
    ("SG", "2024-03-25", 15, "2024-04-17"),
    # 2025: Christmas and New Year's Day.
    ("SG", "2025-12-15", 15, "2026-01-07"),
    # 2026: Vesak Day on Sunday 31 May, so Monday 1 June is off; Hari Raya Haji 27 May.
    ("SG", "2026-05-25", 5, "2026-06-03"),
    # 2026: Deepavali on Sunday 8 November, Monday off.
    ("SG", "2026-11-06", 1, "2026-11-10"),
    # 2027: Chinese New Year on Saturday and Sunday, Monday 8 February off.
    ("SG", "2027-02-05", 1, "2027-02-09"),
    ("SG", "2026-12-14", 15, "2027-01-06"),
    # China. 2024: worked on Sundays 4 and 18 February, off from 10 to 17.
    ("CN", "2024-02-02", 1, "2024-02-04"),
    ("CN", "2024-02-08", 3, "2024-02-19"),
    # 2024: the golden week, Sunday 29 September and Saturday 12 October worked.
    ("CN", "2024-09-27", 4, "2024-10-09"),
    ("CN", "2024-10-11", 1, "2024-10-12"),
    # 2025: Spring Festival 28 January to 4 February, Sunday 26 January and Saturday 8 February worked.
    ("CN", "2025-01-24", 15, "2025-02-20"),
    # 2025: Labour Day, Sunday 27 April worked.
    ("CN", "2025-04-25", 5, "2025-05-06"),
    # 2025: National Day with Mid-Autumn, 1 to 8 October; Saturday 11 worked.
    ("CN", "2025-09-30", 3, "2025-10-11"),
    # 2026: New Year to Saturday 3 January, Sunday 4 worked.
    ("CN", "2025-12-31", 1, "2026-01-04"),
    # 2026: Spring Festival 15 to 23 February; Saturdays 14 and 28 worked.
    ("CN", "2026-02-13", 6, "2026-02-28"),
    ("CN", "2026-09-18", 15, "2026-10-15"),
]


@pytest.mark.parametrize(("country", "start", "count", "due"), VECTORS)
def test_vectors_by_hand(country: str, start: str, count: int, due: str) -> None:
    counted = count_from(country, day(start), count)
    assert counted.on == day(due)
    assert not counted.provisional and counted.sources


def test_a_year_that_is_not_published_yet_is_provisional_and_counted_all_the_same() -> None:
    counted = count_from("CN", day("2027-09-28"), 5)
    assert counted.provisional and counted.on > day("2027-10-05")
    assert count_from("CN", day("2026-12-28"), 5).provisional, "it ends in 2027"


def test_other_countries_by_the_library_and_no_country_by_the_week() -> None:
    assert count_from("GB", day("2026-12-24"), 1).on == day("2026-12-29"), "Boxing Day of a Saturday is taken on Monday"
    assert count_from("", day("2026-12-24"), 1).on == day("2026-12-25")
    assert not is_business_day("AE", day("2026-01-03")), "a Saturday"


def test_the_tables_agree_with_the_library_where_both_know() -> None:
    for country, years in PUBLISHED.items():
        for year in years:
            theirs = holidays.country_holidays(country, years=year)
            each = day(f"{year}-01-01")
            while each.year == year:
                assert is_business_day(country, each) == theirs.is_working_day(each), (country, each)
                each += timedelta(days=1)


def test_the_day_is_the_controllers_own() -> None:
    late = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)  # 23:59 in Singapore
    assert received_on(late, "Asia/Singapore") == day("2026-03-02")
    assert received_on(late + timedelta(minutes=1), "Asia/Singapore") == day("2026-03-03")
    assert received_on(late, "America/Los_Angeles") == day("2026-03-02")
    # 23:59 of the person in Honolulu is the next evening in Singapore.
    honolulu = datetime.fromisoformat("2026-03-02T23:59:00-10:00")
    assert received_on(honolulu, "Asia/Singapore") == day("2026-03-03")


def test_a_day_ends_at_midnight_whatever_the_clocks_do() -> None:
    spring, autumn = day("2026-03-29"), day("2026-10-25")
    for each, hours in ((spring, 23), (autumn, 25), (day("2026-06-01"), 24)):
        length = end_of_day(each, "Europe/Berlin") - end_of_day(each - timedelta(days=1), "Europe/Berlin")
        assert length == timedelta(hours=hours)
    assert end_of_day(day("2026-03-02"), "Asia/Singapore") == datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_of_several_zones_the_one_where_it_is_earliest() -> None:
    winter = datetime(2026, 1, 5, 12, tzinfo=UTC)
    assert zone_for("SG", winter) == "Asia/Singapore"
    assert zone_for("US", winter) == "America/Adak"
    assert zone_for("", winter) == "UTC"


countries = st.sampled_from(["SG", "CN", "GB", "DE", "AE", ""])
days = st.dates(day("2024-01-01"), day("2026-11-01"))
counts = st.integers(1, 40)


@given(countries, days, counts)
def test_it_ends_on_a_business_day_after_exactly_so_many(country: str, start: date, count: int) -> None:
    counted = count_from(country, start, count)
    between = [start + timedelta(days=n) for n in range(1, (counted.on - start).days + 1)]
    assert is_business_day(country, counted.on)
    assert sum(is_business_day(country, each) for each in between) == count
    assert set(counted.skipped) <= set(between) and set(counted.worked) <= set(between)


@given(countries, days, counts, st.integers(0, 5))
def test_later_is_never_earlier_and_more_is_never_sooner(country: str, start: date, count: int, more: int) -> None:
    assert count_from(country, start, count).on <= count_from(country, start + timedelta(days=more), count).on
    assert count_from(country, start, count).on < count_from(country, start, count + 1).on
    halves = count_from(country, count_from(country, start, count).on, more + 1).on
    assert halves == count_from(country, start, count + more + 1).on, "counting on is counting through"
