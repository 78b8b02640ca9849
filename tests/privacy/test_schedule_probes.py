"""The probe of scheduled meetings says kept, and broken once what keeps them is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from typing import Any

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from egret.accounts.models import Person
from egret.kernel.ids import new_id
from egret.kernel.installation import Installation
from egret.kernel.promises import State, check
from egret.meetings.models import Notice, Schedule
from egret.meetings.scheduling import occurrences, policies
from egret.meetings.scheduling.actions import notices, sending

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def installation(live_server: LiveServer) -> Installation:
    settings.EGRET_TRUST_PROXY = True
    return Installation(live_server.url, live_server.url)


def test_kept_and_nothing_left_behind(installation: Installation) -> None:
    result = check("F07", installation)
    assert result.state is State.KEPT, result.evidence
    assert not Person.objects.exists() and not Schedule.objects.exists()


def the_moment_stays_and_not_the_wall_clock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(occurrences, "moment_of", lambda _, local: local.replace(tzinfo=UTC))


def anybody_may_join(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(policies, "can_join", lambda *_: True)


def reminders_come_twice(patch: pytest.MonkeyPatch) -> None:
    def forgetful(*given: Any, **more: Any) -> Notice:
        made = notices.notice(*given, **more)
        made.key = new_id().hex
        return made

    patch.setattr(sending, "notice", forgetful)


@pytest.mark.parametrize("break_it", [the_moment_stays_and_not_the_wall_clock, anybody_may_join, reminders_come_twice])
def test_broken(
    installation: Installation, break_it: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    break_it(monkeypatch)
    result = check("F07", installation)
    assert result.state is State.BROKEN, (result.state, result.evidence)
