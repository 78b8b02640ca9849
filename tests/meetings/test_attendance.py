"""Attendance: who reads which rows, late and early against the time that was set, and the table for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

import pytest

from egret.kernel import sheets
from egret.meetings.attendance import Plan, Punctuality, punctuality
from egret.meetings.models import ClosedBy, Meeting, Participant, Series, Spell
from tests import factories
from tests.meetings.scheduling.support import Caller, set_meeting, somebody
from tests.meetings.webhook import START, at

pytestmark = pytest.mark.django_db

PLAN = Plan(START, at(3600))


def stay(who: Participant, joined: float, left: float | None, sid: str) -> None:
    Spell.objects.create(
        sid=sid,
        participant=who,
        room_sid="RM_1",
        joined_at=at(joined),
        left_at=None if left is None else at(left),
        closed_by="" if left is None else ClosedBy.LEFT,
        seen_at=at(joined),
    )


def held(host: Caller) -> Meeting:
    """A meeting that was set for nine in UTC, an hour long, and is held."""
    made = set_meeting(host, start="2027-05-03T10:00", zone="Europe/London", minutes=60)
    (one,) = host.get("/agenda?since=2027-05-03T00:00:00Z&until=2027-05-04T00:00:00Z")["items"]
    assert host.person is not None
    return Meeting.objects.create(
        host=host.person, schedule_id=made["id"], held_for=datetime.fromisoformat(one["starts_at"])
    )


@pytest.mark.parametrize(
    ("joined", "left", "ended", "expected"),
    [
        (0, 3600, None, Punctuality()),
        (-300, 3600, None, Punctuality()),
        (60, 3540, None, Punctuality()),  # a minute is in time
        (61, 3539, None, Punctuality(61, 61)),
        (600, None, None, Punctuality(600, None)),  # still there
        (0, 1800, at(1800), Punctuality()),  # the meeting ended early
        (0, 1200, at(1800), Punctuality(None, 600)),
        (0, 4000, at(4200), Punctuality()),  # it took longer than set: whoever stayed to the end left in time
    ],
)
def test_late_and_early(joined: float, left: float | None, ended: Any, expected: Punctuality) -> None:
    assert punctuality(PLAN, at(joined), None if left is None else at(left), ended) == expected
    assert punctuality(None, at(joined), None, ended) == Punctuality()


def test_a_meeting_set_for_a_time_says_who_was_late() -> None:
    host = somebody()
    meeting = held(host)
    assert meeting.held_for is not None
    late = (meeting.held_for - START).total_seconds()
    stay(factories.participant(meeting, "Prompt"), late - 60, late + 3600, "PA_1")
    stay(factories.participant(meeting, "Tardy"), late + 600, late + 1800, "PA_2")
    body = host.get(f"/meetings/{meeting.code}/attendance")
    assert body["whole"] is True
    assert (body["planned_from"], body["planned_until"]) == ("2027-05-03T09:00:00Z", "2027-05-03T10:00:00Z")
    facts = {row["nickname"]: (row["late_seconds"], row["left_early_seconds"]) for row in body["participants"]}
    assert facts == {"Prompt": (None, None), "Tardy": (600, 1800)}
    Series.objects.update(start="2027-05-04T10:00")
    moved = host.get(f"/meetings/{meeting.code}/attendance")
    assert (moved["planned_from"], moved["planned_until"]) == ("2027-05-03T09:00:00Z", None)


def test_others_read_their_own_row_alone() -> None:
    host, member, stranger = somebody(), somebody(), somebody()
    assert host.person is not None
    meeting = factories.meeting(host.person)
    stay(factories.participant(meeting, "Host", host.person), 0, 100, "PA_1")
    stay(factories.participant(meeting, "Ada", member.person), 10, 90, "PA_2")
    body = member.get(f"/meetings/{meeting.code}/attendance")
    assert (body["whole"], [row["nickname"] for row in body["participants"]]) == (False, ["Ada"])
    assert len(host.get(f"/meetings/{meeting.code}/attendance")["participants"]) == 2
    for path in ("attendance", "attendance.csv"):
        assert stranger.get(f"/meetings/{meeting.code}/{path}", 404)["type"] == "urn:egret:meeting-unknown"
        Caller().get(f"/meetings/{meeting.code}/{path}", 401)


def test_the_table_has_the_zones_clocks_and_no_formulas() -> None:
    host = somebody(**{"accept-language": "zh-CN"})
    assert host.person is not None
    meeting = factories.meeting(host.person)
    stay(factories.participant(meeting, '=HYPERLINK("http://evil")'), 0, 100, "PA_1")
    content = host.get(f"/meetings/{meeting.code}/attendance.csv?zone=Asia/Shanghai").decode()
    assert content.startswith(sheets.MARK)
    heading, row = csv.reader(io.StringIO(content.removeprefix(sheets.MARK)))
    assert heading[2] == "加入时间（Asia/Shanghai）"
    assert row == [
        '\'=HYPERLINK("http://evil")',
        "是",
        "2026-11-23 17:00:00",
        "2026-11-23 17:01:40",
        "100",
        "1",
        "",
        "",
    ]
    unknown = host.get(f"/meetings/{meeting.code}/attendance.csv?zone=Nowhere/Land").decode()
    assert "（UTC）" in unknown and "2026-11-23 09:00:00" in unknown
