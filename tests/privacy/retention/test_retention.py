"""Retention: batches, alarms, overrides with their rule, a preview; each table's clock is started by an event."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CASCADE, ForeignKey
from django.test import Client

from egret.accounts.models import Session, SignInFlow
from egret.kernel import clock, retention
from egret.kernel.personal import DECLARATIONS, Declaration
from egret.kernel.retention import NothingGoes, RuleMissing
from egret.meetings.models import Meeting
from egret.meetings.quality.models import Sample
from egret.meetings.recordings.models import Recording, State
from egret.privacy.holds import actions as holding
from egret.privacy.queries import data_table
from egret.privacy.retention import overrides, queries
from egret.privacy.retention.models import Failure
from tests import factories
from tests.privacy.requests.conftest import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_overrides() -> Iterator[None]:
    yield
    retention.OVERRIDES.clear()
    overrides.apply("")


def ended(days_ago: int) -> Meeting:
    meeting = factories.meeting()
    Meeting.objects.filter(id=meeting.id).update(ended_at=clock.now() - timedelta(days=days_ago))
    return meeting


def session(days: int) -> None:
    Session.objects.create(session_key=str(days), session_data="", expire_date=clock.now() + timedelta(days=days))


def test_three_years_pass() -> None:
    """Month by month: each row goes in the run after its period ended and not before; nothing is left at the end."""
    start = clock.now()
    meeting, open_one = ended(0), factories.meeting()
    Sample.objects.create(participant=factories.participant(open_one))
    recording = Recording.objects.create(
        meeting=open_one, started_by=open_one.host, state=State.STOPPED, stopped_at=start + timedelta(days=90)
    )
    session(14)
    gone: dict[str, int] = {}
    for day in range(0, 3 * 365, 15):
        with clock.travel(timedelta(days=day, minutes=1)):
            retention.enforce()
            for name, rows in {
                "sign-in": SignInFlow.objects.all(),
                "session": Session.objects.filter(session_key="14"),
                "sample": Sample.objects.all(),
                "meeting": Meeting.objects.filter(id=meeting.id),
                "recording": Recording.objects.filter(id=recording.id),
            }.items():
                if not rows.exists():
                    gone.setdefault(name, day)
    assert gone == {"sign-in": 15, "session": 15, "sample": 30, "meeting": 180, "recording": 270}
    # Never ended: its clock never started.
    assert Meeting.objects.filter(id=open_one.id).exists()


def test_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for days in (-5, -4, -3, -2, -1, 1):
        session(days)
    assert retention.enforce()["accounts.Session"] == 5
    assert Session.objects.filter(session_key="1").exists()


def refuse(_: Any) -> None:
    raise OSError("the disk is gone")


def test_what_cannot_be_deleted_is_an_alarm_and_the_others_go(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    meeting = ended(181)
    session(-1)
    monkeypatch.setitem(retention._deleters, "meetings.meeting", refuse)
    for times in (1, 2):
        retention.enforce()
        assert list(Failure.objects.values_list("model", "error", "times")) == [("meetings.Meeting", "OSError", times)]
    assert "retention.failed model=meetings.Meeting error=OSError" in caplog.text
    assert Meeting.objects.filter(id=meeting.id).exists() and not Session.objects.filter(session_key="-1").exists()
    monkeypatch.delitem(retention._deleters, "meetings.meeting")
    retention.enforce()
    assert not Failure.objects.exists() and not Meeting.objects.filter(id=meeting.id).exists()


def test_a_row_that_stays_does_not_keep_the_job_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 1)
    monkeypatch.setitem(retention._deleters, "meetings.meeting", lambda _: None)
    ended(181)
    with pytest.raises(NothingGoes):
        retention.delete_past(DECLARATIONS["meetings.meeting"])


def test_a_rule_keeps_it_longer_and_is_cited_in_the_policy() -> None:
    retention.override("meetings.Meeting", timedelta(days=3650), rule="HGB § 257 (1)")
    meeting = ended(181)
    retention.enforce()
    assert Meeting.objects.filter(id=meeting.id).exists()
    assert any("HGB § 257 (1)" in row.retention for row in data_table("zh-Hans"))
    with clock.travel(timedelta(days=3650)):
        retention.enforce()
    assert not Meeting.objects.filter(id=meeting.id).exists()


@pytest.mark.parametrize("rule", ["", "   ", "because", "the law says so"])
def test_an_override_without_its_rule_is_refused(rule: str) -> None:
    with pytest.raises(RuleMissing):
        retention.override("meetings.Meeting", timedelta(days=3650), rule=rule)
    overrides.apply(f"meetings.Meeting=3650d {rule}")
    assert [check.id for check in overrides.check_overrides()] == ["egret.E051"]
    assert not retention.OVERRIDES


@pytest.mark.parametrize("given", ["meetings.Meeting", "meetings.Nothing=5d HGB § 257", "accounts.Person=5d HGB § 257"])
def test_an_override_that_is_none_stops_the_start(given: str) -> None:
    overrides.apply(given)
    assert overrides.check_overrides()


def test_the_operator_s_overrides_are_read() -> None:
    overrides.apply("meetings.Meeting=3650d HGB § 257 (1); quality.Sample=90d TKG § 176, last month\n")
    assert not overrides.check_overrides()
    assert {found.period.days for found in retention.OVERRIDES.values()} == {3650, 90}


def test_the_preview_deletes_nothing() -> None:
    ended(181)
    ended(170)
    output = StringIO()
    call_command("retention", "--preview", "--json", stdout=output)
    found = {row["model"]: row for row in json.loads(output.getvalue())["tables"]}["meetings.Meeting"]
    assert (found["past"], found["held"], found["soon"], found["started_by"]) == (1, 0, 1, "ended_at")
    assert Meeting.objects.count() == 2
    Failure.objects.create(model="a.B", error="OSError", since=clock.now(), last_at=clock.now())
    call_command("retention", "--preview", stdout=output)
    assert "NOT DELETED" in output.getvalue()


def parents_of(declaration: Declaration) -> set[str]:
    model = apps.get_model(declaration.model)
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return {key.related_model._meta.label_lower for key in keys if key.remote_field.on_delete is CASCADE}


# What is deleted by an action of the domain's own, which says in its retention when that is.
BY_THEIR_OWN_JOB = {
    "accounts.person",
    "organizations.legalentity",
    "privacy_audit.entry",
    "cloud.space",
    "cloud.node",
    "cloud.fileversion",
}


def test_every_personal_table_has_a_start_event_or_goes_with_another() -> None:
    def endless(label: str) -> bool:
        kept = DECLARATIONS[label].retention
        return (kept.field is None or kept.period is None) and not parents_of(DECLARATIONS[label])

    assert {label for label in DECLARATIONS if endless(label)} <= BY_THEIR_OWN_JOB


RETENTION = "/api/v1/privacy/retention"


def test_the_page_is_the_operators_desk_s(client: Client) -> None:
    assert client.get(RETENTION).status_code == 401
    client.force_login(factories.person())
    assert client.get(RETENTION).status_code == 403


def test_the_page_says_what_goes_when_and_why_the_rest_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    past, kept = ended(181), ended(182)
    for days in (170, 170, 155):
        ended(days)
    authority = "District Court, 3 C 17"
    review = clock.now() + timedelta(days=30)
    holding.do_place("meeting", kept.id, reason="Ada’s claim", authority=authority, placed_by="Bo", review_at=review)
    retention.override("quality.Sample", timedelta(days=90), rule="TKG § 176")
    monkeypatch.setitem(retention._deleters, "meetings.meeting", refuse)
    retention.enforce()
    _, desk = at_desk()
    answered = desk.get(RETENTION, headers={"Accept-Language": "zh"})
    found = answered.json()
    meetings = found["tables"][0]
    assert (meetings["model"], meetings["going"], meetings["held"]) == ("meetings.Meeting", 1, 1)
    assert (len(meetings["days"]), meetings["days"][9], meetings["days"][24]) == (30, 2, 1)
    assert sum(meetings["days"]) == 3 and meetings["first_at"] < found["as_of"]
    (sample,) = [each for each in found["tables"] if each["model"] == "quality.Sample"]
    assert sample["rule"] == "TKG § 176" and "TKG § 176" in sample["kept"] and "90 天" in sample["kept"]
    (alarm,) = found["alarms"]
    assert (alarm["model"], alarm["error"], alarm["times"]) == ("meetings.Meeting", "OSError", 1)
    assert [(each["authority"], each["count"], each["overdue"]) for each in found["held"]] == [(authority, 1, 0)]
    # Numbers, rules and authorities: neither who, nor what was written about them.
    text = answered.content.decode()
    assert "Ada" not in text and past.code not in text and str(kept.id) not in text
    with clock.travel(timedelta(days=31)):
        (late,) = queries.held("en")
        assert late.overdue == 1
