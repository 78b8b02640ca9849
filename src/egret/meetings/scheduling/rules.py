"""How a meeting comes again: a subset of RFC 5545's recurrence rules that reads as one sentence (sans-IO).

Every day, week, month or year, or each second, third … of them; on days of the week, on a day of the month, or on the
second Tuesday. Kept in one canonical spelling, the last occurrence beside it: a rule that ends by count and one that
ends by date are the same rule.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from icalendar import vRecur

from egret.meetings.scheduling.errors import RuleUnusable
from egret.meetings.scheduling.zones import local_of

# Three years of working days; whoever needs more lets it go on without an end.
MAXIMUM_OCCURRENCES = 1000
MAXIMUM_INTERVAL = 99
LONGEST_YEARS = 100
# What a sentence of a rule may be made of; a rule of RFC 5545 may be as long as one likes.
MAXIMUM_LENGTH = 120

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True)
class Rule:
    """`weekdays` are numbers from Monday on; `nth` is which of them in a month, -1 the last."""

    frequency: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    month_day: int | None = None
    month: int | None = None

    def text(self) -> str:
        """As RFC 5545 §3.3.10 spells it."""
        parts = [f"FREQ={self.frequency}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.month is not None:
            parts.append(f"BYMONTH={self.month}")
        if self.month_day is not None:
            parts.append(f"BYMONTHDAY={self.month_day}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.nth or ''}{DAYS[day]}" for day in self.weekdays))
        return ";".join(parts)

    def between(self, start: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
        """The local starts from `low` to `high`, both included, of a series that began at `start`.

        Dates are counted here: an agenda of thousands of meetings asks for each of its series, and a general reader of
        rules takes ten times as long to be set up as these few kinds to be counted. Tests compare the two.
        """
        low = max(low, start)
        if high < low:
            return
        # What a month lacks, its 31st or a fifth Monday, is left out (RFC 5545 §3.3.10).
        for day in self._days(start.date(), low.date(), high.date()):
            local = datetime.combine(day, start.time())
            if low <= local <= high:
                yield local

    def _days(self, first: date, low: date, high: date) -> Iterator[date]:
        """Those of the periods that meet [low, high], in their order; some may lie outside of it."""
        if self.frequency == "DAILY":
            passed = (low - first).days // self.interval * self.interval
            yield from (first + timedelta(days=days) for days in range(passed, (high - first).days + 1, self.interval))
        elif self.frequency == "WEEKLY":
            monday = first - timedelta(days=first.weekday())
            weeks = range((low - monday).days // 7 // self.interval * self.interval, (high - monday).days // 7 + 1)
            for week in weeks[:: self.interval]:
                yield from (monday + timedelta(days=7 * week + weekday) for weekday in self.weekdays)
        elif self.frequency == "MONTHLY":
            began, until = _month(first), _month(high)
            passed = (_month(low) - began) // self.interval * self.interval
            for number in range(began + passed, until + 1, self.interval):
                yield from self._days_in(number // 12, number % 12 + 1)
        else:
            passed = (low.year - first.year) // self.interval * self.interval
            for year in range(first.year + passed, high.year + 1, self.interval):
                yield from self._days_in(year, self.month or first.month)

    def _days_in(self, year: int, month: int) -> Iterator[date]:
        """The day of a month that the rule names, if the month has it."""
        weekday_of_first, length = calendar.monthrange(year, month)
        if self.month_day is not None:
            day = length if self.month_day == -1 else self.month_day
        else:
            earliest = (self.weekdays[0] - weekday_of_first) % 7 + 1
            latest = earliest + (length - earliest) // 7 * 7
            day = latest if self.nth == -1 else earliest + 7 * ((self.nth or 1) - 1)
        if day <= length:
            yield date(year, month, day)


def _month(day: date) -> int:
    """Months since the year 0."""
    return day.year * 12 + day.month - 1


def moved_rule(rule: Rule, before: datetime, after: datetime) -> Rule:
    """The same rule for a series of which an occurrence moves from `before` to `after`."""
    if rule.frequency == "WEEKLY":
        days = (after.date() - before.date()).days
        return replace(rule, weekdays=tuple(sorted({(day + days) % 7 for day in rule.weekdays})))
    if rule.frequency == "YEARLY":
        return replace(rule, month=after.month, month_day=after.day)
    if rule.frequency == "MONTHLY" and rule.nth:
        # The fifth of a weekday is not in every month; the last one is.
        nth = rule.nth if rule.nth == -1 and _is_last_week(after) else (after.day - 1) // 7 + 1
        return replace(rule, weekdays=(after.weekday(),), nth=-1 if nth == 5 else nth)
    if rule.frequency == "MONTHLY":
        last = rule.month_day == -1 and (after + timedelta(days=1)).day == 1
        return replace(rule, month_day=-1 if last else after.day)
    return rule


def _is_last_week(day: datetime) -> bool:
    return (day + timedelta(days=7)).month != day.month


def read_rule(text: str) -> Rule:
    """A rule in its canonical spelling, as it is stored."""
    parts = dict(part.split("=", 1) for part in text.split(";"))
    days = parts.get("BYDAY", "").split(",") if parts.get("BYDAY") else []
    nth = days[0][:-2] if days else ""
    return Rule(
        parts["FREQ"],
        int(parts.get("INTERVAL", 1)),
        tuple(DAYS.index(day[-2:]) for day in days),
        int(nth) if nth else None,
        int(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else None,
        int(parts["BYMONTH"]) if "BYMONTH" in parts else None,
    )


def parse_rule(typed: str, start: datetime, zone: str) -> tuple[Rule, datetime | None]:
    """The rule that somebody sent, and the local start of its last occurrence, None without an end.

    Raises RuleUnusable, whose `reason` says why.
    """
    parts = _parts(typed)
    until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    rule = _rule(parts, start)
    if start not in rule.between(start, start, start):
        raise _unusable("start")
    if until is not None and count is not None:
        raise _unusable("two ends")
    if count is not None:
        if not 1 <= count <= MAXIMUM_OCCURRENCES:
            raise _unusable("too many" if count > 0 else "malformed")
        counted = list(islice(rule.between(start, start, _latest(start)), count))
        if len(counted) < count:
            raise _unusable("too many")
        return rule, counted[-1]
    if until is None:
        return rule, None
    counted = list(
        islice(rule.between(start, start, min(_last_moment(until, zone), _latest(start))), MAXIMUM_OCCURRENCES + 1)
    )
    if not counted:
        raise _unusable("end before start")
    if len(counted) > MAXIMUM_OCCURRENCES:
        raise _unusable("too many")
    return rule, counted[-1]


def _latest(start: datetime) -> datetime:
    """An end further away is none that anybody means."""
    return start.replace(year=start.year + LONGEST_YEARS, day=1)


def _parts(typed: str) -> dict[str, Any]:
    """The parts of the rule by name, single values unpacked."""
    if len(typed) > MAXIMUM_LENGTH:
        raise _unusable("malformed")
    names = [part.split("=")[0].strip().upper() for part in typed.split(";")]
    if len(names) != len(set(names)):
        raise _unusable("malformed")
    try:
        parts = dict(vRecur.from_ical(typed))
    except (ValueError, TypeError, KeyError):
        raise _unusable("malformed") from None
    for name in ("FREQ", "INTERVAL", "COUNT", "UNTIL"):
        if name in parts:
            values = parts[name] if isinstance(parts[name], list) else [parts[name]]
            if len(values) != 1:
                raise _unusable("malformed")
            parts[name] = values[0]
    return parts


def _rule(parts: dict[str, Any], start: datetime) -> Rule:
    frequency = str(parts.pop("FREQ", "")).upper()
    interval = parts.pop("INTERVAL", 1)
    if frequency not in FREQUENCIES or not 1 <= interval <= MAXIMUM_INTERVAL:
        raise _unusable("unknown")
    parts.pop("WKST", None)
    days = [str(day).upper() for day in parts.pop("BYDAY", [])]
    month_days = [int(day) for day in parts.pop("BYMONTHDAY", [])]
    months = [int(month) for month in parts.pop("BYMONTH", [])]
    if parts:
        raise _unusable("unknown")
    if frequency == "DAILY" and not days + month_days + months:
        return Rule(frequency, interval)
    if frequency == "WEEKLY" and not month_days + months:
        chosen = {day[-2:] for day in days} or {DAYS[start.weekday()]}
        if all(day in DAYS for day in days or chosen):
            return Rule(frequency, interval, tuple(sorted(DAYS.index(day) for day in chosen)))
    if frequency == "MONTHLY" and not months:
        return _monthly(interval, days, month_days, start)
    if frequency == "YEARLY" and not days and month_days in ([], [start.day]) and months in ([], [start.month]):
        return Rule(frequency, interval, month_day=start.day, month=start.month)
    raise _unusable("unknown")


def _monthly(interval: int, days: list[str], month_days: list[int], start: datetime) -> Rule:
    if not days and len(month_days) <= 1:
        day = month_days[0] if month_days else start.day
        if 1 <= day <= 31 or day == -1:
            return Rule("MONTHLY", interval, month_day=day)
    if len(days) == 1 and not month_days and days[0][-2:] in DAYS and days[0][:-2] in {"1", "2", "3", "4", "5", "-1"}:
        return Rule("MONTHLY", interval, (DAYS.index(days[0][-2:]),), int(days[0][:-2]))
    raise _unusable("unknown")


def _last_moment(until: Any, zone: str) -> datetime:
    """UNTIL as a local time: a date is that whole day; a moment in UTC is what the clocks show then."""
    if isinstance(until, datetime):
        try:
            return local_of(zone, until.astimezone(UTC)) if until.tzinfo is not None else until
        except OverflowError:
            # The calendar's last day, which has another year in the east.
            return datetime.combine(date.max, time.max)
    assert isinstance(until, date)
    return datetime.combine(until, time.max)


def _unusable(reason: str) -> RuleUnusable:
    return RuleUnusable(field="rule", reason=reason, maximum_occurrences=MAXIMUM_OCCURRENCES)
