"""The probes of measuring calls say kept, and broken once what keeps them is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel import purpose, ratelimit
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.meetings import policies
from egret.meetings.quality import actions, balancing, beacon, queries
from egret.meetings.quality.models import Objection, Sample
from egret.meetings.quality.personal import PURPOSE

pytestmark = pytest.mark.django_db(transaction=True)
Patch = pytest.MonkeyPatch


@pytest.fixture
def installation(live_server: LiveServer, engine: str) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


@pytest.mark.parametrize("clause", ["C19", "C31", "C33", "F15"])
def test_kept_and_nothing_left_behind(installation: Installation, clause: str) -> None:
    result = check(clause, installation)
    assert result.state is State.KEPT, result.evidence
    assert not (Person.objects.exists() or Sample.objects.exists() or Objection.objects.exists())


def the_list_is_open(patch: Patch) -> None:
    patch.setitem(beacon.ALLOWED, "codec", lambda value: str(value)[:4])


def nothing_is_counted(patch: Patch) -> None:
    patch.setattr(actions, "_count", lambda _: None)


def an_objection_is_not_heard(patch: Patch) -> None:
    patch.setattr(queries, "objects", lambda _: False)
    patch.setattr(ratelimit, "spend", lambda *_: None)


def samples_outlive_the_objection(patch: Patch) -> None:
    patch.setattr(actions, "do_object_in_meeting", lambda who: Objection.objects.create(participant=who))


def nobody_weighed_it(patch: Patch) -> None:
    patch.setattr(balancing, "BALANCING", replace(balancing.BALANCING, measurements=frozenset({"codec"})))


def another_basis(patch: Patch) -> None:
    patch.setitem(
        purpose.PURPOSES, PURPOSE, replace(purpose.PURPOSES[PURPOSE], basis=purpose.LegalBasis.LEGAL_OBLIGATION)
    )


def no_rate(patch: Patch) -> None:
    patch.setattr(actions, "SAMPLES", replace(actions.SAMPLES, count=100))


def a_higher_rate(patch: Patch) -> None:
    patch.setattr("egret.meetings.quality.promises.LEAST_BETWEEN", timedelta(seconds=5))


def everybody_reads_everybody(patch: Patch) -> None:
    patch.setattr(policies, "can_read_of_everybody", lambda *_, **__: True)


@pytest.mark.parametrize(
    ("clause", "break_it"),
    [
        ("C19", the_list_is_open),
        ("C19", nothing_is_counted),
        ("C31", an_objection_is_not_heard),
        ("C31", samples_outlive_the_objection),
        ("C31", nobody_weighed_it),
        ("C31", another_basis),
        ("C33", no_rate),
        ("C33", a_higher_rate),
        ("F15", everybody_reads_everybody),
    ],
)
def test_broken(installation: Installation, clause: str, break_it: Callable[[Patch], None], monkeypatch: Patch) -> None:
    break_it(monkeypatch)
    result = check(clause, installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)
