"""Meetings set for a time, in a time zone, with a number, a link, a calendar file and reminders: F07."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar

from egret.accounts import synthetic
from egret.kernel import clock
from egret.kernel.installation import Installation, Visitor
from egret.kernel.promises import Finding, promise
from egret.kernel.purpose import under
from egret.meetings.scheduling import actions
from egret.meetings.scheduling.models import Notice, NoticeKind

# The evening before the clocks of London go forward in 2027, and the same wall clock a week later.
ZONE, START = "Europe/London", "2027-03-27T18:00"
MOMENTS = [datetime(2027, 3, 27, 18, tzinfo=UTC), datetime(2027, 4, 3, 17, tzinfo=UTC)]
# A reminder is written by the worker's job; the probe asks for it at once.
SOON = timedelta(minutes=4)


def probe_schedule(installation: Installation) -> Finding:
    """A weekly meeting over a change of the clocks, its number, its calendar file; a reminder written once."""
    with synthetic.signed_up(installation) as host, synthetic.signed_up(installation) as other:
        weekly = _set(host, START, ZONE, "FREQ=WEEKLY;COUNT=2")
        agenda = host.get("/api/v1/agenda?since=2027-03-01T00:00:00Z&until=2027-04-20T00:00:00Z").items
        held = [datetime.fromisoformat(one["starts_at"]) for one in agenda]
        file: Any = Calendar.from_ical(host.get(f"/api/v1/schedules/{weekly['id']}/calendar.ics").content)
        zones = [part["TZID"] for part in file.walk("VTIMEZONE")]
        found = other.post("/api/v1/meetings/by-number", {"number": weekly["number"]}).body.get("code")
        outside = [
            other.get(f"/api/v1/schedules/{weekly['id']}").status,
            other.get(f"/api/v1/meetings/{weekly['code']}").status,
        ]
        soon = _set(host, f"{clock.now() + SOON:%Y-%m-%dT%H:%M}", "UTC", None)
        for _ in range(2):
            _remind()
        reminders = Notice.objects.filter(schedule_id=uuid.UUID(soon["id"]), kind=NoticeKind.REMINDER).count()
    return Finding(
        (held, zones, found, outside, reminders) == (MOMENTS, [ZONE], weekly["code"], [404, 404], 1),
        f"held at {[f'{moment:%m-%d %H:%M}' for moment in held]} UTC; zones in the file: {zones}; found by its number: "
        f"{found is not None}; for who is not invited: {outside}; reminders after two runs: {reminders}",
    )


@under("meetings.schedule")
def _remind() -> None:
    actions.do_remind()


def _set(host: Visitor, start: str, zone: str, rule: str | None) -> dict[str, Any]:
    body = {"title": "Probe", "start": start, "zone": zone, "minutes": 30, "rule": rule}
    made: dict[str, Any] = host.post("/api/v1/schedules", body).body
    return made


promise("F07", control=actions.do_schedule, probe=probe_schedule)
