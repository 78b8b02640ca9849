"""Setting, moving, cancelling and restoring meetings over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from egret.accounts.models import Preferences
from egret.kernel import clock
from egret.meetings.models import Schedule, Series
from tests.meetings.scheduling.support import LONDON, agenda, set_meeting, somebody, times, tomorrow, which

pytestmark = pytest.mark.django_db(transaction=True)


def starts(items: list[dict[str, Any]]) -> list[str]:
    return [item["start"] for item in items]


def later(start: str, days: int, hours: int = 0) -> str:
    moment = datetime.fromisoformat(start) + timedelta(days=days, hours=hours)
    return f"{moment:%Y-%m-%dT%H:%M}"


def test_a_meeting_once() -> None:
    host = somebody()
    made = set_meeting(host, note="Bring boots.", passcode="reeds42")
    assert (made["title"], made["rule"], made["is_host"], made["passcode"]) == ("Marsh survey", "", True, "reeds42")
    assert made["number"].isdigit() and len(made["number"]) == 10
    (one,) = agenda(host)
    local = datetime.fromisoformat(tomorrow()).replace(tzinfo=ZoneInfo(LONDON))
    assert (datetime.fromisoformat(one["starts_at"]), one["zone"], one["minutes"]) == (local, LONDON, 60)
    assert "reeds42" not in Schedule.objects.get().passcode_sealed


def test_it_needs_an_account_and_is_nobody_elses_business() -> None:
    host, other = somebody(), somebody()
    made = set_meeting(host)
    (one,) = agenda(host)
    assert agenda(other) == []
    path = f"/schedules/{made['id']}"
    for method, below, body in (
        ("get", "", None),
        ("get", "/calendar.ics", None),
        ("patch", "", {"title": "Mine"}),
        ("put", "/answer", {"answer": "yes"}),
        ("post", "/move", {**which(one), **times()}),
        ("post", "/cancel", which(one)),
        ("post", "/restore", which(one)),
    ):
        assert other.ask(method, path + below, body, 404)["type"] == "urn:egret:schedule-unknown"
    assert host.get(path)["title"] == "Marsh survey"


def test_the_zone_is_the_persons_own_from_the_first_meeting_on() -> None:
    host = somebody()
    assert not Preferences.objects.exists()
    set_meeting(host, zone="Asia/Shanghai")
    set_meeting(host, zone="America/Lima")
    assert host.get("/preferences")["time_zone"] == "Asia/Shanghai"


def test_the_same_key_is_the_same_meeting() -> None:
    host = somebody()
    body = {"title": "x", **times()}
    first, second = (host.post("/schedules", body, 201, **{"Idempotency-Key": "k"})["id"] for _ in range(2))
    assert first == second and Schedule.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "slug", "reason"),
    [
        ({"zone": "Europe/Atlantis"}, "time-unusable", "zone"),
        ({"zone": "localtime"}, "time-unusable", "zone"),
        ({"zone": "../../etc/passwd"}, "time-unusable", "zone"),
        ({"start": "2026-13-01T09:00"}, "time-unusable", "malformed"),
        ({"start": "2001-01-01T09:00"}, "time-unusable", "past"),
        ({"start": "2101-01-01T09:00"}, "time-unusable", "far"),
        ({"rule": "FREQ=DAILY;COUNT=10000"}, "rule-unusable", "too many"),
        ({"rule": "FREQ=SECONDLY"}, "rule-unusable", "unknown"),
        ({"title": "a\u202eb"}, "title-unusable", "invisible characters"),
        ({"title": "x" * 121}, "title-unusable", "too long"),
        ({"passcode": "12"}, "passcode-unusable", None),
    ],
)
def test_what_cannot_be_set(given: dict[str, Any], slug: str, reason: str | None) -> None:
    problem = set_meeting(somebody(), status=422, **given)
    assert (problem["type"], problem.get("reason")) == (f"urn:egret:{slug}", reason)
    assert not Schedule.objects.exists() and not Series.objects.exists() and not Preferences.objects.exists()


def test_a_window_is_bounded() -> None:
    host = somebody()
    set_meeting(host, rule="FREQ=DAILY")
    problem = host.get("/agenda?since=2026-01-01T00:00:00Z&until=2027-01-01T00:00:00Z", 422)
    assert (problem["type"], problem["maximum_days"]) == ("urn:egret:window-unusable", 62)
    host.get("/agenda?since=2026-01-01T00:00:00Z&until=2025-01-01T00:00:00Z", 422)
    for since, until in (
        ("0001-01-01T00:00:00%2B14:00", "0001-01-02T00:00:00Z"),
        ("9999-12-31T00:00:00Z", "9999-12-31T23:59:59-14:00"),
    ):
        assert host.get(f"/agenda?since={since}&until={until}", 422)["type"] == "urn:egret:window-unusable"
    assert host.get("/agenda?since=0002-01-01T00:00:00%2B14:00&until=0002-01-02T00:00:00Z")["items"] == []
    assert host.get("/agenda?since=9998-12-01T00:00:00Z&until=9998-12-31T23:59:59-14:00")["items"]
    # Today's may be over, or tomorrow's be the first.
    assert 29 <= len(agenda(host, 30)) <= 31


def test_one_is_moved_and_the_others_stay() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=4")
    first, second, *_ = agenda(host)
    moved = later(second["start"], 1, 3)
    path = f"/schedules/{made['id']}"
    host.post(f"{path}/move", {**which(second), **times(moved, minutes=30)})
    items = agenda(host)
    assert starts(items) == [first["start"], moved, later(first["start"], 14), later(first["start"], 21)]
    assert (items[1]["moved"], items[1]["minutes"], items[1]["occurrence"]) == (True, 30, second["occurrence"])
    # Back where it was, it is as the others.
    host.post(f"{path}/move", {**which(second), **times(second["start"])})
    assert agenda(host)[1]["moved"] is False
    host.post(f"{path}/move", {**which({**second, "occurrence": moved}), **times()}, 404)


def test_one_is_moved_by_the_clocks_of_another_zone() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=DAILY;COUNT=2")
    one = agenda(host)[0]
    there = datetime.fromisoformat(one["starts_at"]).astimezone(ZoneInfo("Asia/Shanghai")) + timedelta(hours=2)
    given = times(f"{there:%Y-%m-%dT%H:%M}", zone="Asia/Shanghai")
    host.post(f"/schedules/{made['id']}/move", {**which(one), **given})
    moved = agenda(host)[0]
    assert (moved["start"], moved["zone"]) == (later(one["start"], 0, 2), LONDON)


def test_this_and_all_following_are_moved() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=5")
    items = agenda(host)
    host.post(f"/schedules/{made['id']}/cancel", which(items[3]))
    start = later(items[2]["start"], 1, 2)
    host.post(f"/schedules/{made['id']}/move", {**which(items[2], "following"), **times(start)})
    assert starts(agenda(host)) == [items[0]["start"], items[1]["start"], start, later(start, 14)]
    # Under one link still, and the second half again.
    after = agenda(host)
    assert {item["code"] for item in after} == {made["code"]}
    again = later(after[3]["start"], 0, 1)
    host.post(f"/schedules/{made['id']}/move", {**which(after[3], "following"), **times(again)})
    assert starts(agenda(host)) == [items[0]["start"], items[1]["start"], start, again]


def test_following_ones_come_by_another_rule() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY")
    items = agenda(host, 30)
    given = times(items[1]["start"], "FREQ=DAILY;COUNT=3")
    host.post(f"/schedules/{made['id']}/move", {**which(items[1], "following"), **given})
    assert starts(agenda(host, 30)) == [items[0]["start"], *(later(items[1]["start"], day) for day in range(3))]


def test_all_are_moved_and_what_was_held_stays_where_it_was() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=4")
    items = agenda(host)
    with clock.travel(timedelta(days=8)):
        host.post(f"/schedules/{made['id']}/move", {**which(items[3], "all"), **times(later(items[3]["start"], 1))})
    expected = [items[0]["start"], items[1]["start"], later(items[2]["start"], 1), later(items[3]["start"], 1)]
    assert starts(agenda(host)) in (expected, [expected[0], *(later(item["start"], 1) for item in items[1:])])


@pytest.mark.parametrize(("scope", "left"), [("this", [0, 2, 3]), ("following", [0]), ("all", [])])
def test_cancelling_and_its_undo(scope: str, left: list[int]) -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=4")
    items = agenda(host)
    path = f"/schedules/{made['id']}"
    cancelled = host.post(f"{path}/cancel", which(items[1], scope))
    assert cancelled["cancelled"] is (scope == "all")
    assert starts(agenda(host)) == [items[index]["start"] for index in left]
    restored = host.post(f"{path}/restore", which(items[1], scope))
    assert starts(agenda(host)) == starts(items)
    assert restored["cancelled"] is False
    assert Schedule.objects.get().sequence == 2


def test_cancelling_what_was_moved_in_two_parts_is_undone_whole() -> None:
    host = somebody()
    made = set_meeting(host, rule="FREQ=WEEKLY;COUNT=6")
    items = agenda(host)
    path = f"/schedules/{made['id']}"
    host.post(f"{path}/move", {**which(items[3], "following"), **times(later(items[3]["start"], 0, 2))})
    before = agenda(host)
    host.post(f"{path}/cancel", which(before[1], "following"))
    assert len(agenda(host)) == 1
    host.post(f"{path}/restore", which(before[1], "following"))
    assert agenda(host) == before


def test_clocks_that_skip_or_repeat_are_said_before_it_is_set() -> None:
    host = somebody()
    spring = host.post("/schedules/preview", times("2027-03-21T01:30", "FREQ=WEEKLY;COUNT=3"))
    assert [each["oddity"] for each in spring["next"]] == ["", "skipped", ""]
    assert spring["odd"][0]["starts_at"].startswith("2027-03-28T01:30")
    autumn = host.post("/schedules/preview", times("2027-10-24T01:30", "FREQ=WEEKLY;COUNT=3"))
    assert [each["oddity"] for each in autumn["next"]] == ["", "twice", ""]
    assert not Schedule.objects.exists()


def test_one_that_ended_is_deleted_in_time() -> None:
    from egret.kernel import retention

    host = somebody()
    set_meeting(host)
    endless = set_meeting(host, rule="FREQ=DAILY")["id"]
    with clock.travel(timedelta(days=178)):
        retention.enforce()
        assert Schedule.objects.count() == 2
    with clock.travel(timedelta(days=190)):
        retention.enforce()
        assert str(Schedule.objects.get().id) == endless
