"""Beacons, objections and charts over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from egret.accounts import actions as accounts
from egret.kernel import clock, retention
from egret.meetings import actions as meetings
from egret.meetings.models import Meeting, Participant
from egret.meetings.quality import balancing, beacon
from egret.meetings.quality.charts import Row, p95, points
from egret.meetings.quality.models import Dropped, Objection, Sample
from egret.meetings.quality.personal import KEPT, LEAST_BETWEEN
from tests import factories
from tests.meetings.scheduling.support import Caller, comes, somebody

GOOD = {"sent_kbps": 900, "received_kbps": 1200, "round_trip_ms": 24, "freezes": 2, "codec": "vp8"}


def send(who: Caller, meeting: Meeting, values: object = GOOD, status: int = 204) -> Any:
    return who.post(f"/meetings/{meeting.code}/quality", values, status)


@given(st.dictionaries(st.text(max_size=12), st.none() | st.integers() | st.floats() | st.text() | st.booleans()))
def test_of_whatever_comes_only_the_list_is_kept(values: dict[str, Any]) -> None:
    body = json.dumps({**GOOD, **values}).encode()
    if len(body) > beacon.MAXIMUM_BYTES:
        return
    read = beacon.read(body)
    assert set(read.values) <= set(beacon.ALLOWED)
    assert read.dropped + len(read.values) == len({**GOOD, **values})


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"nul", b"\xff", b"[" * 2000, b'{"a": "' + b"x" * 2048 + b'"}'])
def test_what_is_no_beacon(body: bytes) -> None:
    with pytest.raises(beacon.BeaconUnreadable):
        beacon.read(body)


@pytest.mark.parametrize(
    ("name", "value"),
    [("jitter_ms", -1), ("jitter_ms", 1e9), ("width", True), ("width", "640"), ("codec", "x"), ("codec", 8)],
)
def test_a_value_that_no_call_has_is_dropped(name: str, value: object) -> None:
    read = beacon.read(json.dumps({name: value}).encode())
    assert (read.values, read.dropped) == ({}, 1)


@pytest.mark.django_db
def test_a_beacon_is_kept_at_the_declared_rate(host: Caller, meeting: Meeting) -> None:
    send(host, meeting, {**GOOD, "page_title": "secret"})
    refused = send(host, meeting, status=429)
    assert 0 < refused["retry_after"] <= LEAST_BETWEEN.total_seconds()
    with clock.travel(LEAST_BETWEEN):
        send(host, meeting)
    assert Sample.objects.count() == 2
    assert Dropped.objects.get().count == 1
    sample = Sample.objects.order_by("at")[0]
    assert (sample.sent_kbps, sample.freezes, sample.codec, sample.width) == (900, 2, "vp8", None)


@pytest.mark.django_db
def test_who_may_send(host: Caller, meeting: Meeting) -> None:
    send(somebody(), meeting, status=403)
    send(Caller(), meeting, status=403)
    host.client.post(f"/api/v1/meetings/{meeting.code}/quality", b"x" * 3000, "application/json")
    assert not Sample.objects.exists()
    assert host.person is not None
    meetings.do_end(meeting, host.person.id)
    send(host, meeting, status=410)


@pytest.mark.django_db
def test_objecting_forgets_and_holds_everywhere(host: Caller, meeting: Meeting) -> None:
    send(host, meeting)
    answer = host.post(f"/meetings/{meeting.code}/quality/objection")
    assert answer["measured"] is False and not Sample.objects.exists()
    send(host, meeting)
    other = factories.meeting(host.person)
    factories.participant(other, "Hana", host.person)
    send(host, other)
    assert not Sample.objects.exists()
    assert host.get("/quality/measuring")["measured"] is False
    host.post("/quality/objection")
    assert Objection.objects.count() == 1
    host.ask("delete", "/quality/objection")
    with clock.travel(LEAST_BETWEEN):
        send(host, meeting)
    assert Sample.objects.count() == 1


@pytest.mark.django_db
def test_charts_are_the_hosts_and_each_persons_own(host: Caller, meeting: Meeting) -> None:
    ada = comes(meeting, "Ada")
    for who in (host, ada):
        send(who, meeting)
    everybody = host.get(f"/meetings/{meeting.code}/quality")
    assert everybody["whole"] and [row["nickname"] for row in everybody["participants"]] == ["Hana", "Ada"]
    own = ada.get(f"/meetings/{meeting.code}/quality")
    assert not own["whole"] and [row["nickname"] for row in own["participants"]] == ["Ada"]
    assert own["participants"][0]["points"][0]["round_trip_ms"] == 24
    for outsider in (somebody(), Caller()):
        outsider.get(f"/meetings/{meeting.code}/quality", 404)


def test_a_long_call_fits_a_chart_and_keeps_its_worst() -> None:
    start = clock.now()
    rows = [
        Row(start + timedelta(seconds=12 * number), {"jitter_ms": number % 100, "freezes": 1, "sent_kbps": None})
        for number in range(7500)  # 25 hours
    ]
    shown = points(rows, rows[0].at, rows[-1].at, 240)
    assert len(shown) == 240
    assert sum(point.values["freezes"] or 0 for point in shown) == 7500
    assert {point.values["sent_kbps"] for point in shown} == {None}
    assert max(point.values["jitter_ms"] or 0 for point in shown) == 99
    assert points(rows[:1], start, start, 240)[0].values == rows[0].values


def test_percentiles() -> None:
    assert p95([]) is None
    assert p95([None, 7]) == 7
    assert p95(range(1, 101)) == 96


@pytest.mark.django_db
def test_what_the_operator_sees_names_nobody(host: Caller, meeting: Meeting) -> None:
    send(host, meeting)
    out = StringIO()
    call_command("quality", "--json", stdout=out)
    whole, one = json.loads(out.getvalue())
    assert (whole["meeting_id"], whole["samples"]) == (None, 1)
    assert (one["meeting_id"], one["round_trip_ms"], one["freezes_a_minute"]) == (str(meeting.id), 24, 10.0)
    call_command("quality", stdout=out)
    assert "Hana" not in out.getvalue()


@pytest.mark.django_db
def test_samples_go_with_their_time_and_their_person(host: Caller, meeting: Meeting) -> None:
    ada = comes(meeting, "Ada")
    for who in (host, ada):
        send(who, meeting)
    assert ada.person is not None
    accounts.do_delete_person(ada.person)
    assert [sample.participant.nickname for sample in Sample.objects.all()] == ["Hana"]
    with clock.travel(KEPT + timedelta(minutes=1)):
        assert retention.enforce()["quality.Sample"] == 1
    assert Participant.objects.filter(nickname="Hana").exists()


def test_the_balancing_ends_with_its_year_and_with_another_measurement() -> None:
    made = balancing.BALANCING
    assert made.covers(set(beacon.ALLOWED), made.reviewed_on)
    assert not made.covers({*beacon.ALLOWED, "heart_rate"}, made.reviewed_on)
    assert not made.covers(set(beacon.ALLOWED), made.reviewed_on + timedelta(days=400))
