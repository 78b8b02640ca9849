"""The clock of a request: by when it is answered and why then, how far that may be put off. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from egret.privacy.calendars import count_from, end_of_day, received_on, zone_for
from egret.privacy.requests.regimes import BUSINESS_DAYS, rules_for


@dataclass(frozen=True)
class Clock:
    """`explanation` is what is stored and shown: country, zone, each rule with its day, which one decided, the days
    that did not count, and where the calendar is published."""

    received_on: date
    due_on: date
    due_at: datetime
    provisional: bool
    explanation: dict[str, Any]


def clock_for(received_at: datetime, country: str, zone: str = "") -> Clock:
    """The day of receipt does not count, and is the controller's: 23:59 elsewhere may be tomorrow there."""
    zone = zone or zone_for(country, received_at)
    received = received_on(received_at, zone)
    days = {rule.id: rule.due(country, received) for rule in rules_for(country)}
    due = min(days.values())
    counted = count_from(country, received, BUSINESS_DAYS)
    explanation = {
        "country": country,
        "zone": zone,
        "rules": [
            {"id": rule.id, "on": days[rule.id].isoformat(), "decides": days[rule.id] == due, "source": rule.source}
            for rule in rules_for(country)
        ],
        "skipped": [day.isoformat() for day in counted.skipped if day <= due],
        "worked": [day.isoformat() for day in counted.worked if day <= due],
        "calendar": list(counted.sources),
    }
    # A day fixed by the calendar month is certain, whatever holidays come.
    provisional = counted.provisional and counted.on == due
    return Clock(received, due, end_of_day(due, zone), provisional, explanation)


def extended(country: str, zone: str, received: date, due: date) -> tuple[date, datetime] | None:
    """Fifteen business days more, as far as every rule allows; None where one allows no later day."""
    limits = [rule.latest(country, received) for rule in rules_for(country) if rule.latest is not None]
    later = min([count_from(country, due, BUSINESS_DAYS).on, *limits])
    return (later, end_of_day(later, zone)) if later > due else None
