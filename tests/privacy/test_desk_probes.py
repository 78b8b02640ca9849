"""The probes of requests, consents and versions say kept, and broken once what keeps them is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import objections, policy
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.privacy.calendars import days
from egret.privacy.consents import actions as consents
from egret.privacy.consents.models import LedgerEntry
from egret.privacy.requests import actions, checks, policies, queries, regimes
from egret.privacy.requests.actions import deciding, timeline, watching
from egret.privacy.requests.models import ContactCheck, Request
from egret.privacy.requests.reasons import REFUSAL
from egret.privacy.versions import actions as telling
from egret.privacy.versions import record, snapshots
from egret.project.api import api

pytestmark = pytest.mark.django_db(transaction=True)
Patch = pytest.MonkeyPatch

CLAUSES = [
    "C01",
    "C07",
    "C08",
    "C36",
    "C37",
    "C70",
    "C71",
    "C74",
    "C75",
    "C76",
    "C77",
    "C78",
    "C79",
    "C80",
    "C81",
    "C82",
    "F21",
]


@pytest.fixture
def installation(live_server: LiveServer, monkeypatch: Patch) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    contact = {**settings.EGRET_OPERATOR, "name": "Reed Ltd", "email": "privacy@reed.example", "country": "SG"}
    monkeypatch.setattr(settings, "EGRET_OPERATOR", contact)
    actions.do_check_contact()
    api.get_openapi_schema()  # built once, and a busy machine takes longer for it than a probe waits
    return Installation(live_server.url, live_server.url)


def test_kept_and_nothing_left_behind(installation: Installation) -> None:
    for clause in CLAUSES:
        result = check(clause, installation)
        assert result.state is State.KEPT, (clause, result.evidence)
    assert not (Person.objects.exists() or Request.objects.exists() or LedgerEntry.objects.exists())


def the_operator_answers_for_everybody(patch: Patch) -> None:
    patch.setattr(queries, "_at", lambda _: Request.objects.all())


def the_contact_changed(patch: Patch) -> None:
    patch.setitem(settings.EGRET_OPERATOR, "email", "elsewhere@reed.example")


def nobody_tried_it_for_a_year(patch: Patch) -> None:
    ContactCheck.objects.update(at=ContactCheck.objects.get().at - timedelta(days=400))


def nobody_watches(patch: Patch) -> None:
    patch.setattr(watching, "_escalate", lambda *_: False)


def nothing_stops(patch: Patch) -> None:
    patch.setattr(objections, "stop_all", lambda _: [])


def nothing_is_said_against_it(patch: Patch) -> None:
    patch.delitem(objections.WEIGHED, "cloud.activity")


def an_objection_is_answered_unread(patch: Patch) -> None:
    from egret.privacy.requests.actions import asking

    patch.setattr(asking, "_legible", lambda *_: "")


def nothing_is_restricted(patch: Patch) -> None:
    patch.setattr("egret.privacy.requests.actions.asking.do_restrict", lambda _: None)


def staff_look_all_the_same(patch: Patch) -> None:
    patch.setattr("egret.privacy.cases.actions._require_ground", lambda *_: None)


def it_is_on_for_everybody(patch: Patch) -> None:
    patch.setattr("egret.kernel.consents._given", lambda *_: True)


def taking_back_does_nothing(patch: Patch) -> None:
    original = consents.do_choose

    def only_give(person_id: Any, purpose: str, *, given: bool, **rest: Any) -> None:
        if given:
            original(person_id, purpose, given=given, **rest)

    patch.setattr(consents, "do_choose", only_give)


def the_latest_rule_decides(patch: Patch) -> None:
    late = replace(regimes.RULES[0], due=lambda _, day: day + timedelta(days=60))
    patch.setattr("egret.privacy.requests.clocks.rules_for", lambda _: [late])


def a_request_has_a_fee(patch: Patch) -> None:
    patch.setattr(checks, "columns", lambda: ["privacy_requests.Request.late_fee"])


def one_person_refuses(patch: Patch) -> None:
    patch.setattr(policies, "can_confirm_refusal", lambda *_: True)


def any_reason_will_do(patch: Patch) -> None:
    for reason in ("", "because"):
        patch.setitem(REFUSAL, reason, REFUSAL["law"])


def holidays_are_worked(patch: Patch) -> None:
    days._calendar.cache_clear()
    empty = days._Calendar(frozenset(), frozenset(), frozenset({5, 6}), frozenset(), "none", True)
    patch.setattr(days, "_calendar", lambda *_: empty)


def late_is_not_too_late(patch: Patch) -> None:
    original = timeline.lock

    def with_time_left(request_id: Any, **rest: Any) -> Request:
        request = original(request_id, **rest)
        request.due_at += timedelta(days=30)
        request.first_due_at += timedelta(days=30)
        return request

    patch.setattr(deciding, "lock", with_time_left)


def not_assessed(patch: Patch) -> None:
    from egret.kernel.assessments import ASSESSMENTS

    patch.delitem(ASSESSMENTS, "privacy.messages")


def not_reviewed_for_years(patch: Patch) -> None:
    original = record.recorded()
    old = {version: replace(each, reviewed_on=date(2020, 1, 1)) for version, each in original.items()}
    patch.setattr(record, "recorded", lambda: old)


def delivery_is_not_written(patch: Patch) -> None:
    patch.setattr(telling, "do_note", lambda *_: True)


def use_counts_as_consent(patch: Patch) -> None:
    original = telling.do_arrive

    def and_accept(person_id: Any, language: Any) -> Any:
        found = original(person_id, language)
        if LedgerEntry.objects.filter(person_id=person_id).exists():
            policy.acceptances().accept(person_id, policy.version(), language)
        return found

    patch.setattr(telling, "do_arrive", and_accept)


def a_word_changed(patch: Patch) -> None:
    original = snapshots.now

    def other() -> snapshots.Snapshot:
        changed = original()
        changed["sections"][1]["title"] = {"en": "Whoever", "zh": "任何人"}
        return changed

    patch.setattr(snapshots, "now", other)


def everybody_is_told_of_everything(patch: Patch) -> None:
    from egret.privacy.versions import queries as versions

    told = versions.Notice(policy.version(), "2026-11-29", None)
    patch.setattr(versions, "notice_for", lambda _: told)


@pytest.mark.parametrize(
    ("clause", "break_it"),
    [
        ("C01", the_operator_answers_for_everybody),
        ("C07", the_contact_changed),
        ("C07", nobody_tried_it_for_a_year),
        ("C08", nobody_watches),
        ("C36", not_assessed),
        ("C37", it_is_on_for_everybody),
        ("C70", nothing_stops),
        ("C70", nothing_is_said_against_it),
        ("C70", an_objection_is_answered_unread),
        ("C70", nothing_is_restricted),
        ("C70", staff_look_all_the_same),
        ("C71", taking_back_does_nothing),
        ("C74", the_latest_rule_decides),
        ("C75", a_request_has_a_fee),
        ("C76", one_person_refuses),
        ("C76", any_reason_will_do),
        ("C77", holidays_are_worked),
        ("C78", late_is_not_too_late),
        ("C79", not_reviewed_for_years),
        ("C80", delivery_is_not_written),
        ("C81", use_counts_as_consent),
        ("C82", a_word_changed),
        ("F21", everybody_is_told_of_everything),
    ],
)
def test_broken(installation: Installation, clause: str, break_it: Callable[[Patch], None], monkeypatch: Patch) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)
