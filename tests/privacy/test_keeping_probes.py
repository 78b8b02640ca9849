"""The probes of the audit log, retention, holds and search terms: kept, and broken once what keeps them is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import resolve
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import audit, clock, holds, retention
from egret.kernel.installation import Installation
from egret.kernel.models import PeriodicJob
from egret.kernel.promises import State, check, sweep
from egret.kernel.vault import owners
from egret.meetings.models import Meeting
from egret.organizations.queries import directory
from egret.privacy.audit import actions, heads, promises, verifying
from egret.privacy.audit.models import Entry, Tree
from egret.privacy.holds import queries as hold_queries
from egret.privacy.holds.models import Hold
from egret.privacy.retention import actions as retention_actions
from egret.privacy.retention.models import Failure
from egret.project.promises import retention as bound
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)
Patch = pytest.MonkeyPatch
CLAUSES = ["C16", "C55", "C61", "C62", "C63", "C64", "C65", "C66"]


@pytest.fixture(autouse=True)
def no_heads() -> Iterator[None]:
    settings.INSTANCE.audit_heads.unlink(missing_ok=True)
    yield
    settings.INSTANCE.audit_heads.unlink(missing_ok=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    # The first request of a process loads the whole API: on a busy machine longer than a probe waits.
    resolve("/api/v1/policy")
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", CLAUSES)
def test_kept_and_nothing_left_behind(installation: Installation, clause: str) -> None:
    for _ in range(2):
        result = check(clause, installation)
        assert result.state is State.KEPT, result.evidence
    assert not (Person.objects.exists() or Meeting.objects.exists() or Hold.objects.exists())
    assert not Failure.objects.exists() and not retention.OVERRIDES


def terms_are_kept(patch: Patch) -> None:
    original: Any = directory.people

    def keep(*given: Any, **named: Any) -> Any:
        PeriodicJob.objects.create(name=f"{given} {named}"[:200], due_at=clock.now())
        return original(*given, **named)

    patch.setattr(directory, "people", keep)


def nothing_is_written(patch: Patch) -> None:
    patch.setattr(audit, "_write", None)


def hashes_are_believed(patch: Patch) -> None:
    patch.setattr(promises, "verify", lambda *_: verifying.Report())


def an_entry_was_altered(_: Patch) -> None:
    for _number in range(3):
        audit.record(promises.PROBED)
    actions.do_sign()
    Entry.objects.filter(number=1).update(act="audit.forged")


def the_log_began_anew(_: Patch) -> None:
    for _number in range(9):
        audit.record(promises.PROBED)
    actions.do_sign()
    Entry.objects.all().delete()
    Tree.objects.all().delete()


def heads_are_not_signed(patch: Patch) -> None:
    patch.setattr(heads.Head, "is_signed", lambda _: False)


def nothing_is_deleted(patch: Patch) -> None:
    patch.setattr(retention, "delete_past", lambda *_, **__: 0)


def all_is_deleted(patch: Patch) -> None:
    patch.setattr(retention, "of", lambda declaration: replace(declaration.retention, period=timedelta(0)))


def failures_are_not_told(patch: Patch) -> None:
    patch.setattr(retention_actions, "note_outcome", lambda *_: None)


def a_table_fails(_: Patch) -> None:
    Failure.objects.create(model="meetings.Meeting", error="OSError", since=clock.now(), last_at=clock.now())


def something_is_overdue(_: Patch) -> None:
    meeting = factories.meeting()
    Meeting.objects.filter(id=meeting.id).update(ended_at=clock.now() - timedelta(days=200))


def any_rule_will_do(patch: Patch) -> None:
    patch.setattr(retention, "CITATION", re.compile(""))


def holds_are_not_looked_at(patch: Patch) -> None:
    patch.setattr(holds, "_active", lambda: ())


def nobody_is_told(patch: Patch) -> None:
    patch.setattr(hold_queries, "told_to", lambda _: [])


def a_review_is_overdue(_: Patch) -> None:
    target = factories.meeting().id
    Hold.objects.create(
        kind="meeting", target=target, reason="r", authority="a", placed_by="p", review_at=clock.now() - timedelta(1)
    )


def the_end_starts_nothing(patch: Patch) -> None:
    patch.setattr(retention, "past", lambda *_: Meeting.objects.none())


@pytest.mark.parametrize(
    ("clause", "break_it"),
    [
        ("C16", terms_are_kept),
        ("C55", nothing_is_written),
        ("C55", hashes_are_believed),
        ("C55", an_entry_was_altered),
        ("C55", the_log_began_anew),
        ("C55", heads_are_not_signed),
        ("C61", nothing_is_deleted),
        ("C61", all_is_deleted),
        ("C61", failures_are_not_told),
        ("C61", a_table_fails),
        ("C61", something_is_overdue),
        ("C62", any_rule_will_do),
        ("C63", holds_are_not_looked_at),
        ("C63", nobody_is_told),
        ("C63", a_review_is_overdue),
        ("C64", the_end_starts_nothing),
        ("C65", nothing_is_deleted),
    ],
)
def test_broken(installation: Installation, clause: str, break_it: Callable[[Patch], None], monkeypatch: Patch) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


def test_broken_where_the_index_outlives_the_key(installation: Installation, monkeypatch: Patch) -> None:
    """C66: the row that leads from a pseudonym to its person stays behind."""

    class Kept:
        class objects:  # noqa: N801 - as Django names it
            @staticmethod
            def filter(**_: Any) -> Any:
                return Person.objects.none()

    monkeypatch.setattr(owners, "Pseudonym", Kept)
    result = check("C66", installation)
    assert result.state is State.BROKEN, result.evidence


def test_what_a_killed_probe_held_is_swept_away() -> None:
    hold = bound._place(factories.meeting().id)
    sweep()
    assert Hold.objects.filter(id=hold).exists()
    with clock.travel(timedelta(minutes=11)):
        sweep()
    assert not Hold.objects.exists()
