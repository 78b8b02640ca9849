"""C03 (and C02 by country): kept on a live installation, broken once the control is broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import ChildReport, Person
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["C02", "C03"])
def test_kept_and_leaves_nothing_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists()
    assert not ChildReport.objects.exists()


def leave_the_account(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.actions.reports.do_delete_person", lambda _: None)


def no_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.actions.reports.TIME_TO_DECIDE", timedelta(0))


@pytest.mark.parametrize("break_it", [leave_the_account, no_time])
def test_broken(
    installation: Installation, break_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(monkeypatch)
    result = check("C03", installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)


def report_somebody_else(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("egret.accounts.actions.reports.parse_phone", lambda _: "+441632961001")


def test_a_report_that_opens_no_case_breaks_it(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    report_somebody_else(monkeypatch)
    assert check("C03", installation).state is State.BROKEN
