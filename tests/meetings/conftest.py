"""A meeting that somebody hosts and is in."""

from __future__ import annotations

import pytest

from egret.meetings.models import Meeting
from tests import factories
from tests.meetings.scheduling.support import Caller, somebody


@pytest.fixture
def host() -> Caller:
    return somebody()


@pytest.fixture
def meeting(host: Caller) -> Meeting:
    assert host.person is not None
    made = factories.meeting(host.person)
    factories.participant(made, "Hana", host.person)
    return made
