"""The kernel's small parts."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from egret.accounts.models import Session, SignInFlow
from egret.kernel import clock, egress, events, policy, purpose, retention, tasks
from egret.kernel.errors import TooManyRequests
from egret.kernel.ids import new_code, new_id
from egret.kernel.logs import LOG_EVENTS, Personal, log_event
from egret.kernel.models import RateWindow
from egret.kernel.personal import Category, not_personal
from egret.kernel.purpose import LegalBasis
from egret.kernel.ratelimit import Limit, spend
from egret.kernel.text import Text, from_locale
from egret.meetings.models import Meeting
from egret.meetings.queries import CODE
from egret.project.instance import Instance, Running
from tests import factories


def test_ids_sort_by_time_and_are_version_7() -> None:
    made = [new_id() for _ in range(1000)]
    assert made == sorted(made)
    assert {each.version for each in made} == {7}


def test_codes_are_what_the_address_accepts() -> None:
    assert all(CODE.fullmatch(new_code()) for _ in range(200))


def test_a_personal_value_prints_as_its_kind() -> None:
    phone = Personal("phone", "+447700900123")
    assert f"{phone} {phone!r} {phone:>9} {[phone]}" == "‹phone› ‹phone›   ‹phone› [‹phone›]"
    assert phone.reveal() == "+447700900123"


def test_a_log_event_carries_its_declared_fields_only(caplog: pytest.LogCaptureFixture) -> None:
    seen = log_event("tests.seen", phone=Category.CONTACT, count=not_personal("a count"))
    try:
        with caplog.at_level(logging.INFO):
            seen(phone=Personal("phone", "+447700900123"), count=2)
        assert caplog.messages == ["tests.seen phone=‹phone› count=2"]
        with pytest.raises(TypeError, match="has no field name"):
            seen(name="Ada")
        with pytest.raises(TypeError, match="wrap phone"):
            seen(phone="+447700900123")
    finally:
        del LOG_EVENTS["tests.seen"]


@pytest.mark.django_db
def test_no_phone_number_reaches_the_logs(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        person = factories.person()
    assert "accounts.code_sent" in caplog.text
    assert person.phone is not None
    assert person.phone not in caplog.text
    assert person.phone[-6:] not in caplog.text


def test_an_unregistered_host_is_refused_before_a_socket_opens() -> None:
    with pytest.raises(egress.EgressRefused, match="not a registered destination"):
        egress.request("GET", "https://example.org/")


@pytest.mark.django_db
def test_rate_limits_count_per_value_and_window_and_keep_no_value() -> None:
    limit = Limit("tests", 2, timedelta(hours=1))
    for _ in range(2):
        spend(limit, "203.0.113.9")
    with pytest.raises(TooManyRequests) as refused:
        spend(limit, "203.0.113.9")
    assert 0 < refused.value.facts["retry_after"] <= 3600  # type: ignore[operator]
    spend(limit, "203.0.113.10")
    with clock.travel(timedelta(hours=1)):
        spend(limit, "203.0.113.9")
    assert not RateWindow.objects.filter(key__contains="203.0").exists()


@pytest.mark.django_db(transaction=True)
def test_events_wait_for_the_commit_and_a_subscribers_failure_stays_its_own(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []

    def fail(event: object) -> None:
        raise RuntimeError("deaf")

    monkeypatch.setitem(events._subscribers, str, [fail, heard.append])
    with transaction.atomic():
        events.emit("said")
        assert heard == []
    assert heard == ["said"]
    assert "deaf" in caplog.text
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        events.emit("unsaid")
        raise ValueError("undone")
    assert heard == ["said"]


def test_code_runs_under_its_purpose() -> None:
    @purpose.under("accounts.sign_in")
    def work() -> str:
        running = purpose.current()
        return running.id if running else ""

    with purpose.running_under_none():
        assert purpose.current() is None
    assert work() == "accounts.sign_in"
    assert purpose.purpose_of(work) == "accounts.sign_in"
    with pytest.raises(ValueError, match="twice"):
        purpose.register("accounts.sign_in", LegalBasis.CONSENT, Text("a", "b"))


@pytest.mark.django_db
def test_retention_deletes_what_is_past_its_period_and_nothing_else() -> None:
    factories.sent_code()
    ended, still_open = factories.meeting(), factories.meeting()
    factories.participant(ended)
    Meeting.objects.filter(id=ended.id).update(ended_at=clock.now())
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now())
    retention.enforce()
    assert SignInFlow.objects.count() == 3
    with clock.travel(timedelta(minutes=11)):
        retention.enforce()
    assert not SignInFlow.objects.exists()
    assert Meeting.objects.count() == 2
    with clock.travel(timedelta(days=180, minutes=1)):
        tasks.enforce_retention.func()
    assert list(Meeting.objects.all()) == [still_open]
    assert not Session.objects.exists()
    assert not RateWindow.objects.exists()


def test_texts_have_both_languages() -> None:
    assert Text("{n} left", "剩余 {n}").say("zh-Hans", n=3) == "剩余 3"
    assert [from_locale(value) for value in ("zh_CN.UTF-8", "zh-TW", "C", None)] == ["zh-Hans", "zh-Hans", "en", "en"]


def test_an_instances_secrets_are_made_once_and_private(tmp_path: Path) -> None:
    instance = Instance(tmp_path / "data")
    secrets = instance.secrets()
    assert instance.secrets() == secrets
    assert (instance.data / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert instance.data.stat().st_mode & 0o777 == 0o700
    assert len(set(vars(secrets).values())) == 3


def test_what_runs_is_forgotten_when_its_supervisor_is_gone(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    instance.prepare()
    assert instance.running() is None
    instance.set_running(Running(2**22 + 1, "http://x", "http://y", "http://z"))
    assert instance.running() is None


@pytest.mark.django_db
def test_a_failed_requests_path_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    meeting = factories.meeting()
    client.post(
        f"/api/v1/meetings/{meeting.code}/join",
        {"nickname": "x", "policy_version": policy.version()},
        "application/json",
    )
    assert meeting.code not in caplog.text
    assert "api/v1/meetings/<code>/join" in caplog.text


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own settings")
def test_sqlite_is_set_for_many_writers_and_forgets() -> None:
    with connection.cursor() as cursor:
        found = {}
        for name in ("journal_mode", "foreign_keys", "secure_delete", "busy_timeout", "synchronous"):
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 20_000,
        "synchronous": 2,
    }
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
