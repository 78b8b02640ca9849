"""Public holidays as the two governments published them, year by year; a year that is not here is not published yet.

Singapore: the Ministry of Manpower's list. A holiday on a Sunday makes the next day one too (Holidays Act 1998,
section 4(2)).
China: the State Council's notice of each year, which also names the weekend days on which people work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Year:
    """`off`: days on which nobody works, weekends among them as published; `on`: weekend days that are worked."""

    source: str
    off: frozenset[date]
    on: frozenset[date] = field(default=frozenset())


def _days(year: int, spans: Iterable[str]) -> frozenset[date]:
    """`"02-10..02-17"` is a span, `"04-07"` one day."""
    found: set[date] = set()
    for span in spans:
        first, _, last = span.partition("..")
        day, end = date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}")
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return frozenset(found)


def _singapore(year: int, listed: str) -> Year:
    """The day after a Sunday's holiday, or after that if it is one itself, is a holiday as well."""
    days = set(_days(year, listed.split()))
    for day in sorted(days):
        if day.weekday() == 6:
            following = day + timedelta(days=1)
            while following in days:
                following += timedelta(days=1)
            days.add(following)
    return Year("Ministry of Manpower, https://www.mom.gov.sg/employment-practices/public-holidays", frozenset(days))


def _china(year: int, notice: str, off: str, on: str) -> Year:
    source = f"State Council General Office, {notice}"
    return Year(source, _days(year, off.split()), _days(year, on.split()))


PUBLISHED: dict[str, dict[int, Year]] = {
    "SG": {
        2024: _singapore(2024, "01-01 02-10 02-11 03-29 04-10 05-01 05-22 06-17 08-09 10-31 12-25"),
        # 3 May: polling day, a Saturday.
        2025: _singapore(2025, "01-01 01-29 01-30 03-31 04-18 05-01 05-03 05-12 06-07 08-09 10-20 12-25"),
        2026: _singapore(2026, "01-01 02-17 02-18 03-21 04-03 05-01 05-27 05-31 08-09 11-08 12-25"),
        2027: _singapore(2027, "01-01 02-06 02-07 03-10 03-26 05-01 05-17 05-20 08-09 10-28 12-25"),
    },
    "CN": {
        2024: _china(
            2024,
            "https://www.gov.cn/gongbao/2023/issue_10806/202311/content_6913823.html",
            "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
            "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
        ),
        2025: _china(
            2025,
            "https://www.gov.cn/gongbao/2024/issue_11726/202411/content_6989767.html",
            "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
            "01-26 02-08 04-27 09-28 10-11",
        ),
        2026: _china(
            2026,
            "https://www.gov.cn/gongbao/2025/issue_12406/202511/content_7048922.html",
            "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
            "01-04 02-14 02-28 05-09 09-20 10-10",
        ),
    },
}
