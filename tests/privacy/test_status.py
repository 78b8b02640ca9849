"""The promises are probed all the time, and anybody may look what was seen."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from egret.accounts import synthetic
from egret.accounts.models import Person
from egret.kernel import clock, promises
from egret.kernel.installation import Installation
from egret.kernel.promises import PROMISES, Finding, Promise, Result, State
from egret.privacy import actions, queries, tasks
from egret.privacy.models import Check

pytestmark = pytest.mark.django_db


def seen(clause: str, state: State, evidence: str = "seen") -> None:
    actions.do_record(Result(clause, state, evidence, clock.now()), milliseconds=5)


def status(client: Client, clause: str) -> dict[str, Any]:
    body: dict[str, Any] = client.get(f"/api/v1/policy/clauses/{clause}").json()
    return body


def test_all_clauses_are_told_to_everybody(client: Client) -> None:
    seen("C24", State.KEPT, "the sign-up form takes a phone number")
    items = {each["id"]: each for each in client.get("/api/v1/policy/clauses").json()["items"]}
    assert len(items) == 103
    assert items["C24"]["state"] == "kept"
    assert items["C24"]["evidence"] == "the sign-up form takes a phone number"
    assert items["C24"]["control"].startswith("egret.")
    assert items["C24"]["sentence"] and items["C24"]["section"]
    assert items["C57"]["state"] == "not yet" and items["C57"]["control"] is None
    assert items["C05"]["state"] == "unknown", "bound, and never probed"
    assert client.get("/api/v1/policy/clauses/C99").status_code == 404


def test_a_state_goes_on_until_another_begins(client: Client) -> None:
    for state in (State.KEPT, State.KEPT, State.BROKEN, State.KEPT):
        seen("C24", state)
    history = status(client, "C24")["history"]
    assert [(each["state"], each["times"]) for each in history] == [("kept", 1), ("broken", 1), ("kept", 2)]
    assert history[2]["since"] < history[2]["checked_at"] < history[1]["since"]


def test_what_was_seen_long_ago_is_not_told_as_todays(client: Client) -> None:
    seen("C24", State.KEPT)
    Check.objects.update(checked_at=clock.now() - queries.STALE - timedelta(minutes=1))
    assert status(client, "C24")["state"] == "unknown"


def test_a_clause_whose_probe_is_gone_is_not_kept_by_its_past(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seen("C24", State.KEPT)
    monkeypatch.delitem(PROMISES, "C24")
    assert status(client, "C24")["state"] == "not yet"


def test_the_one_looked_at_longest_ago_is_next(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def promise(clause: str) -> Promise:
        return Promise(clause, promise, lambda _: asked.append(clause) or Finding(True, "fine"))  # type: ignore[func-returns-value]

    bound = {clause: promise(clause) for clause in ("C01", "C02", "C03")}
    for module in (actions, promises, queries):
        monkeypatch.setattr(module, "PROMISES", bound)
    monkeypatch.setattr(actions, "live_installation", lambda: Installation("http://127.0.0.1:9", "http://127.0.0.1:9"))
    for _ in range(5):
        actions.do_check_next()
    assert asked == ["C01", "C02", "C03", "C01", "C02"]
    actions.do_check_due()
    assert asked[5:] == ["C03"], "a turn of three is one"
    Check.objects.all().delete()
    asked.clear()
    actions.do_check_due()
    assert asked == ["C01", "C02", "C03"], "what nobody ever looked at comes without a break"


def test_a_slow_probe_holds_up_no_other_job(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on, calls = threading.Event(), threading.Event(), []

    def slow() -> None:
        calls.append(1)
        begun.set()
        assert go_on.wait(10)

    monkeypatch.setattr(actions, "do_check_due", slow)
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)  # the tests' one connection is shared
    tasks.check_next.func()
    assert begun.wait(10)
    tasks.check_next.func()
    assert calls == [1], "one at a time"
    go_on.set()
    assert tasks._probing.acquire(timeout=10)
    tasks._probing.release()


def test_nothing_runs_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "live_installation", lambda: None)
    assert actions.do_check_next() is None
    assert not Check.objects.exists()


def test_old_history_goes_and_the_latest_stays() -> None:
    seen("C24", State.BROKEN)
    seen("C24", State.KEPT)
    Check.objects.update(checked_at=clock.now() - actions.HISTORY - timedelta(days=1))
    Check.objects.filter(state=State.KEPT).update(checked_at=clock.now() - actions.HISTORY - timedelta(hours=1))
    actions.forget_old_checks()
    assert [each.state for each in Check.objects.all()] == [State.KEPT]


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_probe_left_is_swept_away(live_server: LiveServer) -> None:
    settings.EGRET_TRUST_PROXY = True
    installation = Installation(live_server.url, live_server.url)
    with synthetic.signed_up(installation, synthetic.FICTION + "001"):
        promises.sweep()
        assert Person.objects.count() == 1, "one at work is left alone"
        Person.objects.update(created_at=clock.now() - synthetic.LEFT_BEHIND)
        promises.sweep()
        assert not Person.objects.exists()
