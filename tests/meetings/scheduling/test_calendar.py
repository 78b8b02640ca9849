"""What calendar apps are told, read back and expanded by others' libraries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import recurring_ical_events
from icalendar import Calendar

from egret.kernel import clock
from egret.meetings.scheduling.models import CalendarFeed
from tests.meetings.scheduling.support import Caller, agenda, set_meeting, somebody, times, which
from tests.meetings.scheduling.test_schedules import later

pytestmark = pytest.mark.django_db(transaction=True)


def feed_of(host: Caller) -> Any:
    address = host.post("/calendar-feed")["address"]
    return Calendar.from_ical(Caller().get(address.split("/api/v1")[1]))


def expanded(calendar: Any, days: int = 59) -> list[datetime]:
    low = clock.now()
    return sorted(
        each["DTSTART"].dt.astimezone(UTC)
        for each in recurring_ical_events.of(calendar).between(low, low + timedelta(days=days))
    )


def ours(host: Caller) -> list[datetime]:
    return [datetime.fromisoformat(item["starts_at"]) for item in agenda(host, 59)]


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Sydney", "America/New_York", "Asia/Shanghai"])
def test_a_feed_says_what_the_agenda_says(zone: str) -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY", zone=zone)
    set_meeting(host, title="Once; only, once", note="One\nTwo")
    items = [item for item in agenda(host) if item["repeats"]]
    path = f"/schedules/{made['id']}"
    host.post(f"{path}/cancel", which(items[1]))
    host.post(f"{path}/move", {**which(items[2]), **times(later(items[2]["start"], 1, 4), zone=zone)})
    given = times(later(items[4]["start"], 2), zone=zone)
    host.post(f"{path}/move", {**which(items[4], "following"), **given})
    assert expanded(feed_of(host)) == ours(host)
    host.post(f"{path}/cancel", which(agenda(host)[-1], "following"))
    assert expanded(feed_of(host)) == ours(host)


def test_a_file_is_what_the_standard_asks() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=60", title="Reed, cut; twice")
    file = host.get(f"/schedules/{made['id']}/calendar.ics")
    assert file.endswith(b"END:VCALENDAR\r\n") and max(map(len, file.split(b"\r\n"))) <= 75
    calendar: Any = Calendar.from_ical(file)
    assert calendar.errors == [] and calendar["METHOD"] == "REQUEST" and calendar["VERSION"] == "2.0"
    (event,) = calendar.walk("VEVENT")
    assert (event["SUMMARY"], event["SEQUENCE"], event["STATUS"]) == ("Reed, cut; twice", 0, "CONFIRMED")
    assert str(event["URL"]).endswith(f"/m/{made['code']}") and event["DTSTART"].params["TZID"] == "Europe/London"
    assert event["RRULE"]["UNTIL"][0].tzinfo is not None
    assert {each["TZID"] for each in calendar.walk("VTIMEZONE")} == {"Europe/London"}
    host.patch(f"/schedules/{made['id']}", {"title": "Reeds"})
    again: Any = Calendar.from_ical(host.get(f"/schedules/{made['id']}/calendar.ics"))
    assert again.walk("VEVENT")[0]["SEQUENCE"] == 1 and again.walk("VEVENT")[0]["UID"] == event["UID"]
    host.post(f"/schedules/{made['id']}/cancel", which(agenda(host)[0], "all"))
    gone: Any = Calendar.from_ical(host.get(f"/schedules/{made['id']}/calendar.ics"))
    assert (gone["METHOD"], gone.walk("VEVENT")[0]["STATUS"]) == ("CANCEL", "CANCELLED")


@pytest.mark.parametrize(
    ("zone", "onsets"),
    [
        # By the clock before the change (RFC 5545 §3.6.5), as the IANA database's own rules have it.
        ("Europe/London", {"20270328T010000", "20271031T020000"}),
        ("America/New_York", {"20270314T020000", "20271107T020000"}),
        ("Australia/Sydney", {"20270404T030000", "20271003T020000"}),
    ],
)
def test_the_zone_in_a_file_changes_when_the_zone_does(zone: str, onsets: set[str]) -> None:
    host = somebody()
    made = set_meeting(host, zone=zone, rule="FREQ=DAILY")
    text = host.get(f"/schedules/{made['id']}/calendar.ics").decode().replace("\r\n ", "")
    zone_part = text.split("BEGIN:VTIMEZONE")[1].split("END:VTIMEZONE")[0]
    for onset in onsets:
        assert onset in zone_part
    read: Any = Calendar.from_ical(text)
    parsed = read.walk("VTIMEZONE")[0].to_tz()
    from zoneinfo import ZoneInfo

    for day in range(800):
        moment = datetime(2027, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
        assert moment.astimezone(parsed).utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_the_address_of_a_feed_is_secret_renewed_and_removed() -> None:
    host = somebody()
    assert host.get("/calendar-feed") == {"created_at": None, "address": None}
    set_meeting(host)
    first = host.post("/calendar-feed")["address"].split("/api/v1")[1]
    assert host.get("/calendar-feed")["address"] is None
    token = first.removeprefix("/calendar/").removesuffix(".ics")
    assert token not in CalendarFeed.objects.get().token_hash
    nobody = Caller()
    assert b"Marsh survey" in nobody.get(first)
    second = host.post("/calendar-feed")["address"].split("/api/v1")[1]
    assert nobody.get(first, 404)["type"] == "urn:egret:feed-unknown"
    nobody.get(second)
    host.ask("delete", "/calendar-feed", None, 204)
    nobody.get(second, 404)
